import { describe, expect, it } from 'vitest'
import { en } from './texts/en.ts'
import { de } from './texts/languages/de.ts'
import { wordsFor } from './words.ts'

const english = wordsFor(en, 'en')
const german = wordsFor(de, 'de-AT')

describe('wordsFor', () => {
  it.each([
    [null, 'not stated', 'nicht angegeben'],
    [0, 'until you close the browser', 'bis der Browser geschlossen wird'],
    [1, '1 day', '1 Tag'],
    [90, '90 days', '90 Tage'],
    [400, '400 days', '400 Tage'],
    [426, '14 months', '14 Monate'],
    [365, '1 year', '1 Jahr'],
    [730, '2 years', '2 Jahre'],
  ])('tells %s days as people say them', (days, inEnglish, inGerman) => {
    expect(english.duration(days)).toBe(inEnglish)
    expect(german.duration(days)).toBe(inGerman)
  })

  it.each([
    ['en', 'en'],
    ['en-GB', 'en-GB'],
    ['de', 'en'],
    ['', 'en'],
    ['not a tag', 'en'],
  ])('speaks the language of its texts when %j is asked for', (wanted, locale) => {
    expect(wordsFor(en, wanted).locale).toBe(locale)
  })

  it('names countries in its language and leaves alone what is no code', () => {
    expect(german.countries(['IE', 'US'])).toBe('Irland und Vereinigte Staaten')
    expect(english.countries(['worldwide'])).toBe('worldwide')
  })

  it('counts with the plural of the language', () => {
    expect(english.count(en.partners, 1)).toBe('1 partner')
    expect(english.count(en.partners, 2)).toBe('2 partners')
  })

  it('fills in own values only, once, and never what they contain', () => {
    expect(english.fill('{a} {b} {toString}', { a: '{b}', b: 1 })).toBe('{b} 1 {toString}')
  })
})
