import { addressOf, bodyOf } from './request.ts'
import type { Transport } from './transport.ts'

export interface BeaconTransportOptions {
  /** @default the page's own `navigator.sendBeacon` */
  readonly beacon?: ((url: string, body: string) => boolean) | undefined
}

/**
 * A last resort beside another transport: while the page is left, records that the other could not even start to send
 * (`fetch` replaced by something that throws, its 64 KiB used up) go as a beacon. A beacon has no
 * answer, so it never counts as delivered (threat model D1): the next page sends the record again, and the ledger knows
 * it by its id. A text body is CORS-simple (D3).
 *
 * @param url The ledger's base address, as for `fetchTransport`.
 * @throws TypeError at set-up, if `url` is not a text.
 * @example
 * proof({ site: 'shop.example', transports: [fetchTransport('/latchkey'), beaconTransport('/latchkey')], ui, report })
 */
export function beaconTransport(url: string, { beacon }: BeaconTransportOptions = {}): Transport {
  const address = addressOf('beaconTransport', url)
  return {
    name: 'beacon',
    lastResort: true,
    async send(records, sending) {
      try {
        // Cookies go along with a beacon to the own origin; the ledger reads none (F6).
        const send = beacon ?? navigator.sendBeacon.bind(navigator)
        if (sending.leaving) send(address, bodyOf(records, sending))
      } catch {
        // gone or patched: the records wait
      }
      return { ok: false, retry: true }
    },
  }
}
