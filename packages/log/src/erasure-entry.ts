import { isCount, sameBytes } from './bytes.ts'
import { fieldsOf } from './fields-of.ts'
import { fromUtf8, utf8 } from './utf8.ts'

const ERASURE = 'erasure-leaf/v1\0'
const RETENTION = 'retention-leaf/v1\0'

/** tlog-tiles keeps an entry's length in two bytes; 3,000 numbers of up to 16 digits stay below that. */
export const MAX_ERASED_PER_ENTRY = 3000

/** Which entries lost their records, when, and why. It names no subject. */
export interface Erasure {
  /** Milliseconds since 1970. */
  readonly at: number
  /**
   * Their time was up (RE-6): all of them came before this day began (UTC, `2026-11-22`). Without it somebody asked
   * for the erasure.
   */
  readonly before?: string | undefined
  /** Places in the log, ascending, 1 to 3,000 of them. */
  readonly entries: readonly number[]
}

/**
 * The log entry of an erasure: `erasure-leaf/v1`, 0x00, `{"at":…,"entries":[…]}`; of a retention:
 * `retention-leaf/v1`, 0x00, `{"at":…,"before":"…","entries":[…]}`.
 */
export function erasureEntry({ at, before, entries }: Erasure): Uint8Array {
  return before === undefined
    ? utf8(ERASURE + JSON.stringify({ at, entries }))
    : utf8(RETENTION + JSON.stringify({ at, before, entries }))
}

/** Reads such an entry. `null` unless `erasureEntry` would have written these bytes. Never throws. */
export function parseErasureEntry(entry: Uint8Array): Erasure | null {
  const head = [ERASURE, RETENTION].find((text) => sameBytes(entry.subarray(0, text.length), utf8(text)))
  if (head === undefined) return null
  const { at, before, entries } = fieldsOf(fromUtf8(entry.subarray(head.length)) ?? '')
  if (!isCount(at) || !Array.isArray(entries)) return null
  if (entries.length < 1 || entries.length > MAX_ERASED_PER_ENTRY) return null
  if (before !== undefined && (typeof before !== 'string' || dayStart(before) === null)) return null
  const seqs: number[] = []
  for (const seq of entries) {
    if (!isCount(seq) || seq <= (seqs.at(-1) ?? -1)) return null
    seqs.push(seq)
  }
  const erasure = { at, ...(before === undefined ? {} : { before }), entries: seqs }
  return sameBytes(erasureEntry(erasure), entry) ? erasure : null
}

/** When a day begins, UTC. `null` unless it is a day, spelled `2026-11-22`. */
export function dayStart(day: string): number | null {
  const start = /^\d{4}-\d\d-\d\d$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN
  return Number.isNaN(start) || new Date(start).toISOString().slice(0, 10) !== day ? null : start
}
