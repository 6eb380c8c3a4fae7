import { DatabaseSync, type SQLOutputValue, type StatementSync } from 'node:sqlite'
import { SCHEMA, SCHEMA_VERSION } from './sqlite-schema.ts'
import type { Head, LogReader, LogStore, LogWriter, StoredEntry, StoredRecord } from './store.ts'

/**
 * Keeps the log in one SQLite file: write-ahead log, every commit synced to the disk before it counts, deleted
 * content overwritten.
 *
 * @example
 * const ledger = await createLedger({ store: sqliteStore('latchkey.db') })
 */
export function sqliteStore(file: string): LogStore {
  const writing = open(file)
  prepareFile(writing)
  // A second connection sees committed state only; an in-memory database has but one.
  const reading = file === ':memory:' ? writing : open(file)
  const reader = readerOf(reading)
  const writer = writerOf(writing)
  let closed = false

  return {
    name: 'sqlite',
    read: reader,
    async transact(work) {
      writing.exec('BEGIN IMMEDIATE')
      try {
        const result = await work(writer)
        writing.exec('COMMIT')
        return result
      } catch (error) {
        if (writing.isTransaction) writing.exec('ROLLBACK')
        throw error
      }
    },
    async wipe() {
      const row = writing.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get()
      return row?.busy !== 1
    },
    async close() {
      if (closed) return
      closed = true
      if (reading !== writing) reading.close()
      writing.close()
    },
  }
}

function open(file: string): DatabaseSync {
  const database = new DatabaseSync(file, { timeout: 5000, enableForeignKeyConstraints: true })
  database.exec(`
    PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;
    PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = OFF;
  `)
  // SQLite answers with what it did, not with an error: a file system without WAL, say, keeps another journal (D8).
  const [journal, synchronous, secure] = ['journal_mode', 'synchronous', 'secure_delete'].map(
    (name) => Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0],
  )
  if (
    !(journal === 'wal' || (file === ':memory:' && journal === 'memory')) ||
    synchronous !== 2 ||
    secure !== 1
  ) {
    database.close()
    throw new Error(
      '[ledger] sqliteStore: expected a file system with a write-ahead log and syncing, got none.',
    )
  }
  return database
}

function prepareFile(database: DatabaseSync): void {
  const version = numberOf(database.prepare('PRAGMA user_version').get()?.user_version)
  if (version === SCHEMA_VERSION) return
  const tables = numberOf(database.prepare('SELECT count(*) AS n FROM sqlite_schema').get()?.n)
  if (version !== 0 || tables > 0) {
    throw new Error(
      `[ledger] sqliteStore: expected an empty file or schema ${SCHEMA_VERSION}, got schema ${version}.`,
    )
  }
  database.exec(`BEGIN IMMEDIATE; ${SCHEMA} PRAGMA user_version = ${SCHEMA_VERSION}; COMMIT`)
}

type Row = Record<string, SQLOutputValue>

function readerOf(database: DatabaseSync): LogReader {
  const prepare = (sql: string): StatementSync => database.prepare(sql)
  const head = prepare('SELECT size, note FROM heads ORDER BY size DESC LIMIT 1')
  const headCovering = prepare('SELECT size, note FROM heads WHERE size > ? ORDER BY size LIMIT 1')
  const tile = prepare('SELECT hashes FROM tiles WHERE level = ? AND number = ?')
  const entries = prepare(`
    SELECT e.seq, e.entry, x.by, r.id, r.subject, r.received, r.salt, r.body, r.notice
    FROM entries e LEFT JOIN records r ON r.seq = e.seq LEFT JOIN erasures x ON x.seq = e.seq
    WHERE e.seq >= ? AND e.seq < ? ORDER BY e.seq`)
  const recordById = prepare('SELECT * FROM records WHERE id = ?')
  const recordsOf = prepare('SELECT * FROM records WHERE subject = ? ORDER BY seq')
  const isNamed = prepare('SELECT 1 FROM records WHERE notice = ? LIMIT 1')
  const noticesOf = prepare(`
    SELECT DISTINCT n.digest FROM notices n JOIN records r ON r.notice = n.digest
    WHERE r.seq >= ? AND r.seq < ? ORDER BY n.digest`)
  const notice = prepare('SELECT document FROM notices WHERE digest = ?')
  const setting = prepare('SELECT value FROM settings WHERE name = ?')
  return {
    head: async () => headOf(head.get()),
    headCovering: async (seq) => headOf(headCovering.get(seq)),
    tile: async (level, index) => bytesOrNull(tile.get(level, index)?.hashes),
    entries: async (from, to) => entries.all(from, to).map(entryOf),
    recordById: async (id) => recordOf(recordById.get(id)),
    recordsOf: async (subject) => recordsOf.all(subject).flatMap((row) => recordOf(row) ?? []),
    isNamed: async (digest) => isNamed.get(digest) !== undefined,
    noticesOf: async (from, to) => noticesOf.all(from, to).map((row) => textOf(row.digest)),
    notice: async (digest) => bytesOrNull(notice.get(digest)?.document),
    setting: async (name) => {
      const row = setting.get(name)
      return row ? textOf(row.value) : null
    },
  }
}

function writerOf(database: DatabaseSync): LogWriter {
  const addEntry = database.prepare('INSERT INTO entries (seq, entry) VALUES (?, ?)')
  const addRecord = database.prepare(
    'INSERT INTO records (seq, id, subject, received, salt, body, notice) VALUES (?, ?, ?, ?, ?, ?, ?)',
  )
  const addHead = database.prepare('INSERT INTO heads (size, note) VALUES (?, ?)')
  const addNotice = database.prepare(
    'INSERT INTO notices (digest, document) VALUES (?, ?) ON CONFLICT DO NOTHING',
  )
  const putTile = database.prepare(`
    INSERT INTO tiles (level, number, hashes) VALUES (?, ?, ?)
    ON CONFLICT DO UPDATE SET hashes = excluded.hashes`)
  const putSetting = database.prepare(`
    INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value`)
  const addErasure = database.prepare('INSERT INTO erasures (seq, by) VALUES (?, ?)')
  const noticeOf = database.prepare('SELECT notice FROM records WHERE seq = ?')
  const removeRecord = database.prepare('DELETE FROM records WHERE seq = ?')
  const removeNotice = database.prepare(`
    DELETE FROM notices WHERE digest = ?1 AND NOT EXISTS (SELECT 1 FROM records WHERE notice = ?1)`)
  return {
    ...readerOf(database),
    async addEntry(seq, entry) {
      addEntry.run(seq, entry)
    },
    async addRecord({ seq, id, subject, received, salt, body, notice }) {
      addRecord.run(seq, id, subject, received, salt, body, notice)
    },
    async addHead({ size, note }) {
      addHead.run(size, note)
    },
    async addNotice(digest, document) {
      return addNotice.run(digest, document).changes === 1
    },
    async putTile(level, index, hashes) {
      putTile.run(level, index, hashes)
    },
    async putSetting(name, value) {
      putSetting.run(name, value)
    },
    async erase(seqs, by) {
      const notices = new Set<string>()
      for (const seq of seqs) {
        const notice = noticeOf.get(seq)?.notice
        if (typeof notice === 'string') notices.add(notice)
        addErasure.run(seq, by)
        removeRecord.run(seq)
      }
      for (const notice of notices) removeNotice.run(notice)
    },
  }
}

function headOf(row: Row | undefined): Head | null {
  return row ? { size: numberOf(row.size), note: textOf(row.note) } : null
}

function recordOf(row: Row | undefined): StoredRecord | null {
  if (!row || row.id === null) return null
  return {
    seq: numberOf(row.seq),
    id: textOf(row.id),
    subject: textOf(row.subject),
    received: numberOf(row.received),
    salt: bytesOrNull(row.salt) ?? new Uint8Array(),
    body: bytesOrNull(row.body) ?? new Uint8Array(),
    notice: row.notice === null ? null : textOf(row.notice),
  }
}

function entryOf(row: Row): StoredEntry {
  return {
    seq: numberOf(row.seq),
    entry: bytesOrNull(row.entry) ?? new Uint8Array(),
    record: recordOf(row),
    by: row.by === null ? null : numberOf(row.by),
  }
}

// STRICT tables hold what their columns say; these turn that promise into types without believing it blindly.
function numberOf(value: SQLOutputValue | undefined): number {
  return typeof value === 'number' ? value : Number.NaN
}

function textOf(value: SQLOutputValue | undefined): string {
  return typeof value === 'string' ? value : ''
}

function bytesOrNull(value: SQLOutputValue | undefined): Uint8Array | null {
  return value instanceof Uint8Array ? value : null
}
