import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { decodeSnapshot, encodeSnapshot, regimeOf } from './snapshot.ts'
import type { Snapshot } from './types.ts'

const AT = 1_800_000_000_000
const snapshot: Snapshot = {
  at: AT,
  regime: 'us-ca',
  place: 'US-CA',
  grantDays: 365,
  refusalDays: 36_500,
  answers: {
    analytics: { answer: 'granted', at: AT, until: AT + 365 * 86_400_000, revision: 'k3x', signal: false },
    marketing: { answer: 'denied', at: AT, until: AT + 36_500 * 86_400_000, revision: '', signal: true },
  },
}
const text = encodeSnapshot(snapshot) ?? ''

afterEach(() => {
  Reflect.deleteProperty(Object.prototype, 'analytics')
})

describe('a snapshot', () => {
  it('comes back as it was written, in a line that a cookie takes as it is', () => {
    expect(decodeSnapshot(text)).toEqual(snapshot)
    expect(text).toMatch(/^[\w.~-]+$/)
    expect(text.length).toBeLessThan(200)
  })

  it.each([
    ['nothing', ''],
    ['another version', text.replace(/^1/, '2')],
    ['garbage', '%7B%22a%22%3A1%7D'],
    ['a cut-off line', text.slice(0, -20)],
    ['more than we ever write', `${text}${'~aaaaaaaaaaaaaaaa.d.1.1.'.repeat(60)}`],
    ['a purpose named twice', `${text}~analytics.g.1.2.`],
    ['a grant that never ends', encodeLoose('g', AT, AT + 800 * 86_400_000)],
    ['a number', '7'],
    ['an object', '[object Object]'],
    ['null', null],
  ])('that is %s is no decision (A2)', (_, value) => {
    expect(decodeSnapshot(value)).toBeNull()
  })

  it('takes no answer from a polluted prototype (B6)', () => {
    Object.defineProperty(Object.prototype, 'analytics', {
      value: snapshot.answers.analytics,
      configurable: true,
    })
    expect(decodeSnapshot(text.replace('analytics', 'other'))?.answers.analytics).toBeUndefined()
    expect(decodeSnapshot(text)).not.toBeNull()
  })

  it('never throws, and never reads what it would not write', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.stringMatching(
            /^1~[0-9a-z]+~[\w-]+~[\w-]+~\d+~\d+(~[a-z]+\.[gdGD]\.[0-9a-z]+\.[0-9a-z]+\.[\w-]*)*$/,
          ),
        ),
        (value) => {
          const read = decodeSnapshot(value)
          if (read) expect(decodeSnapshot(encodeSnapshot(read))).toEqual(read)
        },
      ),
    )
  })

  it('is not written if it would not be read', () => {
    expect(encodeSnapshot({ ...snapshot, place: 'no place' })).toBeNull()
    expect(encodeSnapshot({ ...snapshot, answers: { 'Bad Id': snapshot.answers.analytics! } })).toBeNull()
  })

  it('stands for a strict regime that honours the same signals', () => {
    expect(regimeOf(snapshot)).toMatchObject({
      id: 'us-ca',
      model: 'opt-in',
      honours: { gpc: ['marketing'] },
      grantDays: 365,
    })
  })
})

function encodeLoose(letter: string, at: number, until: number): string {
  return `1~${at.toString(36)}~eu~DE~1~1~analytics.${letter}.${at.toString(36)}.${until.toString(36)}.`
}
