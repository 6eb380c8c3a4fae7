import type { Sending } from './transport.ts'

/** Where a ledger below this base address takes records. Throws a sentence for anything but a text. */
export function addressOf(who: string, url: unknown): string {
  if (typeof url !== 'string' || !url)
    throw new TypeError(`[proof] ${who}: expected a URL, got ${String(url)}.`)
  return `${url.replace(/\/+$/, '')}/v1/records`
}

/**
 * Asks the ledger below this base address for what it has of the subject with this secret, or for its end.
 *
 * @example
 * const copy = await (await askForSubject('/latchkey', secret)).json()
 */
export function askForSubject(
  url: string,
  secret: string,
  {
    method = 'GET',
    fetch: ask = fetch,
  }: { readonly method?: 'GET' | 'DELETE'; readonly fetch?: typeof fetch | undefined } = {},
): Promise<Response> {
  return ask(addressOf('askForSubject', url).replace(/records$/, 'subject'), {
    method,
    credentials: 'omit',
    headers: { authorization: `Bearer ${secret}` },
    referrerPolicy: 'strict-origin',
  })
}

/** The body of `POST /v1/records`. */
export function bodyOf(
  records: readonly string[],
  { site, secret, notices }: Pick<Sending, 'site' | 'secret' | 'notices'>,
): string {
  return JSON.stringify({ site, secret, records, notices })
}
