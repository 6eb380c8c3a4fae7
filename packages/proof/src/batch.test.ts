import { describe, expect, it } from 'vitest'
import { batchOf, isSendable } from './batch.ts'
import { type Entry, unpack } from './entry.ts'
import { weigh } from './weigh.ts'

const NONE: ReadonlySet<string> = new Set()

function entry(n: number, { secret = 'k', notice = '', length = 100 } = {}): Entry {
  const text = JSON.stringify({
    id: `r${n}`,
    n,
    at: n,
    choices: {},
    notice: notice.slice(0, 5) || null,
    ui: 'x'.repeat(length),
  })
  const made = unpack(`${secret}\n${text}\n${notice}`)
  if (!made) throw new Error('not an entry')
  return made
}
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
    const many = Array.from({ length: 50 }, (_, n) => entry(n, { length: 1900 }))
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
  ['too long once it stands in a request', '"'.repeat(30_000), false],
])('a notice %s', (_, notice, sendable) => {
  expect(isSendable(notice)).toBe(sendable)
})
