export interface OriginsOptions {
  /**
   * Origins whose pages may send records, exactly: `https://shop.example`. `https://*.shop.example` allows every
   * host below that name. @default []: pages of the ledger's own origin only
   */
  readonly origins?: readonly string[] | undefined
}

export interface Origins {
  /** May a page of this origin, reaching us under this host, send records? `null`: the request names no origin. */
  allows(origin: string | null, host: string | null): boolean
}

/**
 * The list of origins (threat model F6). It keeps other sites' pages from using a visitor's browser; whoever has no
 * browser can name any origin, so it authenticates nobody.
 */
export function allowedOrigins({ origins = [] }: OriginsOptions): Origins {
  const exact = new Set<string>()
  const below: { readonly scheme: string; readonly port: string; readonly suffix: string }[] = []
  for (const text of origins) {
    const wildcard = /^(https?:)\/\/\*(\.[^/:*]+\.[^/:*]+)(:\d+)?$/.exec(text)
    const url = URL.canParse(text) ? new URL(text) : null
    if (wildcard) {
      const [, scheme = '', suffix = '', port = ''] = wildcard
      below.push({ scheme, suffix: suffix.toLowerCase(), port: port.slice(1) })
    } else if (url && !text.includes('*') && /^https?:$/.test(url.protocol) && url.origin === text) {
      exact.add(text)
    } else {
      throw new Error(
        '[ledger] origins: expected scheme://host[:port] or scheme://*.name.tld, got something else.',
      )
    }
  }
  return {
    allows(origin, host) {
      if (origin === null || exact.has(origin)) return true
      if (!URL.canParse(origin)) return false // `null` too: a sandboxed frame, a file, a redirect
      const url = new URL(origin)
      if (url.origin !== origin) return false
      // Behind a proxy that ends TLS our own scheme is unknown, so the same host counts as the same origin.
      if (host !== null && url.host === host.toLowerCase()) return true
      return below.some(
        ({ scheme, suffix, port }) =>
          url.protocol === scheme && url.port === port && url.hostname.endsWith(suffix),
      )
    },
  }
}
