import { addressOf, askForSubject, bodyOf } from './request.ts'
import { retryAfter } from './retry-after.ts'
import type { Delivery, Transport } from './transport.ts'
import { weigh } from './weigh.ts'

/** Browsers give all of a page's keepalive requests 64 KiB together and refuse the one that goes beyond (BR-5, D3). */
const KEEPALIVE_BYTES = 60_000

const AGAIN: Delivery = { ok: false, retry: true }

export interface FetchTransportOptions {
  /** @default the page's own `fetch`, looked up at each request */
  readonly fetch?: typeof fetch | undefined
  /** Hears every readable answer, whatever it says. Must not throw. */
  readonly answered?: ((answer: unknown) => void) | undefined
  /** Milliseconds since 1970, to read a date in `Retry-After`. @default Date.now */
  readonly now?: (() => number) | undefined
}

/**
 * Posts records to a Latchkey ledger at `<url>/v1/records`. The request is CORS-simple, so that it needs no
 * preflight and outlives the page. Only a readable answer of the ledger counts; an opaque, redirected-away or garbled
 * one is no success (threat model D1).
 *
 * @param url The ledger's base address, absolute or from the site's root.
 * @throws TypeError at set-up, if `url` is not a text.
 * @example
 * proof({ site: 'shop.example', transports: fetchTransport('/latchkey'), ui, report })
 */
export function fetchTransport(url: string, options: FetchTransportOptions = {}): Transport {
  const address = addressOf('fetchTransport', url)
  let flying = 0

  return {
    name: 'fetch',
    async send(records, sending) {
      const { signal, leaving } = sending
      const body = bodyOf(records, sending)
      const bytes = weigh(body)
      // A request that does not fit would fail at once; without keepalive it still works while the page stays.
      const keepalive = flying + bytes <= KEEPALIVE_BYTES
      if (leaving && !keepalive) return AGAIN // cut off with the page, at best; a beacon may do better
      if (keepalive) flying += bytes
      try {
        const response = await (options.fetch ?? fetch)(address, {
          method: 'POST',
          body,
          keepalive,
          credentials: 'omit',
          headers: { 'content-type': 'text/plain;charset=UTF-8' },
          // A ledger has no use for the page's path (RE-2).
          referrerPolicy: 'strict-origin',
          signal,
        })
        const { status } = response
        if (response.ok) {
          const answer: unknown = await response.json()
          options.answered?.(answer)
          return read(answer)
        }
        if (status >= 400 && status < 500 && ![408, 425, 429].includes(status))
          return { ok: false, retry: false }
        return {
          ok: false,
          retry: true,
          after: retryAfter(response.headers.get('retry-after'), (options.now ?? Date.now)()),
        }
      } catch {
        return AGAIN // offline, refused, aborted, or not JSON: the outbox keeps everything
      } finally {
        if (keepalive) flying -= bytes
      }
    },
    async account(secret) {
      return (await askForSubject(url, secret, { fetch: options.fetch })).json()
    },
  }
}

/** The outbox looks at each result itself, since transports may be anybody's. */
function read(answer: unknown): Delivery {
  const { results } = (answer ?? {}) as { results?: unknown }
  return Array.isArray(results) ? { ok: true, results } : AGAIN
}
