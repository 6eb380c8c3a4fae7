const EUROPE =
  /^(Europe|Arctic)\/|^Atlantic\/(Azores|Canary|Faroe|Madeira|Reykjavik)$|^Asia\/(Nicosia|Famagusta)$|^Africa\/Ceuta$/
const STATES =
  /^America\/(Anchorage|Boise|Chicago|Denver|Detroit|Indiana\/.+|Kentucky\/.+|Los_Angeles|New_York|Phoenix)$|^Pacific\/Honolulu$/

/** What a browser says about itself. */
export interface BrowserHints {
  /** `Intl.DateTimeFormat().resolvedOptions().timeZone`. Costs up to 170 ms on first use: read it late, or not at all. */
  timeZone?: string | undefined
  /** `navigator.languages`. */
  languages?: readonly string[] | undefined
}

/**
 * A place from clock and languages, in Europe and the United States only: a wrong guess may cost a banner, never a
 * right. A European clock is enough for `EU` (Italy apart: its notices need a ✕); `US` takes an American clock and an
 * American first language. Smaller clocks of the United States, and all others, are `unknown`.
 *
 * @example
 * resolvePlace({
 *   guess: () =>
 *     guessPlace({
 *       timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
 *       languages: navigator.languages,
 *     }),
 * })
 */
export function guessPlace({ timeZone, languages }: BrowserHints): string {
  if (typeof timeZone !== 'string') return 'unknown'
  if (timeZone === 'Europe/London') return 'GB'
  if (timeZone === 'Europe/Rome') return 'IT'
  if (EUROPE.test(timeZone)) return 'EU'
  const first: unknown = languages?.[0]
  return typeof first === 'string' && /-US$/i.test(first) && STATES.test(timeZone) ? 'US' : 'unknown'
}
