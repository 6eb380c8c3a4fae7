import { test as base } from '@playwright/test'
import { emulateVendors, type SeenVendorRequest } from './emulate-vendors.ts'
import { withPlace } from './place.ts'
import { type Signals, withSignals } from './signals.ts'
import { type SurfaceFixtures, surfaceFixtures } from './surface-fixtures.ts'
import { type Traffic, watchTraffic } from './traffic.ts'
import type { Vendors } from './vendor-log.ts'

/** Options for `use` in a Playwright configuration, or for `test.use`. */
export interface TestkitOptions {
  /** Where the shopper is, as {@link withPlace} takes it. `null`: what the page says. @default null */
  readonly place: string | null
  /** What the browser says by itself, as {@link withSignals} takes it. @default {} */
  readonly signals: Signals
}

/** What tests are handed beside Playwright's own fixtures. */
export interface TestkitFixtures extends SurfaceFixtures {
  /** Emulated vendors of the context, in every test: no test talks to a real one. */
  readonly vendors: Vendors<SeenVendorRequest>
  /** Every request of the context. */
  readonly traffic: Traffic
}

/**
 * Playwright's `test` for pages with the SDK: the context is watched from its beginning, vendors are emulated, and the
 * surfaces can be pressed by name. Joins with fixtures of your own by Playwright's `mergeTests`.
 *
 * @example
 * import { expectNothingBeforeGrant, test } from '@latchkey/testkit'
 *
 * test.use({ place: 'DE' })
 * test('a refusal holds', async ({ page, banner }) => {
 *   await page.goto('/')
 *   await banner.reject()
 *   await expectNothingBeforeGrant(page)
 * })
 */
export const test = base.extend<TestkitOptions & TestkitFixtures>({
  place: [null, { option: true }],
  signals: [{}, { option: true }],
  context: async ({ context, place, signals, extraHTTPHeaders }, use) => {
    watchTraffic(context)
    if (place) await withPlace(context, place)
    if (Object.keys(signals).length > 0) await withSignals(context, signals, extraHTTPHeaders ?? {})
    await use(context)
  },
  traffic: async ({ context }, use) => use(watchTraffic(context)),
  vendors: [async ({ context }, use) => use(await emulateVendors(context)), { auto: true }],
  ...surfaceFixtures,
})
