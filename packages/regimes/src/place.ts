import type { PlaceBy } from '@latchkey/core'

/** What is known about where the shopper is, most trusted first. Reading it is up to the caller. */
export interface PlaceHints {
  /** The operator's word: ISO 3166-1 (`DE`) or 3166-2 (`US-CA`); `EU` for the European Union at large. */
  region?: string | undefined
  /** The server's word, from its own edge: written into the page as `<meta name="latchkey-place">`, say. */
  hint?: string | null | undefined
  /** Called only if nobody gave a word: `guessPlace`, with what the browser says. @default unknown */
  guess?: (() => string) | undefined
}

export interface Place {
  /** ISO 3166 code in capitals, or `unknown`. */
  readonly place: string
  readonly by: PlaceBy
}

/**
 * Where the shopper is: the most trusted hint that was given, and no other. A hint that cannot be read is not passed
 * over for a weaker one, which might loosen the rules: the place is then unknown, and the strictest rules hold.
 * An empty hint is none. Reads no global, asks nobody, throws only what `guess` throws.
 *
 * @example
 * resolvePlace({ region: 'DE' }) // { place: 'DE', by: 'config' }
 * resolvePlace({ hint: 'us-ca' }) // { place: 'US-CA', by: 'server' }
 * resolvePlace({}) // { place: 'unknown', by: 'unknown' }
 */
export function resolvePlace({ region, hint, guess }: PlaceHints): Place {
  if (region) return known(region, 'config')
  if (hint) return known(hint, 'server')
  return known(guess?.(), 'guess')
}

function known(text: unknown, by: PlaceBy): Place {
  const place = placeCode(text)
  return { place, by: place === 'unknown' ? place : by }
}

/** An ISO 3166 code in capitals; `unknown` for whatever is none. */
export function placeCode(text: unknown): string {
  const code = typeof text === 'string' ? text.trim().toUpperCase() : ''
  return /^[A-Z]{2}(-[A-Z0-9]{1,3})?$/.test(code) ? code : 'unknown'
}
