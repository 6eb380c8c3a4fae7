import type { ConsentRecord } from './record.ts'

/** For tests only: a decision as a shopper in Germany makes it. */
export const exampleRecord: ConsentRecord = {
  v: 1,
  id: '0f8fad5b-d9cb-469f-a165-70867728950e',
  site: 'shop.example',
  subject: 'a'.repeat(64),
  n: 1,
  previous: 'b'.repeat(64),
  at: 1_795_000_000_000,
  event: 'decided',
  choices: { analytics: 'granted', marketing: 'denied' },
  withdrawn: ['marketing'],
  via: 'banner',
  trusted: true,
  place: 'DE',
  placeBy: 'server',
  regime: 'eu',
  table: 'c'.repeat(64),
  gpc: null,
  policy: '2026-11',
  notice: 'd'.repeat(64),
  locale: 'de',
  ui: 'e'.repeat(64),
}
