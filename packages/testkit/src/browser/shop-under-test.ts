import { createShop, type ShopOptions } from '@latchkey/example-storefront'
import type { LedgerUnderTest } from './ledger-under-test.ts'
import type { VendorNetwork } from './vendor-network.ts'

/** Where the shop is, as far as browsers can tell. */
export const SHOP = 'https://shop.linden-oak.example'

/** The example shop, at an address like a real one's. */
export interface ShopUnderTest {
  readonly origin: string
  /** `GET /furniture`, `POST /latchkey/v1/records`: what the shop was asked for, oldest first. */
  readonly requests: readonly string[]
  /** Asks the shop's own server, past the browser. */
  fetch(path: string): Promise<Response>
  /** Serves the shop set up differently, from the next request on. */
  serve(options: Omit<ShopOptions, 'ledger'>): void
}

export function shopUnderTest(network: VendorNetwork, ledger: LedgerUnderTest): ShopUnderTest {
  const requests: string[] = []
  const shop = (options: Omit<ShopOptions, 'ledger'>) =>
    createShop({ sdk: process.env.LATCHKEY_SDK, ...options, ledger })
  let current = shop({})
  network.route(new URL(SHOP).host, (request) => {
    const { pathname } = new URL(request.url)
    requests.push(`${request.method} ${pathname}`)
    // The ledger may hang up, which the shop itself cannot.
    return /^\/latchkey(\/|$)/.test(pathname) ? ledger.answer(request) : current.fetch(request)
  })
  return {
    origin: SHOP,
    requests,
    fetch: (path) => current.fetch(new Request(SHOP + path)),
    serve(options) {
      current = shop(options)
    },
  }
}
