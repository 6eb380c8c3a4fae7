import type { LedgerEvent } from '../create-ledger.ts'
import type { CommitQueue } from '../log/commit-queue.ts'
import { reasonOf } from '../reason-of.ts'
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
const RETRY = 600_000
const WITNESS = 5_000
const FOLLOW = 30_000

/** What a serving ledger does by itself: retention at start and daily, a witness every few seconds. */
export function startUpkeep({ queue, read, vault, policy, witness, now, onEvent }: UpkeepOptions): Upkeep {
  const witnessed =
    witness &&
    witnessing({ witness, read, queue, onEvent: (reason) => onEvent({ event: 'witness', reason }) })
  const running = new Set<Promise<void>>()
  let stopped = false

  const timers = new Set<NodeJS.Timeout>()
  /** @param again Milliseconds after which work that failed is tried again, where that is not soon in any case. */
  const every = (
    milliseconds: number,
    { name, again }: { readonly name: string; readonly again?: number },
    work: () => Promise<void>,
  ) => {
    let ails = false
    const failed = (error: unknown) => {
      // Once, until it works again: a store may be out of reach for hours.
      if (!ails) onEvent({ event: 'upkeep', reason: `${name}: ${reasonOf(error)}` })
      ails = true
      if (again === undefined || stopped) return
      const timer = setTimeout(() => {
        timers.delete(timer)
        run()
      }, again)
      timers.add(timer.unref())
    }
    const run = () => {
      if (stopped) return
      const one = work()
        .then(() => {
          ails = false
        }, failed)
        .finally(() => running.delete(one))
      running.add(one)
    }
    // A process that has nothing else to do may end.
    timers.add(setInterval(run, milliseconds).unref())
    run()
  }

  every(DAY, { name: 'retention', again: RETRY }, async () => {
    const { erased, done } = await retain({ queue, read, vault, policy, now })
    if (erased > 0) onEvent({ event: 'retained', entries: erased })
    if (!done && queue.accepts())
      throw new Error('[ledger] the store was busy, and something is still to be erased.')
  })
  // A process that only answers questions learns, too, that the log goes by another key, or is read with another.
  every(FOLLOW, { name: 'following the log' }, async () => {
    const kek = await read.setting(KEK_IN_FORCE)
    const known = (await read.head())?.size === queue.head().size && (kek === null || vault.holds(kek))
    if (!known) await queue.run(async () => () => {})
  })
  if (witnessed) every(WITNESS, { name: 'witness' }, witnessed.round)
  return {
    cosigned: () => witnessed?.newest() ?? null,
    async stop() {
      stopped = true
      for (const timer of timers) clearTimeout(timer)
      await Promise.all(running)
    },
  }
}
