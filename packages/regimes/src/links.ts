import type { PlaceBy } from '@latchkey/core'
import type { LegalLink } from './row.ts'
import { rulesOf, strictest } from './rules-of.ts'

/**
 * The links that a page needs for a place, in the table's order. A place that is only guessed gets those of an unknown
 * place as well.
 *
 * @example
 * linksFor('US-CA', 'server', Date.now()) // ['your-privacy-choices', 'limit-sensitive-pi', …]
 */
export function linksFor(place: string, by: PlaceBy, at: number): readonly LegalLink[] {
  const found = rulesOf(place, by, at)?.row[5]
  const names = [found ?? '', by === 'guess' || !found ? strictest()[5] : ''].join(' ')
  return [...new Set(names.split(' ').filter(Boolean))] as LegalLink[] // compiling the table admits no other names
}

/**
 * Whether the notice must have a ✕ at its top right that refuses: in Italy (Garante, provv. 231/2021). Elsewhere, and
 * where the place is unknown, it may have one; it refuses there too (LR-3).
 */
export function closeControlFor(place: string, by: PlaceBy, at: number): 'required' | 'optional' {
  return rulesOf(place, by, at)?.row[6] ? 'required' : 'optional'
}
