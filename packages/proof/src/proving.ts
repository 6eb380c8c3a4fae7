import type { Entry } from './entry.ts'
import type { GuardedStorage } from './guarded-storage.ts'
import type { Platform } from './platform.ts'
import { SECRET } from './subject.ts'
import type { Transport } from './transport.ts'

/** How often pages may still ask; a page that finds it knows that a receipt lacks its proof. */
const LEFT = 'latchkey.receipts'
/** Tries for what may never be proven, like the receipts of a subject who was erased. */
const TRIES = 5
/** Accounts that one page fetches, at most: each is one idle moment after a receipt. */
const MOST = 5

export interface ProvingOptions {
  readonly transports: readonly Transport[]
  readonly platform: Pick<Platform, 'document' | 'idle'>
  readonly storage: GuardedStorage
  /** What has a receipt of a log, and no proof. */
  readonly unproven: () => readonly Entry[]
  readonly proven: (entry: Entry) => void
}

/**
 * Completes receipts: fetches the ledger's account of the subject when the page is idle, and keeps with each record the
 * proof that it is in the signed log. Never while the page is left; failures are silent, and the next page tries again.
 */
export function proving({ transports, platform, storage, unproven, proven }: ProvingOptions): () => void {
  let busy = false
  let wanted = false
  let fetched = 0

  async function prove(): Promise<void> {
    wanted = false
    const waiting = unproven()
    const secret = storage.get(SECRET)
    if (!waiting.length || !secret || platform.document.visibilityState === 'hidden') return
    const left = Math.min(TRIES, Number(storage.get(LEFT)) || TRIES) - 1
    fetched++
    try {
      // Written first: a page that is left in the middle has used up a try.
      if (left) storage.set(LEFT, String(left))
      else storage.remove(LEFT)
      const { proofsIn } = await import('./receipts.ts')
      for (const { account } of transports) {
        for (const [id, proof] of account ? await proofsIn(await account(secret), waiting) : []) {
          const entry = waiting.find(({ record }) => record.id === id)
          if (entry) proven({ ...entry, proof })
        }
      }
      if (!unproven().length) storage.remove(LEFT)
    } catch {
      fetched = MOST // the shopper's next page tries again
    }
  }

  function plan(): void {
    // Receipts that come in the meantime are completed in one go, afterwards.
    wanted = true
    if (busy || fetched >= MOST || !transports.some(({ account }) => account) || !unproven().length) return
    busy = true
    platform.idle(async () => {
      await prove()
      busy = false
      if (wanted) plan()
    })
  }
  return plan
}
