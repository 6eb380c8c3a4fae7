import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { decodeSnapshot, encodeSnapshot, regimeOf } from './snapshot.ts'
import type { Snapshot, StoredAnswer } from './types.ts'

const AT = 1_800_000_000_000
const DAY = 86_400_000
const refusal: StoredAnswer = { answer: 'denied', at: AT, until: AT + DAY, revision: '', signal: false }
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

  it('reads for a server as it is documented', () => {
    expect(text).toBe(
      '1~us-ca~US-CA~1800000000000~365~36500' +
        '~analytics.granted.1800000000000.1831536000000.k3x.0~marketing.denied.1800000000000.4953600000000..1',
    )
  })

  it.each<[string, Snapshot]>([
    ['without answers', { ...snapshot, answers: {} }],
    ['of a regime whose id has a full stop', { ...snapshot, regime: 'us.ca' }],
    ['of purposes that look like numbers', { ...snapshot, answers: { 10: refusal, 2: refusal } }],
    [
      'whose texts look like numbers',
      { ...snapshot, place: '001', answers: { a: { ...refusal, revision: '7' } } },
    ],
    [
      'of a purpose named like a prototype',
      { ...snapshot, answers: JSON.parse(JSON.stringify({ a: refusal }).replace('"a"', '"__proto__"')) },
    ],
  ])('%s comes back as it was written', (_, one) => {
    expect(Object.entries(decodeSnapshot(encodeSnapshot(one))?.answers ?? {})).toEqual(
      Object.entries(one.answers),
    )
    expect(decodeSnapshot(encodeSnapshot(one))).toMatchObject({ regime: one.regime, place: one.place })
  })

  it('holds ten purposes with long names', () => {
    const ids = Array.from({ length: 10 }, (_, index) => [
      `a-rather-long-purpose-${index}`,
      { ...refusal, revision: '2026-11' },
    ])
    const line = encodeSnapshot({ ...snapshot, answers: Object.fromEntries(ids) })
    expect(line?.length).toBeLessThan(1000)
  })

  it.each([
    ['nothing', ''],
    ['another version', text.replace(/^1/, '2')],
    ['garbage', '%7B%22a%22%3A1%7D'],
    ['a cut-off line', text.slice(0, -20)],
    [
      'more than we ever write',
      line(...Array.from({ length: 40 }, (_, index) => `purpose-${index}.denied.1.2..0`)),
    ],
    ['a purpose named twice', line('analytics.denied.1.2..0', 'analytics.granted.1.2..0')],
    ['a grant that never ends', line(`analytics.granted.${AT}.${AT + 401 * DAY}..0`)],
    ['a grant until infinity', line(`analytics.granted.${AT}.Infinity..0`)],
    ['a time that is no number', line('analytics.denied.NaN.2..0')],
    ['an empty time', line('analytics.denied..2..0')],
    ['a time in another spelling', line('analytics.denied.01.2..0')],
    ['a time with an exponent', line('analytics.denied.1e3.2000..0')],
    ['an unknown answer', line('analytics.maybe.1.2..0')],
    ['an answer in capitals', line('analytics.GRANTED.1.2..0')],
    ['an unknown signal', line('analytics.denied.1.2..2')],
    ['an answer with a field too few', line('analytics.granted.1.2.')],
    ['an answer with a field too many', line('analytics.granted.1.2..0.0')],
    ['a head alone', '1~eu~DE~1~180'],
    ['a line with a line break', `${text}\n`],
    ['a line that starts later', ` ${text}`],
    ['a number', '7'],
    ['an object', '[object Object]'],
    ['null', null],
  ])('that is %s is no decision (A2)', (_, value) => {
    expect(decodeSnapshot(value)).toBeNull()
  })

  it('is read at the very end of what a grant may claim', () => {
    expect(
      decodeSnapshot(line(`analytics.granted.${AT}.${AT + 400 * DAY}..0`))?.answers.analytics?.answer,
    ).toBe('granted')
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
            /^1~[\w-]+~[\w-]+~\d{1,13}~\d{1,5}~\d{1,5}(~[a-z]{1,9}\.(granted|denied)\.\d{1,13}\.\d{1,13}\.[\w-]{0,9}\.[01])*$/,
          ),
        ),
        (value) => {
          const read = decodeSnapshot(value)
          if (read) expect(encodeSnapshot(read)).toBe(value)
        },
      ),
    )
  })

  it('is not written if it would not be read', () => {
    expect(encodeSnapshot({ ...snapshot, place: 'no place' })).toBeNull()
    expect(encodeSnapshot({ ...snapshot, regime: 'eu~DE' })).toBeNull()
    for (const id of ['Bad Id', 'a.b', 'a~b', 'é', 'a;b'])
      expect(encodeSnapshot({ ...snapshot, answers: { [id]: refusal } }), id).toBeNull()
    expect(encodeSnapshot({ ...snapshot, answers: { a: { ...refusal, at: Number.NaN } } })).toBeNull()
    expect(encodeSnapshot({ ...snapshot, grantDays: Number.POSITIVE_INFINITY })).toBeNull()
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

/** A line as somebody else might have written it. */
function line(...answers: readonly string[]): string {
  return ['1~eu~DE~1~180~184', ...answers].join('~')
}
