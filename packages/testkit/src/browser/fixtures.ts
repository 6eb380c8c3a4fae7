import { type Browser, test as base, type Page } from '@playwright/test'
import { type SurfaceFixtures, surfaceFixtures } from '../surface-fixtures.ts'
import { watchTraffic } from '../traffic.ts'
import { type Vendors, vendorsOf } from '../vendor-log.ts'
import { answerVendor } from '../vendors/answer-vendor.ts'
import { launch } from './browser.ts'
import { type LedgerUnderTest, ledgerUnderTest } from './ledger-under-test.ts'
import { BARRIER } from './settle.ts'
import { SHOP, type ShopUnderTest, shopUnderTest } from './shop-under-test.ts'
import { startVendorNetwork, type VendorNetwork, type VendorRequest } from './vendor-network.ts'
import { type Watch, watch } from './watch.ts'

interface TestFixtures extends SurfaceFixtures {
  /** A real ledger behind the shop's `/latchkey`. */
  readonly ledger: LedgerUnderTest
  /** The example shop at a realistic address. Every test starts with the usual set-up. */
  readonly shop: ShopUnderTest
  /** What vendors saw. Empty when a test starts. */
  readonly vendors: Vendors<VendorRequest>
  /** What the page says about itself. */
  readonly seen: Watch
  readonly page: Page
}

interface WorkerFixtures {
  readonly network: VendorNetwork
  /** Keep left pages in the back/forward cache. */
  readonly backForwardCache: boolean
  readonly browser: Browser
}

/**
 * Playwright's `test` with a shop, a ledger and a whole internet of emulated vendors.
 *
 * @example
 * test('asks vendors for nothing before the shopper has answered', async ({ page, vendors }) => {
 *   await page.goto('/')
 *   await expectNothingBeforeGrant(page, { vendors })
 * })
 */
export const test = base.extend<TestFixtures, WorkerFixtures>({
  baseURL: SHOP,
  ignoreHTTPSErrors: true,
  locale: 'en-IE',
  timezoneId: 'Europe/Berlin',

  network: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from it
    async ({}, use) => {
      const network = await startVendorNetwork({ answer: answerVendor })
      network.route(BARRIER, async () => new Response(null, { status: 204 }))
      await use(network)
      await network.close()
    },
    { scope: 'worker' },
  ],
  backForwardCache: [false, { scope: 'worker', option: true }],
  browser: [
    async ({ network, backForwardCache }, use) => {
      const { browser, close } = await launch({ args: network.chromiumArgs, backForwardCache })
      await use(browser)
      await close()
    },
    { scope: 'worker' },
  ],
  ledger: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from it
    async ({}, use) => {
      const ledger = await ledgerUnderTest(SHOP)
      await use(ledger)
      await ledger.close()
    },
    { auto: true },
  ],
  shop: [
    async ({ network, ledger }, use) => {
      network.clear()
      await use(shopUnderTest(network, ledger))
    },
    { auto: true },
  ],
  vendors: async ({ network, context }, use) => {
    const { clear } = watchTraffic(context)
    const forget = () => [network.clear(), clear()]
    await use(vendorsOf({ requests: network.requests, clear: () => void forget() }))
  },
  seen: [async ({ context }, use) => use(await watch(context)), { auto: true }],
  // Whoever asks what was sent wants to know it from the first page on.
  page: async ({ context, seen: _, vendors: __ }, use) => use(await context.newPage()),
  ...surfaceFixtures,
})
