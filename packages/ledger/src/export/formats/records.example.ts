import type { ConsentRecord } from '@latchkey/record'
import { writeRecord } from '@latchkey/record'
import { parseRecord } from '@latchkey/record/schema'
import fc from 'fast-check'
import type { ExportAbout, ExportedRecord } from './format.ts'

/** For tests only: a decision as a shopper in Germany makes it. */
export const RECORD: ConsentRecord = {
  v: 1,
  id: '0f8fad5b-d9cb-469f-a165-70867728950e',
  site: 'shop.example',
  subject: 'a'.repeat(64),
  n: 1,
  previous: 'b'.repeat(64),
  at: 1_795_000_000_000,
  event: 'decided',
  choices: { analytics: 'granted', marketing: 'denied' },
  withdrawn: [],
  via: 'banner',
  trusted: true,
  place: 'DE',
  placeBy: 'server',
  regime: 'eu-opt-in',
  table: null,
  gpc: null,
  policy: '2026-11',
  notice: 'd'.repeat(64),
  locale: 'de',
  ui: 'e'.repeat(64),
}

export const NOTICE = JSON.stringify({
  v: 1,
  surface: 'banner',
  locale: 'de',
  controller: 'Linden & Oak',
  texts: ['Deine Wahl', 'Alle ablehnen'],
  controls: [],
  services: ['ga4'],
})

export const ABOUT: ExportAbout = {
  origin: 'latchkey/1234',
  base: 'https://shop.example/latchkey',
  controller: null,
}

export function exportedRecord(
  change: Partial<ConsentRecord> = {},
  more: Partial<ExportedRecord> = {},
): ExportedRecord {
  const record = { ...RECORD, ...change }
  return {
    seq: 7,
    received: 1_795_000_001_000,
    assurance: 'subject',
    record,
    text: writeRecord(record),
    // Base64 that a spreadsheet would calculate.
    leaf: `+${'A'.repeat(42)}=`,
    notice: null,
    ...more,
  }
}

/** What somebody may try who wants to be executed, or to be two. */
export const PAYLOADS = [
  '=1+1',
  '+1',
  '-1',
  '@SUM(1)',
  '＝1',
  ' =1',
  'a;=1',
  'a|@x',
  'a,"=1"',
  "a;'=1",
  "=cmd|'/C calc'!A0",
  'a\u2028=1',
  'a\u2029{"v":1}',
  'x|y\\',
  'x=y act=granted',
  'a\\=b',
  'trailing space ',
  '"',
  '""',
  '\\n',
  '</script><script>alert(1)</script>',
  '$\u007bjndi:ldap://x}',
  '\u202egnp.exe',
  'e\u0301🔑',
]

const hex = fc.stringMatching(/^[0-9a-f]{64}$/)
const token = fc.stringMatching(/^[\w.:+-]{1,64}$/)
const purpose = fc
  .oneof(fc.constantFrom('-x', '--', 'analytics', '1'), fc.stringMatching(/^[a-z0-9-]{1,32}$/))
  .filter((id) => id !== 'constructor' && id !== 'prototype')
const line = fc.oneof(
  fc.constantFrom(...PAYLOADS),
  fc.string({ minLength: 1, maxLength: 60, unit: 'binary' }),
  fc.string({ minLength: 1, maxLength: 60 }),
)

/** Any record that the ledger would have stored, the hostile ones first. */
export const exportedRecords: fc.Arbitrary<ExportedRecord> = fc
  .record({
    v: fc.constant(1 as const),
    id: fc.uuid(),
    site: line,
    subject: hex,
    n: fc.nat(1_000_000_000),
    previous: fc.option(hex),
    at: fc.oneof(fc.nat(8_640_000_000_000_000), fc.constant(8_640_000_000_000_000)),
    event: fc.constantFrom('shown', 'decided', 'signalled', 'imported'),
    choices: fc.dictionary(purpose, fc.constantFrom('granted', 'denied'), { maxKeys: 64 }),
    withdrawn: fc.uniqueArray(purpose, { maxLength: 64 }),
    via: fc.constantFrom('banner', 'preferences', 'placeholder', 'card', 'api', 'signal', 'imported'),
    trusted: fc.boolean(),
    place: fc.oneof(fc.constantFrom('DE', 'US-CA', 'unknown', '+1', '-x'), token),
    placeBy: fc.constantFrom('config', 'server', 'guess', 'unknown'),
    regime: token,
    table: fc.option(token),
    gpc: fc.option(fc.boolean()),
    policy: line,
    notice: fc.option(token),
    locale: token,
    ui: token,
  })
  .map((record) => writeRecord(record as ConsentRecord)) // `choices` has the purposes as plain texts
  .chain((text) => {
    const parsed = parseRecord(text)
    return parsed.ok ? fc.constant({ text, record: parsed.record }) : fc.constant(null)
  })
  .filter((read) => read !== null)
  .chain(({ text, record }) =>
    fc.record({
      seq: fc.nat(),
      received: fc.nat(4_102_444_800_000),
      assurance: fc.constantFrom('subject', 'attested'),
      record: fc.constant(record),
      text: fc.constant(text),
      leaf: fc
        .uint8Array({ minLength: 32, maxLength: 32 })
        .map((bytes) => Buffer.from(bytes).toString('base64')),
      notice: fc.option(fc.oneof(fc.constant(NOTICE), fc.json(), fc.string())),
    }),
  )
