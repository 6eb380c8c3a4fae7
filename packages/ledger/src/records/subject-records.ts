import { leafHash } from '@latchkey/log'
import type { Assurance, LogReader } from '../store/store.ts'
import { openRecord } from '../vault/open-record.ts'
import type { Vault } from '../vault/vault.ts'

/** A subject's record, opened. */
export interface OwnRecord {
  readonly seq: number
  readonly received: number
  readonly assurance: Assurance
  readonly salt: Uint8Array
  readonly body: Uint8Array
  readonly leaf: Uint8Array
  readonly notice: string | null
}

const PAGE = 500

/**
 * The records of subjects in the order of the log, as fast as they are asked for: nobody has to be held in memory, however
 * much they sent.
 */
export async function* subjectRecords(
  reader: LogReader,
  subjects: readonly string[],
  size: number,
  vault: Vault,
): AsyncGenerator<OwnRecord, void, void> {
  for (let last = -1; ; ) {
    const places = await reader.placesOf(subjects, last, PAGE)
    for (const seq of places) {
      // A commit may have come between the checkpoint and the read; its records are in the next answer.
      if (seq >= size) return
      const [stored] = await reader.entries(seq, seq + 1)
      const opened = stored?.record && openRecord(vault, stored.record)
      if (!stored?.record || !opened) continue
      const { received, assurance, notice } = stored.record
      yield { seq, received, assurance, notice, ...opened, leaf: leafHash(stored.entry) }
    }
    last = places.at(-1) ?? last
    if (places.length < PAGE) return
  }
}
