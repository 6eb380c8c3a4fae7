import * as fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { type PlaceHints, placeCode, resolvePlace } from './place.ts'

const unknown = { place: 'unknown', by: 'unknown' }
const guess = () => 'US'

const cases: readonly (readonly [string, PlaceHints, { place: string; by: string }])[] = [
  ['trusts the operator before the server', { region: 'DE', hint: 'US-CA' }, { place: 'DE', by: 'config' }],
  ['trusts the server before a guess', { hint: 'JP', guess }, { place: 'JP', by: 'server' }],
  ['reads small letters and spaces around', { hint: ' us-ca ' }, { place: 'US-CA', by: 'server' }],
  ['takes an empty hint for none', { region: '', hint: '', guess }, { place: 'US', by: 'guess' }],
  ['takes a missing hint for none', { hint: null, guess }, { place: 'US', by: 'guess' }],
  ['does not pass over an unreadable setting for the server', { region: 'Germany', hint: 'US-CA' }, unknown],
  ['does not pass over an unreadable server hint for a guess', { hint: 'T1', guess }, unknown],
  ['says so when the guess is none', { guess: () => 'unknown' }, unknown],
  ['knows nothing from nothing', {}, unknown],
]

describe('resolvePlace', () => {
  it.each(cases)('%s', (_, hints, place) => {
    expect(resolvePlace(hints)).toEqual(place)
  })

  it('does not guess where somebody has said something, readable or not', () => {
    const never = vi.fn(guess)
    for (const hints of [{ region: 'DE' }, { hint: 'US-CA' }, { hint: 'T1' }, { region: 'Germany' }])
      resolvePlace({ ...hints, guess: never })
    expect(never).not.toHaveBeenCalled()
  })

  it('never throws and never says more than a code, whatever it is given (A2, B6)', () => {
    const anything = fc.anything()
    fc.assert(
      fc.property(anything, anything, anything, (region, hint, guessed) => {
        // What comes from a page is of no promised type.
        const { place, by } = resolvePlace({ region, hint, guess: () => guessed } as PlaceHints)
        expect(place).toMatch(/^(unknown|[A-Z]{2}(-[A-Z0-9]{1,3})?)$/)
        expect(by === 'unknown').toBe(place === 'unknown')
      }),
    )
  })
})

describe('placeCode', () => {
  it.each([
    ['de', 'DE'],
    ['us-ca', 'US-CA'],
    ['GB-SCT', 'GB-SCT'],
    ['DEU', 'unknown'],
    ['US-', 'unknown'],
    ['US-CALI', 'unknown'],
    ['US_CA', 'unknown'],
    ['__proto__', 'unknown'],
    ['', 'unknown'],
    [undefined, 'unknown'],
    [['DE'], 'unknown'],
  ])('reads %o as %s', (text, code) => {
    expect(placeCode(text)).toBe(code)
  })
})
