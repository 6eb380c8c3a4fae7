/** Only these are linked: an address from a config or a vendor list is foreign text (threat model, B2). */
const SCHEMES = ['https:', 'http:', 'mailto:', 'tel:']

/**
 * The address as it came, if a browser would take it for one of the four kinds or for a relative one; else `null`.
 * The URL parser decides, never a pattern: it drops tabs and line breaks inside `java\nscript:` as browsers do.
 */
export function safeLink(href: string | null | undefined): string | null {
  try {
    return href && SCHEMES.includes(new URL(href, 'https://page.invalid/').protocol) ? href : null
  } catch {
    return null // not an address at all
  }
}
