import { describe, expect, it } from 'vitest'
import { de } from './de.ts'
import { en as first } from './en.ts'
import { furtherEn } from './en-further.ts'
import type { Texts } from './texts.ts'

const en: Texts = { ...first, ...furtherEn }
const languages: readonly Texts[] = [en, de]

/** Every text with its path. */
function flat(value: unknown, path = ''): readonly (readonly [string, string])[] {
  if (typeof value === 'string') return [[path, value]]
  return Object.entries(value ?? {}).flatMap(([key, inner]) => flat(inner, `${path}.${key}`))
}

describe.each(languages.map((texts) => [texts.lang, texts] as const))('%s', (_, texts) => {
  it('has every text of the English one, with the same gaps to fill', () => {
    const gaps = (text: string) => [...new Set(text.match(/\{\w+\}/g))].sort()
    const shape = (all: Texts) =>
      flat(all)
        .map(([path, text]) => [path, gaps(text)])
        .sort()
    expect(shape(texts)).toEqual(shape(en))
    expect(flat(texts).filter(([, text]) => !text.trim())).toEqual([])
  })

  it('asks in at most 60 words (DP-16)', () => {
    const words = `${texts.ask} ${texts.askWith} ${texts.free} ${texts.more}`.split(/\s+/)
    expect(words.length).toBeLessThanOrEqual(60)
  })

  it('has no sentence of more than 15 words', () => {
    const long = flat(texts).filter(([, text]) =>
      text.split(/[.?!:]\s/).some((part) => part.split(/\s+/).length > 15),
    )
    expect(long.map(([path]) => path)).toEqual([])
  })

  it('pairs refuse and accept by length (DP-10)', () => {
    const ratio = texts.rejectAll.length / texts.acceptAll.length
    expect(ratio).toBeGreaterThan(0.8)
    expect(ratio).toBeLessThan(1.25)
  })

  it('neither flatters nor presses (LR-8, DP-10, DP-13)', () => {
    const banned =
      /we value|best experience|better experience|cookie|legitimate interest|berechtigte[sn]? interesse|wertschätz/i
    expect(flat(texts).filter(([, text]) => banned.test(text))).toEqual([])
  })
})

it('words the buttons from the allow-list (DP-10)', () => {
  expect([en.rejectAll, en.acceptAll, en.save]).toEqual(['Reject all', 'Accept all', 'Save my choices'])
  expect([de.rejectAll, de.acceptAll, de.save]).toEqual([
    'Alle ablehnen',
    'Alle akzeptieren',
    'Auswahl speichern',
  ])
})
