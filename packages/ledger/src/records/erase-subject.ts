import { erasureEntry, MAX_ERASED_PER_ENTRY } from '@latchkey/log'
import type { Job } from '../log/commit-queue.ts'
import type { Vault } from '../vault/vault.ts'

/** What an erasure did. */
export interface ErasureResult {
  /** How many records are gone. */
  readonly erased: number
  /** The log entries that say so. */
  readonly entries: readonly number[]
  readonly checkpoint: string
  /** Somebody reads the database, whose journal holds what was erased until they end; it is wiped then. */
  readonly pending?: true | undefined
}

/**
 * Erases what a secret's subjects ever sent: bytes, salts and every row that names them, in the commit that logs
 * which entries lost their records, of all sites or of these (GDPR art. 17; threat model E4, G3). The hashes stay and mean nobody.
 */
export function eraseSubject(
  subjects: readonly string[],
  {
    vault,
    now,
    sites = null,
  }: { readonly vault: Vault; readonly now: () => number; readonly sites?: readonly string[] | null },
): Job<ErasureResult> {
  return async ({ writer, append, wipeAfter }) => {
    const at = Math.floor(now())
    const entries: number[] = []
    let erased = 0
    // Places alone, and no more than one entry names: whoever sent a million records is no more to hold than anybody.
    for (let last = -1; ; ) {
      const part = await writer.placesOf(subjects, last, MAX_ERASED_PER_ENTRY, sites)
      last = part.at(-1) ?? last
      if (part.length === 0) break
      const { seq } = await append(erasureEntry({ at, entries: part }))
      await writer.erase(part, seq)
      entries.push(seq)
      erased += part.length
    }
    vault.forget(subjects)
    if (erased > 0) wipeAfter()
    return ({ note }, wiped) => ({
      ...{ erased, entries, checkpoint: note },
      ...(wiped ? {} : { pending: true }),
    })
  }
}
