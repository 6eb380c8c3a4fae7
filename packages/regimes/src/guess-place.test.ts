import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type BrowserHints, guessPlace } from './guess-place.ts'

const cases: readonly (readonly [string, BrowserHints, string])[] = [
  [
    'the European Union from a European clock',
    { timeZone: 'Europe/Berlin', languages: ['de-DE', 'en-US'] },
    'EU',
  ],
  ['it whatever the language', { timeZone: 'Europe/Berlin', languages: ['en-US'] }, 'EU'],
  ['it from its islands', { timeZone: 'Atlantic/Canary' }, 'EU'],
  ['it from Cyprus', { timeZone: 'Asia/Nicosia' }, 'EU'],
  ['Britain from its clock', { timeZone: 'Europe/London' }, 'GB'],
  ['Italy from its clock', { timeZone: 'Europe/Rome' }, 'IT'],
  [
    'the United States from clock and language',
    { timeZone: 'America/New_York', languages: ['en-US', 'de'] },
    'US',
  ],
  ['the United States from Honolulu', { timeZone: 'Pacific/Honolulu', languages: ['en-US'] }, 'US'],
  ['nothing from an American clock alone', { timeZone: 'America/New_York' }, 'unknown'],
  ['nothing from an American language alone', { languages: ['en-US'] }, 'unknown'],
  ['nothing when they disagree', { timeZone: 'America/New_York', languages: ['de-DE', 'en-US'] }, 'unknown'],
  ['no United States from Canada', { timeZone: 'America/Toronto', languages: ['en-US'] }, 'unknown'],
  ['nothing from a clock at UTC', { timeZone: 'UTC', languages: ['en-US'] }, 'unknown'],
  ['nothing from nothing', {}, 'unknown'],
]

describe('guessPlace', () => {
  it.each(cases)('guesses %s', (_, hints, place) => {
    expect(guessPlace(hints)).toBe(place)
  })

  it('never throws, and says nothing that it was not made to say', () => {
    const hints = fc.record(
      {
        timeZone: fc.oneof(fc.anything(), fc.constant('America/New_York')),
        languages: fc.array(fc.anything({ withNullPrototype: true })),
      },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(hints, (given) => {
        // Foreign scripts can replace what the browser says, so types are no promise here.
        expect(['EU', 'GB', 'IT', 'US', 'unknown']).toContain(guessPlace(given as BrowserHints))
      }),
    )
  })
})
