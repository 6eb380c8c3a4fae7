import type { ProblemCode, ReportProblem } from '@latchkey/core'
import { type Courier, courier } from './courier.ts'
import { type Entry, type EntryState, pack, type ReceiptProof, unpack } from './entry.ts'
import type { GuardedStorage } from './guarded-storage.ts'
import { inTime } from './in-time.ts'
import { lastResort } from './last-resort.ts'
import type { Platform } from './platform.ts'
import { proving } from './proving.ts'
import { givesWay } from './room.ts'
import type { Transport } from './transport.ts'
import { turns } from './turns.ts'

const PREFIX = 'latchkey.outbox.'
/** Where a decision lies that was written down before this code had come, and for whose record there was no room. */
const RAW = 'latchkey.raw.'

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
   *
   * @returns Whether the journal has all but notices shown. Where storage is full or denied, memory and the database do.
   */
  add(entries: readonly Entry[]): boolean
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
  /** Forgets everything, what still waits included. */
  clear(): Promise<void>
  /** Forgets what waits under this secret: another tab has had its subject erased. */
  drop(secret: string): void
}

export function outbox({ site, transports, platform, storage, report, reportOnce }: OutboxOptions): Outbox {
  const ask = inTime(platform, () => reportOnce('C304', 'database'))
  const inTurn = turns(platform)
  const entries = new Map<string, Entry>()
  const pending = () => [...entries.values()].filter(({ state }) => state === 'pending')
  let warming: Promise<void> | undefined

  const saveTheRest = lastResort({ site, transports, platform })
  const prove = proving({
    transports,
    platform,
    storage,
    unproven: () => [...entries.values()].filter(isUnproven),
    proven(entry) {
      entries.set(entry.record.id, entry)
      void save(entry)
    },
  })

  const ordinary = transports.filter((transport) => !transport.lastResort)
  const couriers: readonly Courier[] = ordinary.map((transport) =>
    courier({
      transport,
      site,
      platform,
      inTurn,
      pending,
      settled(id, receipt, problem) {
        const entry = entries.get(id)
        if (!entry) return
        const now = { ...entry, receipt: entry.receipt ?? receipt }
        entries.set(id, now)
        if (!couriers.every(({ isDone }) => isDone(id))) {
          if (!receipt) refused(id, problem)
        } else if (now.receipt) {
          if (!receipt) refused(id, problem)
          void settle(now, 'kept').then(prove)
        } else void giveUp(now, problem)
      },
      failed(failed, unanswered) {
        reportOnce('C302', transport.name)
        if (unanswered) saveTheRest(failed)
      },
    }),
  )

  function refused(id: string, got: string | undefined): void {
    report({ code: 'C303', where: `record ${id}`, got })
  }

  /** Refused for good, unless another tab has made the same record of what both found (`conflict`) and got its receipt. */
  async function giveUp(entry: Entry, problem: string | undefined): Promise<void> {
    await read()
    const { id } = entry.record
    if (entries.get(id)?.state !== 'pending') return
    refused(id, problem)
    await settle(entry, 'refused')
  }

  /** Keeps within bounds. What goes is put aside where the history shows it; never a decision in silence (D6). */
  function makeRoom(fresh: ReadonlySet<string>): void {
    for (const entry of givesWay(pending(), fresh)) {
      const { id, event } = entry.record
      if (event === 'shown') {
        reportOnce('C305', 'notices shown')
        storage.remove(PREFIX + id)
      } else report({ code: 'C305', where: `record ${id}` })
      void settle(entry, 'refused')
    }
  }

  /** Journals an entry. Where storage is full, that notices were shown gives way: memory and the database have it still. */
  function journal(entry: Entry): boolean {
    const write = () => storage.set(PREFIX + entry.record.id, pack(entry))
    const inTheWay = () => pending().filter(({ record: { event } }) => event === 'shown')
    if (write() || entry.record.event === 'shown') return true
    for (const { record } of inTheWay()) storage.remove(PREFIX + record.id)
    return write()
  }

  async function settle(entry: Entry, state: EntryState): Promise<void> {
    const { id } = entry.record
    const settled: Entry = { ...entry, state, secret: '', notice: '' }
    entries.set(id, settled)
    // A receipt is enough (D1); without one the journal holds on until the record lies elsewhere.
    if (entry.receipt) leaveJournal(id)
    if (await save(settled)) leaveJournal(id)
  }

  function leaveJournal(id: string): void {
    storage.remove(PREFIX + id)
    storage.remove(RAW + id)
  }

  function save(entry: Entry): Promise<boolean> {
    const row = [entry.state, pack(entry), entry.receipt, entry.proof]
    const how = entry.state === 'pending' ? 'add' : 'put'
    return ask((database) => database[how](entry.record.id, row).then(() => true), false)
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
    for (const row of await ask((database) => database.all(), [])) {
      if (!Array.isArray(row) || !STATES.includes(row[0])) continue
      const entry = unpack(row[1], row[0], row[2], asProof(row[3]))
      const { id } = entry?.record ?? {}
      const known = id && entries.get(id)
      if (!entry || !id || (known && (known.state !== 'pending' || entry.state === 'pending'))) continue
      // New here, or another tab was faster.
      entries.set(id, entry)
      if (known) leaveJournal(id)
    }
    const old = newestFirst(entries)
      .filter(({ state }) => state !== 'pending')
      .slice(HISTORY)
      .map(({ record }) => record.id)
    for (const id of old) entries.delete(id)
    if (old.length) await ask((database) => database.remove(old), undefined)
  }

  function flush(fresh?: ReadonlySet<string>): void {
    // What is fresh, and what can only go in this very task, waits for nobody.
    const now = fresh || platform.document.visibilityState === 'hidden'
    for (const { send, again } of couriers) {
      if (now) void send(fresh)
      else inTurn(again)
    }
  }

  return {
    add(added) {
      for (const entry of added) entries.set(entry.record.id, entry)
      const kept = added.map(journal).every(Boolean)
      const fresh = new Set(added.map(({ record }) => record.id))
      flush(fresh)
      makeRoom(fresh)
      const lay = () => {
        for (const entry of added) {
          if (!entries.has(entry.record.id)) continue // erased meanwhile
          void (entry.secret ? save(entry) : settle(entry, 'local'))
        }
      }
      // To open a database is dear, and what the journal has is safe without: the press is painted first.
      if (kept) platform.painted(lay)
      else lay()
      return kept
    },
    warm: () =>
      (warming ||= read().then(() => {
        flush()
        prove()
      })),
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
    async clear() {
      await read()
      const ids = [...entries.keys()]
      entries.clear()
      ids.forEach(leaveJournal)
      await ask((database) => database.remove(ids), undefined)
    },
    drop(secret) {
      for (const entry of pending()) if (entry.secret === secret) entries.delete(entry.record.id)
    },
  }
}

/** A signed note ends in lines like «— name signature»; a receiver without a log answers with a text of its own. */
function isUnproven({ state, receipt, proof }: Entry): boolean {
  return state === 'kept' && !proof && /\n\n\u2014 /.test(String(receipt?.checkpoint))
}

function asProof(value: unknown): ReceiptProof | null {
  const { received, salt, proof, vkey } = (value ?? {}) as Readonly<Record<keyof ReceiptProof, unknown>>
  return typeof received === 'number' &&
    typeof salt === 'string' &&
    typeof proof === 'string' &&
    typeof vkey === 'string'
    ? { received, salt, proof, vkey }
    : null
}

function newestFirst(entries: ReadonlyMap<string, Entry>): Entry[] {
  return [...entries.values()].sort(({ record: a }, { record: b }) => b.at - a.at || b.n - a.n)
}
