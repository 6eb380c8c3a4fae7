import type { LogStore } from '../store/store.ts'
import { wipeNow } from '../store/wipe-now.ts'
import { KEK_IN_FORCE } from '../vault/kek-in-force.ts'
import type { Vault } from '../vault/vault.ts'

export interface RotateKekOptions {
  readonly store: LogStore
  /** The new key first, the former ones behind it. */
  readonly vault: Vault
  /** Subjects in one transaction. @default 500 */
  readonly batch?: number | undefined
  /** How many are done so far. */
  readonly onProgress?: ((done: number) => void) | undefined
}

/**
 * Wraps every subject's key with the newest key encryption key; records stay as they are. From its first commit on every
 * process wraps new keys with it, too, or stops if it does not have it. Batch by batch: stopped anywhere, it goes on from
 * there. Returns how many keys it wrapped.
 */
export async function rotateKek({
  store,
  vault,
  batch = 500,
  onProgress,
}: RotateKekOptions): Promise<number> {
  for (let done = 0; ; ) {
    const wrapped = await store.transact(async (writer) => {
      await writer.putSetting(KEK_IN_FORCE, vault.kek)
      const subjects = await writer.subjectsNotUnder(vault.kek, batch)
      for (const subject of subjects) {
        const key = await writer.subjectKey(subject)
        const again = key && vault.rewrap(subject, key)
        if (!again) {
          throw new Error(
            `[ledger] rotate-kek: a subject’s key is wrapped with the key ${key?.kek ?? ''}, which does not open it.`,
          )
        }
        await writer.putSubjectKey(subject, again)
      }
      return subjects.length
    })
    done += wrapped
    onProgress?.(done)
    if (wrapped === 0) {
      // What the former key wrapped goes from the journals, too.
      await wipeNow(store)
      return done
    }
  }
}
