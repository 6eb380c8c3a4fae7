import { checkEntry } from './check-entry.ts'
import type { OpenedHeader } from './check-header.ts'
import { dayStart } from './erasure-entry.ts'
import type { EntryLine } from './export-line.ts'
import { inclusionVerifier } from './inclusion-verifier.ts'
import type { FindingCode } from './verdict.ts'

/** Where a check tells what does not hold. */
export type Fail = (code: FindingCode, line: number | null, seq: number | null, message: string) => void

export interface Sequence {
  /** The entry's bytes if it holds by itself. */
  add(line: EntryLine, number: number): ReturnType<typeof checkEntry>
  /** A line that cannot be read stands where the next entry belongs. */
  skip(): void
  /** Reports what only shows when all lines were seen. */
  end(): void
  readonly counts: Readonly<Record<EntryLine['kind'], number>>
}

/**
 * Checks that the entries follow each other without a hole, and that records are gone only where an erasure says so.
 * After the announced range an export of a part may carry the erasures that cover it, and the log's changes of keys.
 */
export function checkSequence({ header, checkpoint }: OpenedHeader, fail: Fail): Sequence {
  const { from, to } = header
  const isIncluded = inclusionVerifier(checkpoint)
  const counts = { record: 0, attested: 0, sealed: 0, erased: 0, erasure: 0, key: 0, restore: 0 }
  const erased = new Map<number, { readonly line: number; readonly by: number; readonly received: number }>()
  const erasures = new Map<
    number,
    { readonly line: number; readonly entries: ReadonlySet<number>; readonly before: number | null }
  >()
  let next = from
  let lastSupport = -1
  let strayed = false

  const missing = (first: number, end: number, line: number) => {
    const what = end - first === 1 ? `Entry ${first} is` : `Entries ${first} to ${end - 1} are`
    fail('missing', line, first, `${what} missing.`)
  }

  return {
    counts,
    skip() {
      next += 1
    },
    add(line, number) {
      const { seq, kind } = line
      const checked = checkEntry(line, isIncluded)
      if (typeof checked === 'string') {
        const what =
          checked === 'entry' ? 'does not hash to its leaf' : 'is not in the signed tree at that place'
        fail(checked, number, seq, `Entry ${seq} ${what}.`)
        next += 1
        return checked
      }
      const supports =
        next >= to &&
        (kind === 'erasure' ? seq >= to : checked.succession !== null && (seq < from || seq >= to))
      if (supports) {
        if (seq <= lastSupport) {
          fail('order', number, seq, `Entry ${seq} on line ${number} stands twice or out of order.`)
          return checked
        }
        lastSupport = seq
      } else if (seq < from || seq >= to) {
        if (!strayed)
          fail('header', 1, seq, `Line ${number} holds entry ${seq}, which line 1 does not announce.`)
        strayed = true
      } else {
        if (seq < next) {
          fail('order', number, seq, `Entry ${seq} on line ${number} stands twice or out of order.`)
          return checked
        }
        if (seq > next) missing(next, seq, number)
        next = seq + 1
      }
      counts[kind] += 1
      const { received, erasure } = checked
      if (line.kind === 'erased' && received !== null)
        erased.set(seq, { line: number, by: line.by, received })
      if (erasure) {
        const before = erasure.before === undefined ? null : dayStart(erasure.before)
        erasures.set(seq, { line: number, entries: new Set(erasure.entries), before })
      }
      return checked
    },
    end() {
      if (next < to) missing(next, to, 1)
      for (const [seq, { line, by, received }] of erased) {
        const { entries, before = null } = erasures.get(by) ?? {}
        if (by > seq && entries?.has(seq)) {
          if (before !== null && received >= before)
            fail(
              'erasure',
              line,
              seq,
              `Entry ${by} erased entry ${seq} by retention, before its time was up.`,
            )
          continue
        }
        fail('erasure', line, seq, `The record of entry ${seq} is gone, and entry ${by} does not cover it.`)
      }
      for (const [seq, { line, entries }] of erasures) {
        for (const gone of entries) {
          const present = gone >= from && gone < to && gone < seq && !erased.has(gone)
          if (present)
            fail('erasure', line, gone, `Entry ${gone} was erased by entry ${seq} and is here all the same.`)
          if (gone >= seq) fail('erasure', line, seq, `Entry ${seq} erases entries that came after it.`)
        }
        const needed = seq < to || [...entries].some((gone) => erased.has(gone))
        if (!needed) fail('erasure', line, seq, `Entry ${seq} erased nothing that is in this file.`)
      }
    },
  }
}
