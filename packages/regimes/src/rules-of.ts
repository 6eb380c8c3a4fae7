import type { PlaceBy } from '@latchkey/core'
import { placeCode } from './place.ts'
import type { Row } from './row.ts'
import { rows } from './table.compiled.ts'

/** What the table says about a place; `null` if it says nothing, and then the strictest rules hold. */
export interface Rules {
  /** The code that was found: the place itself, or the country that it lies in. */
  readonly code: string
  readonly row: Row
}

/** ISO 3166-2 first, then the country. `at`, in milliseconds, lets rules that are coming begin on their day (UTC). */
export function rulesOf(place: string, by: PlaceBy, at: number): Rules | null {
  if (by === 'unknown') return null
  const code = placeCode(place)
  return find(code, at) ?? find(code.slice(0, 2), at)
}

/** The rules of an unknown place: the European Union's. */
export function strictest(): Row {
  const [, model, grantDays, refusalDays, , links] = find('EU', 0)?.row ?? UNREACHABLE
  return ['', model, grantDays, refusalDays, 1, links]
}

/** For the type checker: a test holds the table to having `EU`. */
const UNREACHABLE: Row = ['', 'opt-in', 0, 36_500, 1, '']

function find(code: string, at: number): Rules | null {
  const row = rows.find(
    ([codes, , , , , , , from]) => codes.split(' ').includes(code) && !(from && at < Date.parse(from)),
  )
  return row ? { code, row } : null
}
