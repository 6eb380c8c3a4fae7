import type { Succession } from '@latchkey/log'
import type { LogReader } from '../store/store.ts'
import type { CheckedEntries } from './check-entries.ts'
import { type JournaledErasure, journaled, sameErasure } from './erasure-journal.ts'
import { refusal } from './refusal.ts'

export interface CompareJournalOptions extends CheckedEntries {
  readonly read: LogReader
  readonly origin: string
  readonly successions: readonly Succession[]
  /** What stood in the journal before the log was read. */
  readonly journal: readonly JournaledErasure[]
  readonly setBack: boolean
}

/**
 * Compares the log with the journal of erasures: a database that forgot erasures is refused, unless a restore is about to
 * do them again (threat model G4). Returns those that the journal lacks.
 */
export async function compareJournal(options: CompareJournalOptions): Promise<readonly JournaledErasure[]> {
  const { read, origin, successions, journal, head, erasures, setBack } = options
  const known = new Map<string, JournaledErasure>()
  for (const erasure of journal) known.set(`${erasure.log} ${erasure.seq}`, erasure)
  const missing: JournaledErasure[] = []
  for (const { seq, entry } of erasures) {
    for (const own of journaled(nameAt(seq, origin, successions), seq, entry)) {
      const other = known.get(`${own.log} ${seq}`)
      known.delete(`${own.log} ${seq}`)
      if (!other) missing.push(own)
      else if (!sameErasure(own, other)) throw refusal(`and the erasure journal disagree about entry ${seq}`)
    }
  }
  // What is left was erased under this or a former name, and this log does not have that erasure.
  if (setBack) return missing
  for (const { log, seq, entries } of known.values()) {
    if (log === origin)
      throw refusal(`lacks the erasure of entry ${seq} in the erasure journal: it was set back`)
    const restore = successions.find(({ kind, from }) => kind === 'restore' && from.name === log)
    for (const place of restore ? entries : []) {
      const [stored] = await read.entries(place, place + 1)
      if (stored?.record && place < Math.min(head.size, restore?.seq ?? 0))
        throw refusal(`has the record of entry ${place}, which was erased before it was restored`)
    }
  }
  return missing
}

/** The log's name when this entry came. */
function nameAt(seq: number, origin: string, successions: readonly Succession[]): string {
  return successions.find(({ seq: at }) => seq < at)?.from.name ?? origin
}
