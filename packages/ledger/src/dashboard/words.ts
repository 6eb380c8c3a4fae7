import { OTHER } from '../counts/known-values.ts'
import { STEP } from '../counts/shown.ts'

const number = new Intl.NumberFormat('en-GB')
const day = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'UTC',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
})
const time = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'UTC',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
})
const tongues = new Intl.DisplayNames('en', { type: 'language' })

export function numberOf(n: number): string {
  return number.format(n)
}

/** A number that may be shown: see `shownCounts`. */
export function shownNumber(n: number): string {
  return n < STEP ? `under ${STEP}` : number.format(n)
}

/** `22 Nov 2026`, of a UTC day like `2026-11-22` or a time. */
export function dayInWords(of: string | number): string {
  return day.format(typeof of === 'string' ? Date.parse(of) : of)
}

/** `22 Nov 2026, 07:40:00 UTC`. */
export function timeInWords(at: number): string {
  return `${dayInWords(at)}, ${time.format(at)} UTC`
}

/** `3 minutes`, roughly. */
export function durationInWords(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000))
  for (const [unit, length] of [
    ['day', 86_400],
    ['hour', 3600],
    ['minute', 60],
  ] as const) {
    if (seconds >= length) return plural(Math.floor(seconds / length), unit)
  }
  return plural(seconds, 'second')
}

export function plural(n: number, one: string, many = `${one}s`): string {
  return `${number.format(n)} ${n === 1 ? one : many}`
}

/** `German (de)`; a code that means no language stays as it is. */
export function languageInWords(code: string): string {
  if (code === 'und') return 'No words were shown'
  try {
    const name = tongues.of(code)
    return name && name !== code ? `${name} (${code})` : code
  } catch {
    return code // not a language tag: it came from a browser
  }
}

/** A counted value in words, or what stands for all that has no row of its own. */
export function otherOr(value: string, words = value): string {
  return value === OTHER ? 'All others' : words
}

/** Eight digits, as shoppers see it in their history. */
export function codeOf(id: string): string {
  return id.slice(0, 8)
}
