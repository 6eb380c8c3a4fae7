export { decide } from '../decide.ts'
export {
  type Banner,
  bannerOf,
  type Card,
  cardOf,
  type Preferences,
  preferencesOf,
  type Tile,
  tileOf,
} from '../surfaces.ts'
export { type Vendors, vendorsOf } from '../vendor-log.ts'
export { chromiumPath, chromiumShellPath, type LaunchOptions, launch } from './browser.ts'
export { type ExpectNothingOptions, expectNothingBeforeGrant, type Traces, tracesOf } from './expectations.ts'
export { test } from './fixtures.ts'
export { type LedgerRequest, type LedgerUnderTest, ledgerUnderTest } from './ledger-under-test.ts'
export { barrier, settle } from './settle.ts'
export { SHOP, type ShopUnderTest, shopUnderTest } from './shop-under-test.ts'
export { soonEnough } from './soon-enough.ts'
export {
  startVendorNetwork,
  type Upgrade,
  type VendorNetwork,
  type VendorNetworkOptions,
  type VendorRequest,
} from './vendor-network.ts'
export { type SeenProblem, type Watch, watch } from './watch.ts'
