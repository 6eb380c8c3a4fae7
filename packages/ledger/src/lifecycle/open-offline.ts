import { leafHash } from '@latchkey/log'
import { commitQueue } from '../log/commit-queue.ts'
import { type OpenLogOptions, openLog } from '../log/open-log.ts'
import { type RetentionResult, retain } from './retain.ts'
import type { RetentionPolicy } from './retention-policy.ts'

/** A ledger that is opened to be looked after, and serves nobody. Others may be serving it meanwhile. */
export interface OfflineLedger {
  retain(policy: RetentionPolicy): Promise<RetentionResult>
  /** Finishes, and leaves the store open. */
  close(): Promise<void>
}

/** Opens a ledger as at every start: it is checked from its first entry to its last, or refused. */
export async function openOffline(
  options: OpenLogOptions & { readonly now: () => number },
): Promise<OfflineLedger> {
  const { store, key, vault, kept, journal, now } = options
  const { verifier, tree, head } = await openLog(options)
  let failure: unknown = null
  const queue = commitQueue({
    ...{ store, tree, head, verifier, sign: key.sign, vault, kept, journal, leafOf: leafHash },
    capacity: 10,
    batch: 1,
    onFailure(error) {
      failure = error
    },
  })
  return {
    async retain(policy) {
      const result = await retain({ queue, read: store.read, vault, policy, now })
      if (failure !== null) throw failure
      return result
    },
    close: () => queue.close(),
  }
}
