import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseRecord } from './parse-record.ts'
import { exampleRecord } from './record.example.ts'
import type { ConsentRecord } from './record.ts'
import { writeRecord } from './write-record.ts'

const good = writeRecord(exampleRecord)
const withField = (name: string, value: unknown) => JSON.stringify({ ...exampleRecord, [name]: value })

const hex = fc.stringMatching(/^[0-9a-f]{64}$/)
const token = fc.stringMatching(/^[A-Za-z0-9._-]{1,64}$/)
const purpose = fc
  .stringMatching(/^[a-z0-9-]{1,32}$/)
  .filter((id) => id !== 'constructor' && id !== 'prototype')
const line = fc
  .string({ minLength: 1, maxLength: 100, unit: 'grapheme' })
  .filter((s) => !/[\p{Cc}\p{Cs}]/u.test(s))
const records: fc.Arbitrary<ConsentRecord> = fc.record({
  v: fc.constant(1 as const),
  id: fc.uuid(),
  site: line,
  subject: hex,
  n: fc.nat(1_000_000_000),
  previous: fc.option(hex),
  at: fc.integer({ min: 0, max: 8_640_000_000_000_000 }),
  event: fc.constantFrom('shown', 'decided', 'signalled', 'imported'),
  choices: fc.dictionary(purpose, fc.constantFrom('granted', 'denied'), { maxKeys: 64 }),
  withdrawn: fc.uniqueArray(purpose, { maxLength: 64 }),
  via: fc.constantFrom('banner', 'preferences', 'placeholder', 'card', 'api', 'signal', 'imported'),
  trusted: fc.boolean(),
  place: token,
  placeBy: fc.constantFrom('config', 'server', 'guess', 'unknown'),
  regime: token,
  table: fc.option(hex),
  gpc: fc.option(fc.boolean()),
  policy: line,
  notice: fc.option(hex),
  locale: token,
  ui: token,
})

describe('parseRecord', () => {
  it('reads back every record that writeRecord writes', () => {
    fc.assert(
      fc.property(records, (record) => {
        const read = parseRecord(writeRecord(record))
        expect(read).toEqual({ ok: true, record })
      }),
    )
  })

  it('never throws and never echoes what it was given', () => {
    const marked = fc
      .constantFrom(...Object.keys(exampleRecord))
      .chain((name) =>
        fc.json().map((json) => good.replace(new RegExp(`"${name}":[^,}]*`), `"${name}":{"zq9x":${json}}`)),
      )
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), marked), (text) => {
        const read = parseRecord(text)
        if (!read.ok) {
          expect(read.problem).not.toContain('zq9x')
          expect(read.problem.length).toBeLessThan(100)
        }
      }),
    )
  })

  it.each(Object.keys(exampleRecord))('refuses a record without %s', (name) => {
    const { [name as keyof ConsentRecord]: _gone, ...rest } = exampleRecord
    expect(parseRecord(JSON.stringify(rest))).toEqual({
      ok: false,
      problem: 'record: expected the keys of version 1 and no others',
    })
  })

  it.each<[field: string, value: unknown]>([
    ['v', 2],
    ['v', '1'],
    ['id', 'not-a-uuid'],
    ['id', '0F8FAD5B-D9CB-469F-A165-70867728950E'],
    ['site', ''],
    ['site', 'a\nb'],
    ['site', 'x'.repeat(201)],
    ['site', '\ud800'],
    ['subject', 'A'.repeat(64)],
    ['n', -1],
    ['n', 0.5],
    ['n', 1e21],
    ['n', '0'],
    ['previous', ''],
    ['at', -1],
    ['at', 1.5],
    ['at', 8_640_000_000_000_001],
    ['at', 'yesterday'],
    ['at', '2026-13-01T00:00:00Z'],
    ['at', '2026-11-01'],
    ['at', '2026-02-31T00:00:00Z'],
    ['at', '0001-01-01T00:00:00Z'],
    ['event', 'granted'],
    ['choices', []],
    ['choices', { analytics: 'maybe' }],
    ['choices', { Analytics: 'denied' }],
    ['choices', { analytics: { deep: 'granted' } }],
    ['choices', Object.fromEntries(Array.from({ length: 65 }, (_, i) => [`p${i}`, 'denied']))],
    ['withdrawn', 'analytics'],
    ['withdrawn', ['analytics', 'analytics']],
    ['withdrawn', [1]],
    ['via', 'post'],
    ['trusted', 1],
    ['place', ''],
    ['placeBy', 'ip'],
    ['regime', 'a b'],
    ['table', ''],
    ['gpc', 'true'],
    ['policy', null],
    ['notice', 'x'.repeat(65)],
    ['locale', ''],
    ['ui', '<script>'],
  ])('refuses %s: %j', (field, value) => {
    const read = parseRecord(withField(field, value))
    expect(read.ok).toBe(false)
    if (!read.ok) expect(read.problem).toMatch(/^\w+: expected /)
  })

  it.each<[what: string, field: string, given: unknown, kept: unknown]>([
    ['a time with an offset', 'at', '2026-11-22T02:00:00.25+01:00', Date.UTC(2026, 10, 22, 1, 0, 0, 250)],
    ['a time in small letters', 'at', '2026-11-22t01:00:00z', Date.UTC(2026, 10, 22, 1)],
    ['a version for a table', 'table', '2026-11.1', '2026-11.1'],
    ['no table', 'table', null, null],
    ['a version for a notice', 'notice', 'v3', 'v3'],
    ['a regime of somebody else', 'regime', 'BR:lgpd', 'BR:lgpd'],
  ])('takes %s', (_what, field, given, kept) => {
    expect(parseRecord(withField(field, given))).toMatchObject({ ok: true, record: { [field]: kept } })
  })

  it.each<[what: string, text: string]>([
    ['an unknown key', good.replace('{', '{"ip":"192.0.2.1",')],
    ['a key that objects inherit', good.replace('{', '{"toString":1,')],
    ['__proto__', good.replace('{', '{"__proto__":{"v":1},')],
    ['an escaped __proto__', good.replace('{', '{"\\u005f_proto__":{"v":1},')],
    ['__proto__ among the choices', good.replace('"choices":{', '"choices":{"__proto__":"granted",')],
    ['constructor among the choices', good.replace('"choices":{', '"choices":{"constructor":"granted",')],
    ['a key twice', good.replace('{', '{"gpc":true,')],
    ['a choice twice', good.replace('"choices":{', '"choices":{"analytics":"denied",')],
    ['a choice twice, once escaped', good.replace('"choices":{', '"choices":{"\\u0061nalytics":"denied",')],
    ['deep nesting', good.replace('"withdrawn":[', `"withdrawn":[${'['.repeat(4)}${']'.repeat(4)},`)],
    ['nesting without end', '['.repeat(16_000)],
    ['a list', `[${good}]`],
    ['two records', good + good],
    ['nothing', ''],
    ['null', 'null'],
    ['more than 16 KiB', `${good}${' '.repeat(16_384)}`],
    ['more than 16 KiB of UTF-8 in fewer characters', good.replace('shop.example', 'ü'.repeat(8_000))],
  ])('refuses %s', (_what, text) => {
    expect(parseRecord(text).ok).toBe(false)
  })

  it('gives out choices that inherit nothing', () => {
    const read = parseRecord(good)
    expect(read.ok && Object.getPrototypeOf(read.record.choices)).toBe(null)
  })

  it.each(['"'.repeat(16_000), '\\"'.repeat(8_000), `{"a":"${'\\\\'.repeat(4_000)}`, '{"a":'.repeat(3_000)])(
    'is done at once with hostile input (F1)',
    (text) => {
      const begin = performance.now()
      parseRecord(text)
      expect(performance.now() - begin).toBeLessThan(200)
    },
  )
})
