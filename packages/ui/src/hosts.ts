import { safeLink } from './links.ts'

/** Host of an address without `www.`; `null` if it has none. */
export function hostOf(href: string): string | null {
  try {
    const { protocol, hostname } = new URL(href, 'https://page.invalid/')
    return protocol.startsWith('http') && hostname !== 'page.invalid' ? hostname.replace(/^www\./, '') : null
  } catch {
    return null // not an address at all
  }
}

/** Whether a host is covered by a pattern of the facts; `*.example.com` covers sub-domains and the domain itself. */
export function covers(pattern: string, host: string): boolean {
  const bare = pattern.replace(/^\*\./, '').replace(/^www\./, '')
  return host === bare || (pattern.startsWith('*.') && host.endsWith(`.${bare}`))
}

/**
 * Where a person can watch an embedded address without us: YouTube and Vimeo refuse to play their embed pages
 * outside a frame.
 */
export function watchLink(src: string): string | null {
  const href = safeLink(src)
  const host = hostOf(src)
  if (!href || !host) return null
  const id = /\/(?:embed|video)\/([\w-]+)/.exec(src)?.[1]
  if (id && /^youtube(-nocookie)?\.com$/.test(host)) return `https://www.youtube.com/watch?v=${id}`
  if (id && host === 'player.vimeo.com') return `https://vimeo.com/${id}`
  return href
}
