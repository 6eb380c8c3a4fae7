import type { Texts } from './texts.ts'

type Languages = Readonly<Record<string, () => Promise<Readonly<Record<string, Texts>>>>>

/** Every language but English, by the tag that `lang` and `Intl` know it by. Each is fetched when it is asked for. */
export const languages: Languages = {
  ar: () => import('./languages/ar.ts'),
  bg: () => import('./languages/bg.ts'),
  cs: () => import('./languages/cs.ts'),
  da: () => import('./languages/da.ts'),
  de: () => import('./languages/de.ts'),
  el: () => import('./languages/el.ts'),
  es: () => import('./languages/es.ts'),
  et: () => import('./languages/et.ts'),
  fi: () => import('./languages/fi.ts'),
  fr: () => import('./languages/fr.ts'),
  ga: () => import('./languages/ga.ts'),
  he: () => import('./languages/he.ts'),
  hi: () => import('./languages/hi.ts'),
  hr: () => import('./languages/hr.ts'),
  hu: () => import('./languages/hu.ts'),
  is: () => import('./languages/is.ts'),
  it: () => import('./languages/it.ts'),
  ja: () => import('./languages/ja.ts'),
  ko: () => import('./languages/ko.ts'),
  lt: () => import('./languages/lt.ts'),
  lv: () => import('./languages/lv.ts'),
  mt: () => import('./languages/mt.ts'),
  nb: () => import('./languages/nb.ts'),
  nl: () => import('./languages/nl.ts'),
  pl: () => import('./languages/pl.ts'),
  pt: () => import('./languages/pt.ts'),
  'pt-BR': () => import('./languages/pt-BR.ts'),
  ro: () => import('./languages/ro.ts'),
  sk: () => import('./languages/sk.ts'),
  sl: () => import('./languages/sl.ts'),
  sv: () => import('./languages/sv.ts'),
  th: () => import('./languages/th.ts'),
  tr: () => import('./languages/tr.ts'),
  uk: () => import('./languages/uk.ts'),
  vi: () => import('./languages/vi.ts'),
  zh: () => import('./languages/zh.ts'),
  'zh-Hant': () => import('./languages/zh-Hant.ts'),
}

/** Tags of languages that are close enough to be read by everybody who asks for them. */
const NEAR: Readonly<Record<string, string>> = { no: 'nb', nn: 'nb' }

/**
 * The texts for a page's language (LR-22), or `null` where English is the best there is. A script or a region of its own
 * counts (`zh-TW` is `zh-Hant`, `pt-BR` is not `pt`); everything else falls back to the language. Rejects when the file
 * cannot be fetched.
 *
 * @example
 * import { en, ui } from '@latchkey/ui'
 * import { textsFor } from '@latchkey/ui/texts'
 *
 * const locale = document.documentElement.lang
 * const texts = (await textsFor(locale)) ?? en
 */
export async function textsFor(locale: string): Promise<Texts | null> {
  const tag = tagsOf(locale).find((one) => Object.hasOwn(languages, one))
  if (!tag) return null
  const [texts] = Object.values((await languages[tag]?.()) ?? {})
  return texts ?? null
}

/** What to look for, the closest first. */
function tagsOf(locale: string): readonly string[] {
  try {
    const asked = new Intl.Locale(locale)
    const { language, script } = asked.maximize()
    return [`${language}-${script}`, `${language}-${asked.region}`, NEAR[language] ?? language]
  } catch {
    return [] // not a language tag
  }
}
