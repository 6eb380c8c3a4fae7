import { dayStart, erasureEntry } from '@latchkey/log'
import type { CommitQueue, Job } from '../log/commit-queue.ts'
import type { LogReader } from '../store/store.ts'
import type { Vault } from '../vault/vault.ts'
import { type RetentionPolicy, type RetentionRule, rulesOf } from './retention-policy.ts'

export interface RetainOptions {
  readonly queue: CommitQueue
  readonly read: LogReader
  readonly vault: Vault
  readonly policy: RetentionPolicy
  readonly now: () => number
}

export interface RetentionResult {
  /** Records that went. */
  readonly erased: number
  /** The log entries that say so. */
  readonly entries: readonly number[]
  /** Nothing is left to do. If not, the ledger was busy or stopped; the next run goes on. */
  readonly done: boolean
}

/** Small enough that appending goes on meanwhile. */
const BATCH = 500

/** Erases what a policy no longer keeps, batch by batch, each with the leaf that says so (threat model E4, G5). */
export async function retain({ queue, read, vault, policy, now }: RetainOptions): Promise<RetentionResult> {
  const entries: number[] = []
  let erased = 0
  for (const rule of rulesOf(policy, now())) {
    const start = dayStart(rule.before) ?? 0
    // Mostly there is nothing to do, and then nothing is locked.
    while ((await read.recordsBefore(start, 1, rule.choice)).length) {
      const result = await queue.run(retainSome(rule, start, { vault, now }))
      if (!result.ok) return { erased, entries, done: false }
      const { count, entry } = result.answer
      if (entry !== null) entries.push(entry)
      erased += count
    }
  }
  for (const rule of rulesOf(policy, now())) {
    if (!(await hasCounts(read, rule))) continue
    const result = await queue.run(async ({ writer }) => {
      await writer.removeCounts(rule.before, rule.choice)
      return () => {}
    })
    if (!result.ok) return { erased, entries, done: false }
  }
  return { erased, entries, done: true }
}

/** Whether anything was counted whose time is up. Counts name nobody, and are kept no longer than records are (G5). */
async function hasCounts(read: LogReader, { before, choice }: RetentionRule): Promise<boolean> {
  const last = new Date(Date.parse(before) - 86_400_000).toISOString().slice(0, 10)
  const counted = await read.countedSites('0000-01-01', last, choice.except ? null : choice.sites)
  return counted.some((site) => choice.sites.includes(site) !== choice.except)
}

function retainSome(
  { before, choice }: RetentionRule,
  start: number,
  { vault, now }: Pick<RetainOptions, 'vault' | 'now'>,
): Job<{ readonly count: number; readonly entry: number | null }> {
  return async ({ writer, append, wipeAfter }) => {
    const seqs = (await writer.recordsBefore(start, BATCH, choice)).toSorted((a, b) => a - b)
    if (seqs.length === 0) return () => ({ count: 0, entry: null })
    const subjects: string[] = []
    for (const seq of seqs) {
      const [stored] = await writer.entries(seq, seq + 1)
      const { site = '', received = Number.NaN, subject = '' } = stored?.record ?? {}
      // Nothing is destroyed on the word of an index.
      if (!(received < start) || choice.sites.includes(site) === choice.except) {
        throw new Error(
          `[ledger] retention: expected a record whose time is up at entry ${seq}, got another.`,
        )
      }
      subjects.push(subject)
    }
    const { seq: entry } = await append(erasureEntry({ at: Math.floor(now()), before, entries: seqs }))
    await writer.erase(seqs, entry)
    vault.forget(subjects)
    wipeAfter()
    return () => ({ count: seqs.length, entry })
  }
}
