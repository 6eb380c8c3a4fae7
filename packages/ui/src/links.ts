/** Only these are linked: an address from a config or a vendor list is foreign text (threat model, B2). */
const LINKED = /^(https?|mailto|tel):$/
/** Only these are shown. */
const SHOWN = /^https?:$/

/**
 * The address as it came, if a browser would take it for one of the four kinds or for a relative one; else `null`.
 * The URL parser decides, never a pattern: it drops tabs and line breaks inside `java\nscript:` as browsers do.
 */
export function safeLink(href: string | null | undefined, kinds = LINKED): string | null {
  try {
    return href && kinds.test(new URL(href, 'https://page.invalid/').protocol) ? href : null
  } catch {
    return null // not an address at all
  }
}

/** The same for a picture: `https:`, `http:` or relative. */
export function safeImage(src: string | null | undefined): string | null {
  return safeLink(src, SHOWN)
}
