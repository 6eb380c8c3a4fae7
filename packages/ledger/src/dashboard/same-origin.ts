/**
 * Whether a form came from a page of ours (beside the cookie's `SameSite=Strict` and the form's own token). Browsers
 * say where a request comes from in `Sec-Fetch-Site`, which no page can set; those that do not, or over plain HTTP,
 * say it in `Origin`, which then has to be the host that was asked.
 */
export function isSameOrigin(headers: {
  readonly origin: string | undefined
  readonly host: string | undefined
  readonly site: string | undefined
}): boolean {
  const { origin, host, site } = headers
  if (site !== undefined && site !== 'same-origin') return false
  if (origin === undefined || !URL.canParse(origin)) return false // `null` too
  // Behind a proxy that changes the host, the browser's own word is all there is.
  return site === 'same-origin' || new URL(origin).host === host?.toLowerCase()
}
