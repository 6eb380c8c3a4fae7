import type { ProblemCode, ReportProblem } from '@latchkey/core'
import { type Courier, courier } from './courier.ts'
import { type Entry, type EntryState, pack, unpack } from './entry.ts'
import type { GuardedStorage } from './guarded-storage.ts'
import { inTime } from './in-time.ts'
import type { Platform } from './platform.ts'
import type { Transport } from './transport.ts'

const PREFIX = 'latchkey.outbox.'

/** Settled records that stay on the device for the shopper's own history. */
const HISTORY = 100

const STATES: readonly unknown[] = ['pending', 'kept', 'refused', 'local'] satisfies EntryState[]

export interface OutboxOptions {
  readonly site: string
  readonly transports: readonly Transport[]
  readonly platform: Platform
  readonly storage: GuardedStorage
  readonly report: ReportProblem
  /** Reports a code at its first occurrence on this page. */
  readonly reportOnce: (code: ProblemCode, where: string) => void
}

/** Where records wait for their receipts, and stay for the history. */
export interface Outbox {
  /**
   * Takes records in. When it returns they stand in the journal, one key each, and the requests have started
   * (threat model D2): the page may be gone in the next moment.
   */
  add(entries: readonly Entry[]): void
  /** Opens the database and takes in what earlier pages left. Once a page. */
  warm(): Promise<void>
  /** Everything that is known on this device, newest first. */
  all(): Promise<readonly Entry[]>
  /** Whether there is a record of this id, of this page or in the journal. */
  knows(id: string): boolean
  /** Takes in what stands in the journal; whether anything waits. */
  recall(): boolean
  /** Tries to deliver. */
  flush(): void
  pending(): number
  /** While paused, only new records go. */
  pause(on: boolean): void
}

export function outbox({ site, transports, platform, storage, report, reportOnce }: OutboxOptions): Outbox {
  const { database } = platform
  const ask = inTime(platform.after, () => reportOnce('C304', 'database'))
  const entries = new Map<string, Entry>()
  const pending = () => [...entries.values()].filter(({ state }) => state === 'pending')
  let warming: Promise<void> | undefined

  const couriers: readonly Courier[] = transports.map((transport) =>
    courier({
      transport,
      site,
      platform,
      pending,
      settled(id, receipt, problem) {
        const entry = entries.get(id)
        if (!entry) return
        if (!receipt) report({ code: 'C303', where: `record ${id}`, got: problem })
        const now = { ...entry, receipt: entry.receipt ?? receipt }
        entries.set(id, now)
        if (couriers.every(({ isDone }) => isDone(id))) void settle(now, now.receipt ? 'kept' : 'refused')
      },
      failed: () => reportOnce('C302', transport.name),
    }),
  )

  async function settle(entry: Entry, state: EntryState): Promise<void> {
    const { id } = entry.record
    const settled: Entry = { ...entry, state, secret: '', notice: '' }
    entries.set(id, settled)
    // A receipt is enough (D1); without one the journal holds on until the record lies elsewhere.
    if (entry.receipt) storage.remove(PREFIX + id)
    if (await save(settled)) storage.remove(PREFIX + id)
  }

  function save(entry: Entry): Promise<boolean> {
    const row = [entry.state, pack(entry), entry.receipt]
    return ask(() => database.put(entry.record.id, row).then(() => true), false)
  }

  function recall(): boolean {
    for (const key of storage.keys()) {
      const id = key.slice(PREFIX.length)
      if (!key.startsWith(PREFIX) || entries.has(id)) continue
      const entry = unpack(storage.get(key))
      if (entry?.record.id !== id) {
        storage.remove(key)
        report({ code: 'C303', where: key, got: 'unreadable' })
      } else if (entry.secret) entries.set(id, entry)
      // Written where there was no ledger, and the page went before the database had it.
      else void settle(entry, 'local')
    }
    return entries.size > 0
  }

  async function read(): Promise<void> {
    recall()
    for (const row of await ask(() => database.all(), [])) {
      if (!Array.isArray(row) || !STATES.includes(row[0])) continue
      const entry = unpack(row[1], row[0], row[2])
      const { id } = entry?.record ?? {}
      const known = id && entries.get(id)
      if (!entry || !id || (known && (known.state !== 'pending' || entry.state === 'pending'))) continue
      // New here, or another tab was faster.
      entries.set(id, entry)
    }
    const old = newestFirst(entries)
      .filter(({ state }) => state !== 'pending')
      .slice(HISTORY)
      .map(({ record }) => record.id)
    for (const id of old) entries.delete(id)
    if (old.length) await ask(() => database.remove(old), undefined)
  }

  function flush(fresh?: ReadonlySet<string>): void {
    for (const { send } of couriers) send(fresh)
  }

  return {
    add(added) {
      for (const entry of added) {
        entries.set(entry.record.id, entry)
        storage.set(PREFIX + entry.record.id, pack(entry))
      }
      flush(new Set(added.map(({ record }) => record.id)))
      for (const entry of added) void (entry.secret ? save(entry) : settle(entry, 'local'))
    },
    warm: () => (warming ||= read().then(() => flush())),
    async all() {
      await read()
      return newestFirst(entries)
    },
    knows: (id) => entries.has(id) || storage.get(PREFIX + id) !== null,
    recall,
    flush: () => flush(),
    pending: () => pending().length,
    pause(on) {
      for (const { pause } of couriers) pause(on)
    },
  }
}

function newestFirst(entries: ReadonlyMap<string, Entry>): Entry[] {
  return [...entries.values()].sort(({ record: a }, { record: b }) => b.at - a.at || b.n - a.n)
}
