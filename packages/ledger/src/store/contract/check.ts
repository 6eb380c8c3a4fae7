import { inspect, isDeepStrictEqual } from 'node:util'
import { utf8 } from '@latchkey/log'
import type { Vault } from '../../vault/vault.ts'
import type { LogReader, LogStore, LogWriter, StoredRecord } from '../store.ts'

/** What a check works with. */
export interface StoreTrial {
  readonly vault: Vault
  readonly edits: readonly (() => unknown)[]
  readonly together: boolean
  /** One more store on the database. */
  open(): LogStore
  /** One more, prepared. */
  prepared(): Promise<LogStore>
}

export interface Check {
  readonly title: string
  check(trial: StoreTrial): Promise<void>
}

/** Bytes that stand for something. */
export const bytes = utf8

/** Rejects what is not the same, in a line or two: node's own comparison writes megabytes out, byte for byte. */
export function same(actual: unknown, expected: unknown, what = 'it'): void {
  if (isDeepStrictEqual(actual, expected)) return
  const shown = (value: unknown) => inspect(value, { depth: 5, maxArrayLength: 12, maxStringLength: 200 })
  throw new Error(`[ledger] storeContract: ${what}: expected ${shown(expected)}, got ${shown(actual)}.`)
}

/** Rejects if the work does not. */
export async function refuses(work: () => unknown, what: string, why?: Error): Promise<void> {
  let thrown: unknown
  try {
    await work()
  } catch (error) {
    thrown = error ?? new Error('nothing')
  }
  if (thrown === undefined || (why && thrown !== why))
    throw new Error(`[ledger] storeContract: ${what}: expected a refusal, got ${inspect(thrown)}.`)
}

/** Every byte there is, NUL and half characters among them. */
export const everyByte = Uint8Array.from({ length: 256 }, (_, i) => i)

/** Letters that are easily mangled: four bytes long, combining, written from the right, marks of order. */
export const strange = 'Zoë 🗝️ 店 e\u0301 שלום \u202e"\'\\;--%_$1{}'

export function recordOf(seq: number, more: Partial<StoredRecord> = {}): StoredRecord {
  return {
    seq,
    site: 'shop.example',
    id: idOf(seq),
    subject: `subject ${seq}`,
    received: 1000 + seq,
    assurance: 'subject',
    sealed: bytes(`sealed ${seq}`),
    key: { kek: 'first', wrapped: bytes(`key of subject ${more.subject ?? seq}`) },
    notice: null,
    ...more,
  }
}

export function idOf(n: number): string {
  return `${n.toString(16).padStart(8, '0')}-0000-4000-8000-000000000000`
}

/** Adds records with their entries, in the order given. */
export async function add(writer: LogWriter, ...records: readonly StoredRecord[]): Promise<void> {
  for (const record of records) {
    await writer.addEntry(record.seq, bytes(`entry ${record.seq}`))
    await writer.addRecord(record)
  }
}

/** Adds an entry of another kind. */
export function addPlain(writer: LogWriter, seq: number): Promise<void> {
  return writer.addEntry(seq, bytes(`entry ${seq}`))
}

/** All that a reader can be asked about the samples: two readers that agree on it see the same. */
export async function everything(read: LogReader): Promise<unknown> {
  const entries = await read.entries(0, 100)
  const records = entries.flatMap(({ record }) => record ?? [])
  return {
    head: await read.head(),
    covering: await Promise.all([0, 1, 2, 5].map((seq) => read.headCovering(seq))),
    tiles: await Promise.all([0, 1].map((level) => read.tile(level, 0))),
    entries,
    byId: await Promise.all(records.map(({ site, id }) => read.recordById(site, id))),
    byCode: await read.recordsByCode('0', 100),
    of: await Promise.all(records.map(({ subject }) => read.recordsOf(subject))),
    places: await read.placesOf(
      records.map(({ subject }) => subject),
      -1,
      100,
    ),
    before: await read.recordsBefore(1e9, 100),
    keys: await Promise.all(records.map(({ subject }) => read.subjectKey(subject))),
    notUnder: await read.subjectsNotUnder('none', 100),
    named: await read.isNamed('notice'),
    documents: await read.documentsOf(0, 100, null),
    document: await read.document('notice'),
    counts: await read.counts('0', '9', null),
    sums: await read.countSums({ from: '0', to: '9', sites: null, by: 'purpose' }),
    counted: [await read.countedSites('0', '9', null), await read.isCounted('', null)],
    tokens: await read.tokens(),
    token: await read.token('hash'),
    accesses: await read.accesses(100),
    setting: await read.setting('name'),
  }
}

/** One of everything that can be written. */
export async function fill(writer: LogWriter, from = 0): Promise<void> {
  await add(
    writer,
    recordOf(from, { subject: 'one', notice: 'notice' }),
    recordOf(from + 1, { subject: 'two' }),
    recordOf(from + 2, { subject: 'one' }),
  )
  await writer.putTile(0, 0, bytes(`hashes up to ${from + 3}`))
  await writer.addHead({ size: from + 3, note: `note of ${from + 3}` })
  await writer.addDocument({ digest: 'notice', document: bytes('words'), registered: false })
  await writer.addCounts([countOf({ n: 2 })])
  await writer.putToken({ hash: 'hash', name: 'n', role: 'reader', sites: ['a'], created: 1, expires: null })
  await writer.addAccess({ at: from, who: 'somebody', what: 'export', entries: 3 })
  await writer.putSetting('name', `value ${from}`)
}

export function countOf(more: object = {}) {
  const count = { day: '2026-11-22', site: 'shop.example', measure: 'granted', regime: 'eu', locale: 'de' }
  return { ...count, notice: '', purpose: 'analytics', n: 1, ...more }
}
