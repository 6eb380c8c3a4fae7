import { KEK_IN_FORCE } from '../vault/kek-in-force.ts'
import type { WrappedKey } from '../vault/vault.ts'
import { type Batch, emptyBatch, sendBatch } from './postgres-batch.ts'
import type { Ask } from './postgres-connection.ts'
import { RECORD, readerOf } from './postgres-reader.ts'
import type { Head, LogReader, LogWriter, StoredRecord } from './store.ts'
import { keyOf, recordOf, textOf } from './stored-rows.ts'

export interface PostgresWriter extends LogWriter {
  /** Sends what is held back, at once. */
  flush(): Promise<void>
  /** Asks at once for what every commit wants to know: the newest checkpoint, and the key that wraps. */
  fetchAhead(): Promise<void>
}

/** Rows and bytes that are held back at most. */
const MAX_ROWS = 1000
const MAX_BYTES = 4 * 1024 * 1024

/**
 * Writes within one transaction. What a commit of hundreds of records adds is held back and sent as a handful of
 * statements; the reads of such a commit look there too, any other read has it sent first.
 */
export function writerOf(ask: Ask): PostgresWriter {
  const stored = readerOf(ask)
  const held = new Map<string, StoredRecord>()
  // What the database said in this transaction, in which nobody else writes.
  const keys = new Map<string, WrappedKey | null>()
  const known = new Map<string, StoredRecord | null>()
  let head: Head | null | undefined
  let kek: string | null | undefined
  const forget = () => {
    keys.clear()
    known.clear()
  }
  let batch: Batch = emptyBatch()

  const flush = async () => {
    const full = batch
    batch = emptyBatch()
    held.clear()
    if (full.records.length > 0) forget()
    await sendBatch(ask, full)
  }
  const flushIfLarge = async () => {
    if (batch.records.length + batch.entries.length > MAX_ROWS || batch.bytes > MAX_BYTES) await flush()
  }
  const afterFlush =
    <Values extends unknown[], Result>(read: (...values: Values) => Promise<Result>) =>
    async (...values: Values): Promise<Result> => {
      await flush()
      return read(...values)
    }
  const subjectKey = async (subject: string): Promise<WrappedKey | null> => {
    const known = keys.get(subject)
    const key = known === undefined ? await stored.subjectKey(subject) : known
    keys.set(subject, key)
    return key ?? batch.subjects.get(subject) ?? null
  }
  const withKey = async (record: StoredRecord): Promise<StoredRecord> => ({
    ...record,
    key: (await subjectKey(record.subject)) ?? record.key,
  })
  const ofSubject = (subject: string) => [...held.values()].filter((record) => record.subject === subject)

  const reader: LogReader = {
    head: async () => (head === undefined ? afterFlush(stored.head)() : head),
    headCovering: afterFlush(stored.headCovering),
    heads: afterFlush(stored.heads),
    stray: afterFlush(stored.stray),
    tile: afterFlush(stored.tile),
    entries: afterFlush(stored.entries),
    recordsByCode: afterFlush(stored.recordsByCode),
    placesOf: afterFlush(stored.placesOf),
    recordsBefore: afterFlush(stored.recordsBefore),
    subjectsNotUnder: afterFlush(stored.subjectsNotUnder),
    documentsOf: afterFlush(stored.documentsOf),
    counts: afterFlush(stored.counts),
    countSums: afterFlush(stored.countSums),
    countedSites: afterFlush(stored.countedSites),
    isCounted: afterFlush(stored.isCounted),
    // Nothing of these is held back.
    document: stored.document,
    tokens: stored.tokens,
    token: stored.token,
    accesses: stored.accesses,
    setting: async (name) => (name === KEK_IN_FORCE && kek !== undefined ? kek : stored.setting(name)),
    subjectKey,
    async recordById(site, id) {
      const name = nameOf(site, id)
      const record = held.get(name)
      if (record) return withKey(record)
      const earlier = known.get(name)
      return earlier === undefined ? stored.recordById(site, id) : earlier
    },
    async recordsOf(subject, most) {
      const own = await Promise.all(ofSubject(subject).map(withKey))
      const both = [...(await stored.recordsOf(subject, most)), ...own].sort((a, b) => a.seq - b.seq)
      return most === undefined ? both : both.slice(-most)
    },
    async isNamed(digest, sites = null) {
      if (sites !== null) await flush()
      return batch.notices.has(digest) || stored.isNamed(digest, sites)
    },
  }

  return {
    ...reader,
    flush,
    async fetchAhead() {
      ;[head, kek] = await Promise.all([stored.head(), stored.setting(KEK_IN_FORCE)])
    },
    async expect(records) {
      if (records.length === 0) return
      await flush()
      const [found, subjects] = await Promise.all([
        ask(EXPECTED_RECORDS, [records.map(({ site }) => site), records.map(({ id }) => id)]),
        ask(EXPECTED_KEYS, [records.map(({ subject }) => subject)]),
      ])
      for (const { site, id, subject } of records) {
        known.set(nameOf(site, id), null)
        keys.set(subject, null)
      }
      for (const record of found.flatMap((row) => recordOf(row) ?? []))
        known.set(nameOf(record.site, record.id), record)
      for (const row of subjects) keys.set(textOf(row.subject), keyOf(row))
    },
    async addEntry(seq, entry) {
      // Together they would be in order again: the database is to see who came out of turn.
      if ((batch.entries.at(-1)?.seq ?? seq - 1) !== seq - 1) await flush()
      batch.entries.push({ seq, entry })
      batch.bytes += entry.length
      await flushIfLarge()
    },
    async addRecord(record) {
      batch.records.push(record)
      batch.bytes += record.sealed.length
      held.set(nameOf(record.site, record.id), record)
      if (!batch.subjects.has(record.subject)) batch.subjects.set(record.subject, record.key)
      if (record.notice !== null) batch.notices.add(record.notice)
      await flushIfLarge()
    },
    async addHead(added) {
      head = undefined
      batch.heads.push(added)
    },
    async putTile(level, index, hashes) {
      batch.tiles.set(`${level}/${index}`, { level, index, hashes })
    },
    async addCounts(counts) {
      for (const count of counts) batch.counts.add(count)
    },
    async removeCounts(before, { sites, except = false }) {
      await flush()
      await ask(REMOVE_COUNTS, [before, sites, except])
    },
    async addDocument({ digest, document, registered }) {
      const added = await ask(ADD_DOCUMENT, [digest, document, registered ? 1 : 0])
      if (added.length === 0 && registered) await ask(REGISTER_DOCUMENT, [digest])
      return added.length === 1
    },
    async putSubjectKey(subject, { kek, wrapped }) {
      await flush()
      forget()
      await ask(PUT_SUBJECT_KEY, [subject, kek, wrapped])
    },
    async putToken({ hash, name, role, sites, created, expires }) {
      await ask(PUT_TOKEN, [hash, name, role, sites && JSON.stringify(sites), created, expires])
    },
    async removeToken(hash) {
      await ask(REMOVE_TOKEN, [hash])
    },
    async addAccess({ at, who, what, entries }) {
      await ask(ADD_ACCESS, [at, who, what, entries])
    },
    async putSetting(name, value) {
      if (name === KEK_IN_FORCE) kek = undefined
      await ask(PUT_SETTING, [name, value])
    },
    async erase(seqs, by) {
      await flush()
      forget()
      const rows = await ask(NAMED, [seqs])
      const subjects = new Set(rows.map(({ subject }) => textOf(subject)))
      const notices = new Set(rows.flatMap(({ notice }) => (notice === null ? [] : textOf(notice))))
      await Promise.all([
        ask(ADD_ERASURES, [seqs, by]),
        ask(REMOVE_RECORDS, [seqs]),
        ask(REMOVE_SUBJECTS, [[...subjects]]),
        ask(REMOVE_DOCUMENTS, [[...notices]]),
      ])
    },
  }
}

/** Neither a site nor an id has a line break. */
function nameOf(site: string, id: string): string {
  return `${site}\n${id}`
}

const EXPECTED_RECORDS = {
  name: 'expected-records',
  text: `SELECT ${RECORD} FROM unnest($1::text[], $2::text[]) AS w (site, id)
    JOIN latchkey.records r ON r.site = w.site AND r.id = w.id JOIN latchkey.subjects s ON s.subject = r.subject`,
}
const EXPECTED_KEYS = {
  name: 'expected-keys',
  text: 'SELECT subject, kek, wrapped FROM latchkey.subjects WHERE subject = ANY ($1::text[])',
}
const REMOVE_COUNTS = {
  name: 'remove-counts',
  text: 'DELETE FROM latchkey.counts WHERE day < $1 AND (site = ANY ($2::text[])) <> $3::boolean',
}
const ADD_DOCUMENT = {
  name: 'add-document',
  text: `INSERT INTO latchkey.documents (digest, document, registered) VALUES ($1, $2, $3)
    ON CONFLICT DO NOTHING RETURNING digest`,
}
const REGISTER_DOCUMENT = {
  name: 'register-document',
  text: 'UPDATE latchkey.documents SET registered = 1 WHERE digest = $1 AND registered = 0',
}
const PUT_SUBJECT_KEY = {
  name: 'put-subject-key',
  text: 'UPDATE latchkey.subjects SET kek = $2, wrapped = $3 WHERE subject = $1',
}
const PUT_TOKEN = {
  name: 'put-token',
  text: `INSERT INTO latchkey.tokens (hash, name, role, sites, created, expires) VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (hash) DO UPDATE SET (name, role, sites, created, expires) =
      (excluded.name, excluded.role, excluded.sites, excluded.created, excluded.expires)`,
}
const REMOVE_TOKEN = { name: 'remove-token', text: 'DELETE FROM latchkey.tokens WHERE hash = $1' }
const ADD_ACCESS = {
  name: 'add-access',
  text: 'INSERT INTO latchkey.accesses (at, who, what, entries) VALUES ($1, $2, $3, $4)',
}
const PUT_SETTING = {
  name: 'put-setting',
  text: `INSERT INTO latchkey.settings (name, value) VALUES ($1, $2)
    ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
}
const NAMED = {
  name: 'named',
  text: 'SELECT DISTINCT subject, notice FROM latchkey.records WHERE seq = ANY ($1::bigint[])',
}
const ADD_ERASURES = {
  name: 'add-erasures',
  text: 'INSERT INTO latchkey.erasures (seq, by) SELECT unnest($1::bigint[]), $2::bigint',
}
const REMOVE_RECORDS = {
  name: 'remove-records',
  text: 'DELETE FROM latchkey.records WHERE seq = ANY ($1::bigint[])',
}
const REMOVE_SUBJECTS = {
  name: 'remove-subjects',
  text: `DELETE FROM latchkey.subjects s WHERE s.subject = ANY ($1::text[])
    AND NOT EXISTS (SELECT FROM latchkey.records r WHERE r.subject = s.subject)`,
}
const REMOVE_DOCUMENTS = {
  name: 'remove-documents',
  text: `DELETE FROM latchkey.documents d WHERE d.digest = ANY ($1::text[]) AND d.registered = 0
    AND NOT EXISTS (SELECT FROM latchkey.records r WHERE r.notice = d.digest)`,
}
