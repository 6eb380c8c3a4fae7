// For tests only: a browser whose storage, database, timers and network do what the test says, and a ledger.
import type { ConsentRecord } from '@latchkey/record'
import { type Entry, unpack } from './entry.ts'
import type { KeyStorage } from './guarded-storage.ts'
import type { Platform } from './platform.ts'
import type { Sending } from './transport.ts'

/** Lets everything run that waits for promises only. */
export async function settled(): Promise<void> {
  for (let i = 0; i < 60; i++) await null
}

/** A record that waits, named `r<n>`; its notice is named by its first five letters. */
export function fakeEntry(
  n: number,
  {
    secret = 'k',
    notice = '',
    ...more
  }: Partial<Omit<ConsentRecord, 'notice'> & { secret: string; notice: string }> = {},
): Entry {
  const record = { id: `r${n}`, n, at: n, event: 'decided', choices: {}, notice: notice.slice(0, 5) || null }
  const made = unpack(`${secret}\n${JSON.stringify({ ...record, ...more })}\n${notice}`)
  if (!made) throw new Error('not an entry')
  return made
}

export const idsOf = (entries: readonly Entry[]) => entries.map(({ record }) => record.id)

export const fakeSending: Sending = {
  site: 's',
  secret: 'k',
  notices: [],
  leaving: false,
  signal: new AbortController().signal,
}

export type Health = 'ok' | 'throws' | 'hangs'

/** What outlives a page. */
export function fakeDevice() {
  const written: string[] = []
  const device = {
    /** `throws`: as with quota reached; reading works. `hangs`: denied, the mere mention throws. */
    storageIs: 'ok' as Health,
    databaseIs: 'ok' as Health,
    /** Whether the journal has room for another entry. */
    hasRoom: (_packed: string) => true,
    /** Another tab delivers, or so it says. */
    locked: false,
    rows: new Map<string, unknown>(),
    /** Every journal entry that a page meant to write, whether it could or not. */
    written,
    storage: Object.create({
      getItem(this: Record<string, string>, key: string) {
        return Object.hasOwn(this, key) ? (this[key] ?? null) : null
      },
      setItem(this: Record<string, string>, key: string, value: string) {
        if (key.startsWith('latchkey.outbox.')) written.push(key.slice('latchkey.outbox.'.length))
        const fits = !key.startsWith('latchkey.outbox.') || device.hasRoom(value)
        if (device.storageIs !== 'ok' || !fits) throw new Error('QuotaExceededError')
        this[key] = value
      },
      removeItem(this: Record<string, string>, key: string) {
        delete this[key]
      },
    }) as KeyStorage & Record<string, string>,
    journal: () => Object.keys(device.storage).filter((key) => key.startsWith('latchkey.outbox.')),
  }
  return device
}

export type FakeDevice = ReturnType<typeof fakeDevice>

/** One page on a device. After `leave`, none of its timers fires and no database answer reaches it. */
export function fakePage(device: FakeDevice) {
  let now = 0
  let gone = false
  const timers = new Set<{ readonly due: number; readonly task: () => void }>()
  const window = new EventTarget()
  const document = { prerendering: false, visibilityState: 'visible' }
  const answer = <T>(use: () => T): Promise<T> => {
    if (device.databaseIs === 'hangs') return new Promise(() => {})
    if (device.databaseIs === 'throws') return Promise.reject(new Error('InvalidStateError'))
    return Promise.resolve().then(() => (gone ? new Promise<never>(() => {}) : use()))
  }
  const platform: Platform = {
    window,
    document,
    database: () => ({
      all: () => answer(() => [...device.rows.values()]),
      put: (key, value) => answer(() => void device.rows.set(key, structuredClone(value))),
      add: (key, value) =>
        answer(() => void (device.rows.has(key) || device.rows.set(key, structuredClone(value)))),
      remove: (keys) => answer(() => keys.forEach((key) => void device.rows.delete(key))),
    }),
    isDatabaseThere: () => answer(() => device.rows.size > 0),
    storage() {
      if (device.storageIs === 'hangs') throw new Error('SecurityError')
      return device.storage
    },
    random: (length) => crypto.getRandomValues(new Uint8Array(length)),
    chance: () => 0.5,
    after(ms, task) {
      const timer = { due: now + ms, task }
      timers.add(timer)
      return () => void timers.delete(timer)
    },
    painted: (task) => void platform.after(0, task),
    idle: (task) => void platform.after(1, task),
    alone: (task) => (device.locked ? Promise.resolve() : task()),
  }
  return {
    platform,
    window,
    document,
    /** Longest time that a timer asks for. */
    longest: () => Math.max(0, ...[...timers].map(({ due }) => due - now)),
    async pass(ms: number): Promise<void> {
      const end = now + ms
      await settled()
      for (;;) {
        const [next] = [...timers].filter(({ due }) => due <= end).sort((a, b) => a.due - b.due)
        if (!next || gone) break
        timers.delete(next)
        now = next.due
        next.task()
        await settled()
      }
      now = end
    },
    leave() {
      gone = true
      timers.clear()
    },
    isGone: () => gone,
  }
}

export type LedgerMood =
  | 'up'
  /** No connection. */
  | 'down'
  /** Stores, but the answer is lost. */
  | 'deaf'
  /** Stores, but answers something else than a ledger does. */
  | 'garbled'
  /** Never answers. */
  | 'hangs'
  | { readonly status: number; readonly after?: string }

interface Body {
  readonly site: string
  readonly secret: string
  readonly records: readonly string[]
  readonly notices: readonly string[]
}

/** A ledger that keeps records in memory, each id once, and can be in a bad mood. */
export function fakeLedger() {
  const ledger = {
    mood: 'up' as LedgerMood,
    /** Most records that it takes in one request; more are answered with 413. */
    most: 50,
    stored: new Map<string, string>(),
    /** Ids whose receipts have reached a page. */
    receipted: new Set<string>(),
    /** Ids that it refuses by name. */
    refuses: new Set<string>(),
    /** Ids that make it refuse the whole request. */
    chokesOn: new Set<string>(),
    requests: [] as { readonly body: Body; readonly init: RequestInit }[],
    /** The page's own `fetch`: what it answers reaches nobody once the page is gone. */
    fetchFrom: (page: { isGone(): boolean }) =>
      (async (_url: RequestInfo | URL, init: RequestInit = {}) => {
        const body = JSON.parse(String(init.body)) as Body
        ledger.requests.push({ body, init })
        const { mood } = ledger
        await null
        if (mood === 'hangs') return new Promise(() => {})
        if (mood === 'down') throw new TypeError('Failed to fetch')
        if (typeof mood === 'object')
          return answer(mood.status, { error: 'no' }, mood.after ? { 'retry-after': mood.after } : {})
        if (body.records.length > ledger.most) return answer(413, {})
        const ids = body.records.map((text) => (JSON.parse(text) as { id: string }).id)
        if (ids.some((id) => ledger.chokesOn.has(id))) return answer(400, {})
        const results = body.records.map((text, i) => take(ids[i] as string, text))
        if (mood === 'deaf') throw new TypeError('Failed to fetch')
        if (mood === 'garbled') return answer(200, '<html>')
        if (page.isGone()) return new Promise(() => {})
        for (const { id, receipt } of results) if (receipt) ledger.receipted.add(id)
        return answer(200, { results })
      }) as typeof fetch,
  }
  function take(id: string, text: string) {
    const known = ledger.stored.get(id)
    if (ledger.refuses.has(id)) return { id, status: 'rejected', problem: 'no', receipt: undefined }
    if (known !== undefined && known !== text) return { id, status: 'conflict', receipt: undefined }
    ledger.stored.set(id, text)
    const receipt = {
      record: id,
      seq: [...ledger.stored.keys()].indexOf(id),
      leaf: 'bGVhZg==',
      checkpoint: 'note',
    }
    return { id, status: known === undefined ? 'stored' : 'duplicate', receipt }
  }
  return ledger
}

function answer(status: number, body: unknown, headers: Record<string, string> = {}) {
  const ok = status < 300
  return { ok, status, headers: new Headers(headers), json: async () => JSON.parse(JSON.stringify(body)) }
}
