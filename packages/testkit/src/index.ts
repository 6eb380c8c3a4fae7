export { decide } from './decide.ts'
export { type EmulateOptions, emulateVendors, type SeenVendorRequest } from './emulate-vendors.ts'
export { type ExpectNothingOptions, expectNothingBeforeGrant } from './expect-nothing.ts'
export { type TestkitFixtures, type TestkitOptions, test } from './fixtures.ts'
export { withPlace } from './place.ts'
export { settle } from './settle.ts'
export { type Signals, withSignals } from './signals.ts'
export {
  type Banner,
  bannerOf,
  type Card,
  cardOf,
  type Preferences,
  preferencesOf,
  type Tile,
  tileOf,
} from './surfaces.ts'
export { tracesOf } from './traces.ts'
export { type SeenRequest, type Traffic, watchTraffic } from './traffic.ts'
export type { Vendors } from './vendor-log.ts'
