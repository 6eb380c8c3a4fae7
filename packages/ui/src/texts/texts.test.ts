import { describe, expect, it } from 'vitest'
import { en as first } from './en.ts'
import { furtherEn } from './en-further.ts'
import { languages, textsFor } from './languages.ts'
import type { Texts } from './texts.ts'

const en: Texts = { ...first, ...furtherEn }
const others = await Promise.all(
  Object.keys(languages).map(async (tag) => {
    const texts = await textsFor(tag)
    if (!texts) throw new Error(`no texts in ${tag}`)
    return [tag, texts] as const
  }),
)
const all: readonly (readonly [string, Texts])[] = [['en', en], ...others]

/** Every text with its path; the forms of a number count as one. */
function flat(value: unknown, path = ''): readonly (readonly [string, string])[] {
  if (typeof value === 'string') return [[path, value]]
  return Object.entries(value ?? {}).flatMap(([key, inner]) => flat(inner, `${path}.${key}`))
}

const FORMS = /\.(zero|one|two|few|many|other)$/
/** Words that a language sets without spaces cannot be counted like this. */
const UNSPACED = /^(ja|th|zh)/

/** The gaps of every text by its path; those of a number's forms together. */
function shape(texts: Texts): readonly string[] {
  const gaps = (text: string) => [...new Set(text.match(/\{\w+\}/g))].sort()
  const lines = flat(texts).map(([path, text]) => {
    const counted = /^\.(partners|uses|keys)\./.test(path)
    return `${counted ? path.replace(FORMS, '') : path} ${gaps(text)}`
  })
  return [...new Set(lines)]
}

it('there are 36 languages, two of them in two forms', () => {
  const tags = all.map(([tag]) => tag)
  expect(new Set(tags.map((tag) => new Intl.Locale(tag).language)).size).toBe(36)
  expect(tags.filter((tag) => tag.includes('-'))).toEqual(['pt-BR', 'zh-Hant'])
})

describe.each(all)('%s', (tag, texts) => {
  it('has every text of the English one, in its order, with the same gaps to fill', () => {
    expect(shape(texts)).toEqual(shape(en))
    expect(flat(texts).filter(([, text]) => !text.trim())).toEqual([])
  })

  it('says what it is', () => {
    expect(texts.lang).toBe(tag)
    expect(texts.dir).toBe(['ar', 'he'].includes(tag) ? 'rtl' : 'ltr')
  })

  it('has the forms that its numbers take, and no others', () => {
    const { pluralCategories } = new Intl.PluralRules(tag).resolvedOptions()
    for (const forms of [texts.partners, texts.uses, texts.keys]) {
      const had = Object.keys(forms)
      // Where «many» begins at a million, «other» will do.
      const needed = pluralCategories.filter(
        (form) => form !== 'many' || new Intl.PluralRules(tag).select(5) === form,
      )
      expect(had).toEqual(expect.arrayContaining(needed))
      expect(pluralCategories).toEqual(expect.arrayContaining(had))
    }
  })

  it.skipIf(UNSPACED.test(tag))('asks in at most 60 words (DP-16)', () => {
    const words = `${texts.ask} ${texts.askWith} ${texts.free} ${texts.more}`.split(/\s+/)
    expect(words.length).toBeLessThanOrEqual(60)
  })

  it.skipIf(UNSPACED.test(tag))('has no sentence of more than 15 words', () => {
    const long = flat(texts).filter(([, text]) =>
      text.split(/[.?!:।]\s/).some((part) => part.split(/\s+/).length > 15),
    )
    expect(long.map(([path]) => path)).toEqual([])
  })

  it('pairs refuse and accept by length (DP-10)', () => {
    const ratio = texts.rejectAll.length / texts.acceptAll.length
    expect(ratio).toBeGreaterThan(0.8)
    expect(ratio).toBeLessThan(1.25)
  })
})

describe('the texts for a page', () => {
  it.each([
    ['de', 'de'],
    ['de-AT', 'de'],
    ['pt', 'pt'],
    ['pt-BR', 'pt-BR'],
    ['pt-AO', 'pt'],
    ['zh-CN', 'zh'],
    ['zh-TW', 'zh-Hant'],
    ['zh-Hant-HK', 'zh-Hant'],
    ['no', 'nb'],
    ['nn-NO', 'nb'],
    ['iw', 'he'],
    ['FR-ca', 'fr'],
  ])('in %s are those in %s (LR-22)', async (locale, tag) => {
    expect((await textsFor(locale))?.lang).toBe(tag)
  })

  it.each(['en', 'en-GB', 'eo', '', 'no such tag', 'constructor', 'a'.repeat(500)])(
    'in «%s» are not there',
    async (locale) => {
      expect(await textsFor(locale)).toBeNull()
    },
  )
})
