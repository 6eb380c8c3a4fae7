import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { knownLanguage, knownNotice, knownRegime } from './known-values.ts'

const table = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../regimes/src/table.json'), 'utf8'),
) as { readonly profiles: object; readonly regions: readonly { readonly code: string }[] | object }

test('every place and every profile of the legal table is known', () => {
  const places = Array.isArray(table.regions)
    ? table.regions.map(({ code }: { code: string }) => code)
    : Object.keys(table.regions)
  const ids = [...places.map((code) => code.toLowerCase()), ...Object.keys(table.profiles)]
  expect(ids.length).toBeGreaterThan(100)
  expect(ids.filter((id) => knownRegime(id) !== id)).toEqual([])
})

test.each([
  ['john.doe.born.1970', 'other'],
  ['john-doe', 'other'],
  ['us-john', 'other'],
  ['US-CA', 'other'],
  ['', 'other'],
])('the regime %j is counted as %s', (regime, known) => {
  expect(knownRegime(regime)).toBe(known)
})

test.each([
  ['de-AT', 'de'],
  ['EN', 'en'],
  ['gsw', 'gsw'],
  ['zh-Hant', 'zh'],
  ['und', 'und'],
  ['xq', 'other'],
  ['joe', 'other'],
  ['x-john-doe', 'other'],
  ['german', 'other'],
])('the language of %j is counted as %s', (locale, known) => {
  expect(knownLanguage(locale)).toBe(known)
})

test.each([
  [null, ''],
  ['f'.repeat(64), 'f'.repeat(64)],
  ['F'.repeat(64), 'other'],
  ['call-john-doe', 'other'],
])('the notice %j is counted as %j', (notice, known) => {
  expect(knownNotice(notice)).toBe(known)
})
