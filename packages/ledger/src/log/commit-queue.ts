import { openCheckpoint, type Sign, type VerifierKey } from '@latchkey/log'
import type { Count, ExpectedRecord, Head, LogStore, LogWriter } from '../store/store.ts'
import { kekInForce } from '../vault/kek-in-force.ts'
import type { Vault } from '../vault/vault.ts'
import { catchUp } from './catch-up.ts'
import { type ErasureJournal, type JournaledErasure, journaled } from './erasure-journal.ts'
import type { GrowingTree } from './growing-tree.ts'
import { isAway, type KeptCheckpoint } from './kept-checkpoint.ts'
import { tally } from './tally.ts'
import { wiper } from './wiper.ts'
import { writeHead } from './write-head.ts'

/**
 * Work on the log within one commit. Returns what to answer once the commit, and so its checkpoint, is on the disk.
 * `wiped`: no journal holds any more what was erased.
 */
export type Job<Answer> = ((commit: Commit) => Promise<(head: Head, wiped: boolean) => Answer>) & {
  /** Records that it will ask the store for. */
  readonly expects?: readonly ExpectedRecord[] | undefined
}

export interface Commit {
  readonly writer: LogWriter
  /** Where this commit begins: entries from here on are covered by its own checkpoint. */
  readonly start: number
  /** Names the key that wraps the keys of new subjects. */
  readonly kek: string
  /** Adds an entry; returns its place and leaf hash. */
  append(entry: Uint8Array): Promise<{ readonly seq: number; readonly leaf: Uint8Array }>
  /** Counts something that happened; written once a commit. */
  count(count: Count): void
  /** This job erased something: it is answered when the journals are wiped, or must be waited for (threat model G3). */
  wipeAfter(): void
}

export type CommitResult<Answer> =
  | { readonly ok: true; readonly answer: Answer }
  /**
   * `busy`: too many wait, or the store is out of reach; try again soon. `stopped`: closing, or a commit failed.
   * Nothing was acknowledged.
   */
  | { readonly ok: false; readonly reason: 'busy' | 'stopped' }

export interface CommitQueueOptions {
  readonly store: LogStore
  readonly tree: GrowingTree
  readonly head: Head
  readonly verifier: VerifierKey
  readonly sign: Sign
  readonly vault: Pick<Vault, 'kek' | 'holds'>
  readonly kept?: KeptCheckpoint | undefined
  readonly journal?: ErasureJournal | undefined
  readonly leafOf: (entry: Uint8Array) => Uint8Array
  /** What earlier erasures left is not wiped yet. @default false */
  readonly wipeDue?: boolean | undefined
  /** Milliseconds that an erasure's answer waits for the wiping. @default 2000 */
  readonly wipeWithin?: number | undefined
  /** Jobs that may wait. */
  readonly capacity: number
  /** Jobs in one commit. */
  readonly batch: number
  /** A commit failed: the ledger has stopped for good. */
  readonly onFailure: (error: unknown) => void
  readonly onCommit?: ((jobs: number, milliseconds: number) => void) | undefined
}

export interface CommitQueue {
  run<Answer>(job: Job<Answer>): Promise<CommitResult<Answer>>
  head(): Head
  waiting(): number
  /** Something that was erased may still lie in a journal. */
  wipeDue(): boolean
  /** No commit failed, and it is not closing. */
  accepts(): boolean
  /** Takes no more, finishes what waits. */
  close(): Promise<void>
}

const MAX_TURNS = 5
const WIPE_WITHIN = 2000

/**
 * One writer. Whatever waits goes into one transaction, with one checkpoint and one sync to the disk, and is answered
 * only after it (group commit; threat model D8). After a failed commit nobody knows what is on the disk: it stops.
 */
export function commitQueue(options: CommitQueueOptions): CommitQueue {
  const { store, verifier, sign, vault, kept, journal, leafOf, capacity, batch, onFailure, onCommit } =
    options
  interface Finished {
    readonly erased: boolean
    give(head: Head, wiped: boolean): void
  }
  interface Waiting {
    readonly expects: readonly ExpectedRecord[]
    run(commit: Commit): Promise<Finished>
    refuse(reason: 'busy' | 'stopped'): void
  }
  const waiting: Waiting[] = []
  let { tree, head } = options
  let state: 'open' | 'closing' | 'failed' = 'open'
  let pumping: Promise<void> | null = null
  /** A checkpoint was committed and could not be kept outside yet: nothing is signed over it. */
  let keptDue = false

  const fail = (error: unknown, jobs: readonly Waiting[]) => {
    state = 'failed'
    for (const { refuse } of [...jobs, ...waiting.splice(0)]) refuse('stopped')
    onFailure(error)
  }
  const wiping = wiper({
    ...{ store, patience: options.wipeWithin ?? WIPE_WITHIN },
    onFailure: (error) => fail(error, []),
  })
  if (options.wipeDue) void wiping.wipe()

  const keepDue = async () => {
    const newest = await store.read.head()
    if (!newest || !(await openCheckpoint(newest.note, [verifier])))
      throw new Error('[ledger] log: its newest checkpoint is not its own.')
    await kept?.advance(newest.note)
    keptDue = false
  }

  const commitSome = async () => {
    const jobs = waiting.splice(0, batch)
    const began = performance.now()
    const before = tree.copy()
    const erasures: JournaledErasure[] = []
    const finished: Finished[] = []
    const erased = () => finished.some((job) => job.erased)
    try {
      if (keptDue) await keepDue()
      const next = await store.transact(async (writer) => {
        // Another process may have gone on with the log.
        const current = await catchUp(tree, writer, verifier)
        for (const { seq, entry } of current.erasures) erasures.push(...journaled(verifier.name, seq, entry))
        // Another process may have changed the key that wraps.
        const kek = await kekInForce(writer, vault)
        const start = tree.size()
        const counts = tally()
        const commit: Commit = {
          writer,
          start,
          kek,
          async append(entry) {
            const seq = tree.size()
            const leaf = leafOf(entry)
            await writer.addEntry(seq, entry)
            erasures.push(...journaled(verifier.name, seq, entry))
            tree.append(leaf)
            return { seq, leaf }
          },
          count: counts.add,
          wipeAfter() {},
        }
        await writer.expect?.(jobs.flatMap(({ expects }) => expects))
        for (const job of jobs) finished.push(await job.run(commit))
        await writer.addCounts(counts.all())
        return tree.size() === start ? current.head : writeHead(writer, tree, [{ verifier, sign }])
      })
      // Whoever restores this log must know of them before anybody is told that they are done (threat model G4).
      await journal?.add(erasures)
      keptDue = next.size !== head.size
      if (keptDue) await kept?.advance(next.note)
      keptDue = false
      head = next
      const wiped = erased() ? wiping.wipe() : null
      for (const job of finished) {
        if (job.erased) void wiped?.then((done) => job.give(next, done))
        else job.give(next, !wiping.isDue())
      }
      onCommit?.(jobs.length, performance.now() - began)
    } catch (error) {
      if (store.isPassing(error) || isAway(error)) {
        // Whether it was committed shows when the log is there again: whoever asks again under the same ids gets one answer.
        tree = before
        if (erased()) void wiping.wipe()
        for (const { refuse } of jobs) refuse('busy')
        return
      }
      fail(error, jobs)
    }
  }

  const pump = async () => {
    while (waiting.length > 0 && state !== 'failed') {
      await gather()
      await commitSome()
    }
    pumping = null
  }

  /** Requests that arrive in the same turns of the event loop share a commit; one alone waits for one turn only. */
  const gather = async () => {
    for (let turn = 0, had = 0; turn < MAX_TURNS && waiting.length > had; turn++) {
      had = waiting.length
      await new Promise((resolve) => setImmediate(resolve))
    }
  }

  return {
    head: () => head,
    waiting: () => waiting.length,
    wipeDue: wiping.isDue,
    accepts: () => state === 'open',
    run(job) {
      if (state !== 'open') return Promise.resolve({ ok: false, reason: 'stopped' })
      if (waiting.length >= capacity) return Promise.resolve({ ok: false, reason: 'busy' })
      return new Promise((resolve) => {
        waiting.push({
          expects: job.expects ?? [],
          async run(commit) {
            let erased = false
            const wipeAfter = () => {
              erased = true
            }
            const answer = await job({ ...commit, wipeAfter })
            return { erased, give: (at, wiped) => resolve({ ok: true, answer: answer(at, wiped) }) }
          },
          refuse: (reason) => resolve({ ok: false, reason }),
        })
        pumping ??= pump()
      })
    },
    async close() {
      if (state === 'open') state = 'closing'
      await pumping
      await wiping.stop()
    },
  }
}
