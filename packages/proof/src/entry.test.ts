import { describe, expect, it } from 'vitest'
import { pack, unpack } from './entry.ts'
import { fakeEntry } from './fakes.ts'

const OWN = { id: 'x', n: 0, at: 1, choices: {} }

describe('an entry', () => {
  it('is read as it was written, line breaks of a notice included', () => {
    const entry = fakeEntry(1, { secret: 'key', notice: 'one\n\ntwo\n' })
    expect(unpack(pack(entry))).toEqual(entry)
    expect(entry).toMatchObject({ state: 'pending', secret: 'key', notice: 'one\n\ntwo\n', receipt: null })
  })

  it.each<[what: string, packed: unknown]>([
    ['nothing', null],
    ['a number', 7],
    ['an empty text', ''],
    ['one line', 'nonsense'],
    ['a record without a secret’s line', JSON.stringify(OWN)],
    ['null', '\nnull\n'],
    ['a list', '\n[]\n'],
    ['an id that is no text', `\n${JSON.stringify({ ...OWN, id: 7 })}\n`],
    ['a place that is no number', `\n${JSON.stringify({ ...OWN, n: '0' })}\n`],
    ['a time that is no number', `\n${JSON.stringify({ ...OWN, at: '1' })}\n`],
    ['no choices', `\n${JSON.stringify({ ...OWN, choices: null })}\n`],
    ['choices in words', `\n${JSON.stringify({ ...OWN, choices: 'all' })}\n`],
  ])('of somebody else is none: %s', (_what, packed) => {
    expect(unpack(packed)).toBe(null)
  })

  it('needs no more than an id, a place, a time and choices', () => {
    expect(unpack(`\n${JSON.stringify(OWN)}\n`)?.record).toEqual(OWN)
  })
})
