import { describe, expect, it } from 'vitest'
import { batchOf, isSendable } from './batch.ts'
import type { Entry } from './entry.ts'
import { fakeEntry as entry, idsOf } from './fakes.ts'
import { weigh } from './weigh.ts'

const NONE: ReadonlySet<string> = new Set()

const numbers = (entries: readonly Entry[]) => entries.map(({ record }) => record.n)

describe('batchOf', () => {
  it('takes the oldest first, in the subject’s order', () => {
    const { entries } = batchOf([entry(2), entry(0), entry(1)], NONE, NONE)
    expect(numbers(entries)).toEqual([0, 1, 2])
  })

  it('takes at most 50 (F1), or as many as the receiver could take', () => {
    const many = Array.from({ length: 60 }, (_, n) => entry(n))
    expect(batchOf(many, NONE, NONE).entries).toHaveLength(50)
    expect(batchOf(many, NONE, NONE, 200).entries).toHaveLength(50)
    expect(batchOf(many, NONE, NONE, 3).entries).toHaveLength(3)
  })

  it('stays below what outlives the page, envelope and escapes counted (D3)', () => {
    const many = Array.from({ length: 50 }, (_, n) => entry(n, { ui: 'x'.repeat(1900) }))
    const { entries } = batchOf(many, NONE, NONE)
    const body = JSON.stringify({
      site: 's'.repeat(200),
      secret: 'k'.repeat(32),
      records: entries.map(({ text }) => text),
      notices: [],
    })
    expect(weigh(body)).toBeLessThan(60_000)
    expect(weigh(body)).toBeGreaterThan(50_000)
  })

  it('fills a request to the byte, and takes what is larger alone', () => {
    const part = (n: number, bytes: number) => {
      const bare = JSON.stringify(entry(n, { ui: '' }).text).length + 1
      return entry(n, { ui: 'x'.repeat(bytes - bare) })
    }
    const full = [part(0, 30_000), part(1, 26_000)]
    expect(idsOf(batchOf(full, NONE, NONE).entries)).toEqual(['r0', 'r1'])
    expect(idsOf(batchOf([part(0, 30_000), part(1, 26_001)], NONE, NONE).entries)).toEqual(['r0'])
    expect(idsOf(batchOf([part(0, 60_000), part(1, 100)], NONE, NONE).entries)).toEqual(['r0'])
  })

  it('counts a notice where it goes along, and not where the ledger has it', () => {
    const notice = 'x'.repeat(30_000)
    const two = [entry(0, { notice }), entry(1, { ui: 'y'.repeat(26_500) })]
    expect(idsOf(batchOf(two, NONE, NONE).entries)).toEqual(['r0'])
    expect(idsOf(batchOf(two, NONE, new Set(['xxxxx'])).entries)).toEqual(['r0', 'r1'])
  })

  it('puts the two ends of a fork in the order of their times', () => {
    const fork = [entry(3, { id: 'b', at: 20 }), entry(3, { id: 'a', at: 10 }), entry(2)]
    expect(idsOf(batchOf(fork, NONE, NONE).entries)).toEqual(['r2', 'a', 'b'])
  })

  it('takes a fresh record’s subject before an older one', () => {
    const two = [entry(0, { secret: 'a' }), entry(1, { secret: 'b' })]
    expect(idsOf(batchOf(two, new Set(['r1']), NONE).entries)).toEqual(['r1'])
  })

  it('gives a fresh record precedence where not all fit, and still sends in order', () => {
    const many = Array.from({ length: 60 }, (_, n) => entry(n))
    const { entries } = batchOf(many, new Set(['r59']), NONE)
    expect(numbers(entries)).toEqual([...Array.from({ length: 49 }, (_, n) => n), 59])
  })

  it('never mixes subjects, since a request carries one secret', () => {
    const { entries } = batchOf(
      [entry(0, { secret: 'a' }), entry(1, { secret: 'b' }), entry(2, { secret: 'a' })],
      NONE,
      NONE,
    )
    expect(numbers(entries)).toEqual([0, 2])
  })

  it('takes each notice along once, and none that the ledger has', () => {
    const [one, two] = ['one: words', 'two: words']
    const entries = [entry(0, { notice: one }), entry(1, { notice: one }), entry(2, { notice: two })]
    expect(batchOf(entries, NONE, NONE).notices).toEqual([one, two])
    expect(batchOf(entries, NONE, new Set([one.slice(0, 5)])).notices).toEqual([two])
    const long = Array.from({ length: 3 }, (_, n) => entry(n, { notice: 'x'.repeat(30_000) }))
    expect(batchOf(long, NONE, NONE).entries).toHaveLength(3)
  })
})

it.each([
  ['as long as a ledger takes', 'x'.repeat(32_768), true],
  ['a byte longer', 'x'.repeat(32_769), false],
  ['as long in letters of two bytes', 'ü'.repeat(16_385), false],
  ['that just has room in a request', '"'.repeat(10_000) + 'x'.repeat(19_997), true],
  ['that misses it by a byte', '"'.repeat(10_000) + 'x'.repeat(19_998), false],
])('a notice %s', (_, notice, sendable) => {
  expect(isSendable(notice)).toBe(sendable)
})
