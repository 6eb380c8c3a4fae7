import type { LedgerEvent } from '../create-ledger.ts'
import type { CommitQueue } from '../log/commit-queue.ts'
import type { LogReader } from '../store/store.ts'
import { KEK_IN_FORCE } from '../vault/kek-in-force.ts'
import type { Vault } from '../vault/vault.ts'
import { retain } from './retain.ts'
import type { RetentionPolicy } from './retention-policy.ts'
import type { Cosigned, Witness } from './witness.ts'
import { witnessing } from './witnessing.ts'

export interface UpkeepOptions {
  readonly queue: CommitQueue
  readonly read: LogReader
  readonly vault: Vault
  readonly policy: RetentionPolicy
  readonly witness: Witness | null
  readonly now: () => number
  readonly onEvent: (event: LedgerEvent) => void
}

export interface Upkeep {
  /** The newest checkpoint that a witness signed. */
  cosigned(): Cosigned | null
  /** Ends what runs, and begins nothing more. */
  stop(): Promise<void>
}

const DAY = 86_400_000
const WITNESS = 5_000
const FOLLOW = 30_000

/** What a serving ledger does by itself: retention at start and daily, a witness every few seconds. */
export function startUpkeep({ queue, read, vault, policy, witness, now, onEvent }: UpkeepOptions): Upkeep {
  const witnessed =
    witness &&
    witnessing({ witness, read, queue, onEvent: (reason) => onEvent({ event: 'witness', reason }) })
  const running = new Set<Promise<void>>()
  let stopped = false

  const every = (milliseconds: number, work: () => Promise<void>) => {
    const run = () => {
      if (stopped) return
      // A store that is out of reach for a moment: the next time it is there again.
      const one = work()
        .catch(() => {})
        .finally(() => running.delete(one))
      running.add(one)
    }
    const timer = setInterval(run, milliseconds)
    // A process that has nothing else to do may end.
    timer.unref()
    run()
    return timer
  }

  const timers = [
    every(DAY, async () => {
      const { erased } = await retain({ queue, read, vault, policy, now })
      if (erased > 0) onEvent({ event: 'retained', entries: erased })
    }),
    // A process that only answers questions learns, too, that the log goes by another key, or is read with another.
    every(FOLLOW, async () => {
      const kek = await read.setting(KEK_IN_FORCE)
      const known = (await read.head())?.size === queue.head().size && (kek === null || vault.holds(kek))
      if (!known) await queue.run(async () => () => {})
    }),
    ...(witnessed ? [every(WITNESS, witnessed.round)] : []),
  ]
  return {
    cosigned: () => witnessed?.newest() ?? null,
    async stop() {
      stopped = true
      for (const timer of timers) clearInterval(timer)
      await Promise.all(running)
    },
  }
}
