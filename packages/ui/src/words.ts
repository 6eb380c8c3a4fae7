import type { Counted, FirstTexts } from './texts/texts.ts'

/** Turns numbers, dates and codes into words of one language. `Intl` does the work, on first use. */
export interface Words {
  /** Language of everything on the surface. */
  readonly locale: string
  fill(text: string, values: Readonly<Record<string, string | number>>): string
  count(forms: Counted, n: number, values?: Readonly<Record<string, string>>): string
  list(items: readonly string[]): string
  date(at: number): string
  /** Days as people say them; `null` is not stated, `0` lasts as long as the browser is open. */
  duration(days: number | null): string
  countries(codes: readonly string[]): string
}

export function wordsFor(texts: FirstTexts, wanted: string): Words {
  const locale = sameLanguage(wanted, texts.lang) ? wanted : texts.lang
  const words: Words = {
    locale,
    fill: (text, values) =>
      text.replace(/\{(\w+)\}/g, (whole, name: string) =>
        Object.hasOwn(values, name) ? String(values[name]) : whole,
      ),
    count: (forms, n, values) =>
      words.fill(forms[new Intl.PluralRules(locale).select(n)] ?? forms.other, { ...values, n }),
    list: (items) => new Intl.ListFormat(locale).format(items),
    date: (at) => new Intl.DateTimeFormat(locale, { dateStyle: 'medium' }).format(at),
    duration(days) {
      if (days === null) return texts.keptUnknown
      if (days === 0) return texts.session
      const months = days / 30.4375
      const whole = Math.round(months)
      // Only where the calendar fits: 400 days must not be told as 13 months.
      const inMonths = days > 120 && Math.abs(months - whole) < 0.1
      const [value, unit] = !inMonths ? [days, 'day'] : whole % 12 ? [whole, 'month'] : [whole / 12, 'year']
      return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(value)
    },
    countries(codes) {
      const names = new Intl.DisplayNames(locale, { type: 'region' })
      return words.list(codes.map((code) => (/^[A-Z]{2}$/.test(code) ? (names.of(code) ?? code) : code)))
    },
  }
  return words
}

function sameLanguage(a: string, b: string): boolean {
  try {
    return new Intl.Locale(a).language === new Intl.Locale(b).language
  } catch {
    return false // not a language tag
  }
}
