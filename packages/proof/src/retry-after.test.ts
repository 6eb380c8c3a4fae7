import { expect, it } from 'vitest'
import { retryAfter } from './retry-after.ts'

const NOW = Date.UTC(2026, 10, 22, 12)

it.each<[header: string | null, ms: number | undefined]>([
  ['1', 1000],
  ['120', 120_000],
  ['0', undefined],
  ['-5', undefined],
  ['1.5', undefined],
  ['7s', undefined],
  ['soon', undefined],
  ['', undefined],
  [null, undefined],
  ['Sun, 22 Nov 2026 12:00:01 GMT', 1000],
  ['Sunday, 22-Nov-26 12:01:00 GMT', 60_000],
  ['22 Nov 2026 12:00:01 GMT', 1000],
  ['Sun, 22 Nov 2026 12:00:00 GMT', undefined],
  ['Sun, 22 Nov 2026 11:59:59 GMT', undefined],
])('Retry-After: %s (RFC 9110 §10.2.3)', (header, ms) => {
  expect(retryAfter(header, NOW)).toBe(ms)
})

it('reads a date that ends in its year, as old servers write it', () => {
  expect(retryAfter('Tue Nov 24 12:00:00 2026', NOW)).toBeGreaterThan(0)
})
