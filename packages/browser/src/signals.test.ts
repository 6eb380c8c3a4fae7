import { expect, it } from 'vitest'
import { readSignals } from './signals.ts'

it.each([
  [{ globalPrivacyControl: true }, { gpc: true, dnt: false }],
  [{ globalPrivacyControl: false }, { gpc: false, dnt: false }],
  [{}, { gpc: null, dnt: false }],
  [{ globalPrivacyControl: 'yes' }, { gpc: null, dnt: false }],
  [
    { globalPrivacyControl: 1, doNotTrack: '1' },
    { gpc: null, dnt: true },
  ],
  [{ doNotTrack: '0' }, { gpc: null, dnt: false }],
  [{ doNotTrack: 'unspecified' }, { gpc: null, dnt: false }],
])('%o is read as %o', (navigator, signals) => {
  expect(readSignals(navigator as unknown as Navigator)).toEqual(signals)
})
