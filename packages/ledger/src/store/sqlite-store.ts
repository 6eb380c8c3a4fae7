import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import { inTurn } from './in-turn.ts'
import { migrateFrom1 } from './sqlite-migrate.ts'
import { SCHEMA, SCHEMA_VERSION } from './sqlite-schema.ts'
import type { CountQuery, LogReader, LogStore, LogWriter } from './store.ts'
import {
  accessOf,
  bytesOf,
  countOf,
  documentOf,
  entryOf,
  headOf,
  keyOf,
  numberOf,
  recordOf,
  type StoredRow,
  sumOf,
  textOf,
  tokenOf,
} from './stored-rows.ts'
import { strayOf } from './stray.ts'
import { isBusy, PATIENCE, whenFree } from './when-free.ts'

export interface SqliteOptions {
  /** Milliseconds that the wait for another process's commit may take; beyond it the ledger answers 503. @default 5000 */
  readonly timeout?: number | undefined
}

/**
 * Keeps the log in one SQLite file: write-ahead log, every commit synced to the disk before it counts, deleted
 * content overwritten.
 *
 * @example
 * const ledger = await createLedger({ store: sqliteStore('latchkey.db'), … })
 */
export function sqliteStore(file: string, { timeout = PATIENCE }: SqliteOptions = {}): LogStore {
  const writing = open(file)
  const old = prepareFile(writing)
  // A second connection sees committed state only; an in-memory database has but one.
  const reading = file === ':memory:' ? writing : open(file)
  // Statements can be prepared once the tables are there: an older file has them after `prepare`.
  let parts: { readonly reader: LogReader; readonly writer: LogWriter } | null = null
  const ready = () => {
    parts ??= { reader: readerOf(reading), writer: writerOf(writing) }
    return parts
  }
  const alone = inTurn()
  let closed = false
  if (!old) ready()
  // Somebody is served from here on: whatever waits lets others go on, see `whenFree`. A read waits for as long as
  // another process needs to open the file.
  const servedFromNow = () => {
    reading.exec('PRAGMA busy_timeout = 50')
    writing.exec('PRAGMA busy_timeout = 0')
  }

  return {
    name: 'sqlite',
    get read() {
      return ready().reader
    },
    async prepare(vault) {
      if (old && numberOf(writing.prepare('PRAGMA user_version').get()?.user_version) !== SCHEMA_VERSION) {
        migrateFrom1(writing, vault)
      }
      servedFromNow()
    },
    isPassing: isBusy,
    transact: (work) =>
      alone(async () => {
        const { writer } = ready()
        await whenFree(() => writing.exec('BEGIN IMMEDIATE'), timeout)
        try {
          const result = await work(writer)
          writing.exec('COMMIT')
          return result
        } catch (error) {
          if (writing.isTransaction) writing.exec('ROLLBACK')
          throw error
        }
      }),
    wipe: () =>
      alone(async () => {
        const row = writing.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get()
        return row?.busy !== 1
      }),
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

/** Makes the tables in an empty file. Whether it is an older one, which `prepare` must bring up to date. */
function prepareFile(database: DatabaseSync): boolean {
  const read = (sql: string, name: string) => numberOf(database.prepare(sql).get()?.[name])
  if (read('PRAGMA user_version', 'user_version') === SCHEMA_VERSION) return false
  // Two processes may start at once: whoever comes second looks again.
  database.exec('BEGIN IMMEDIATE')
  const version = read('PRAGMA user_version', 'user_version')
  const tables = read('SELECT count(*) AS n FROM sqlite_schema', 'n')
  if (version === 0 && tables === 0) database.exec(`${SCHEMA} PRAGMA user_version = ${SCHEMA_VERSION}`)
  database.exec('COMMIT')
  if (version === SCHEMA_VERSION || (version === 0 && tables === 0)) return false
  if (version === 1) return true
  database.close()
  throw new Error(
    version > SCHEMA_VERSION
      ? `[ledger] sqliteStore: expected schema ${SCHEMA_VERSION} or older, got schema ${version} of a newer ledger.`
      : '[ledger] sqliteStore: expected an empty file or a ledger’s database, got something else.',
  )
}

const RECORD = 'r.seq, r.site, r.id, r.subject, r.received, r.assurance, r.sealed, r.notice, s.kek, s.wrapped'

function readerOf(database: DatabaseSync): LogReader {
  const prepare = (sql: string): StatementSync => database.prepare(sql)
  const one = (sql: string) => {
    const statement = prepare(sql)
    return (...values: SQLInputValue[]): StoredRow | undefined => statement.get(...values)
  }
  const all = (sql: string) => {
    const statement = prepare(sql)
    return (...values: SQLInputValue[]): StoredRow[] => statement.all(...values)
  }
  const records = `SELECT ${RECORD} FROM records r JOIN subjects s USING (subject)`
  const head = one('SELECT size, note FROM heads ORDER BY size DESC LIMIT 1')
  const headCovering = one('SELECT size, note FROM heads WHERE size > ? ORDER BY size LIMIT 1')
  const heads = all('SELECT size, note FROM heads WHERE size > ? AND size <= ? ORDER BY size')
  const ends = all(`
    SELECT 'entries' AS name, 0 AS level, max(seq) AS last FROM entries
    UNION ALL SELECT 'records', 0, max(seq) FROM records
    UNION ALL SELECT 'erasures', 0, max(seq) FROM erasures
    UNION ALL SELECT 'heads', 0, max(size) - 1 FROM heads
    UNION ALL SELECT 'tiles', level, max(number) FROM tiles GROUP BY level`)
  const tile = one('SELECT hashes FROM tiles WHERE level = ? AND number = ?')
  const entries = all(`
    SELECT e.seq AS place, e.entry, x.by, ${RECORD}
    FROM entries e LEFT JOIN records r ON r.seq = e.seq LEFT JOIN subjects s ON s.subject = r.subject
    LEFT JOIN erasures x ON x.seq = e.seq WHERE e.seq >= ? AND e.seq < ? ORDER BY e.seq`)
  const recordById = one(`${records} WHERE r.site = ? AND r.id = ?`)
  const recordsByCode = all(`${records} WHERE r.id >= ? AND r.id < ? ORDER BY r.id LIMIT ?`)
  const recordsOf = all(`${records} WHERE r.subject = ? ORDER BY r.seq DESC LIMIT ?`)
  const placesOf = all(`
    SELECT seq FROM records WHERE subject IN (SELECT value FROM json_each(?1)) AND seq > ?2
      AND (?4 IS NULL OR site IN (SELECT value FROM json_each(?4))) ORDER BY seq LIMIT ?3`)
  const recordsBefore = all(`
    SELECT seq FROM records
    WHERE received < ?1 AND (?3 IS NULL OR (site IN (SELECT value FROM json_each(?3))) <> ?4)
    ORDER BY received, seq LIMIT ?2`)
  const subjectKey = one('SELECT kek, wrapped FROM subjects WHERE subject = ?')
  const subjectsNotUnder = all('SELECT subject FROM subjects WHERE kek <> ? ORDER BY subject LIMIT ?')
  const isNamed = one(`
    SELECT 1 FROM records WHERE notice = ?1 AND (?2 IS NULL OR site IN (SELECT value FROM json_each(?2))) LIMIT 1`)
  const documentsOf = all(`
    SELECT DISTINCT d.digest FROM documents d JOIN records r ON r.notice = d.digest
    WHERE r.seq >= ?1 AND r.seq < ?2 AND (?3 IS NULL OR r.site IN (SELECT value FROM json_each(?3))) ORDER BY d.digest`)
  const document = one('SELECT digest, document, registered FROM documents WHERE digest = ?')
  const counts = all(`
    SELECT day, site, measure, regime, locale, notice, purpose, n FROM counts
    WHERE day >= ?1 AND day <= ?2 AND (?3 IS NULL OR site IN (SELECT value FROM json_each(?3)))
    ORDER BY day, site, measure, regime, locale, notice, purpose`)
  const counted = `
    FROM counts WHERE day >= ?1 AND day <= ?2 AND (?3 IS NULL OR site IN (SELECT value FROM json_each(?3)))`
  const sums = (by: CountQuery['by']) =>
    all(`
    WITH counted AS (
      SELECT day, measure, ${by ?? "''"} AS value, n ${counted} AND (?4 IS NULL OR regime = ?4)
        AND (?5 IS NULL OR locale = ?5) AND (?6 IS NULL OR notice = ?6)${by ? ` AND ${by} <> ''` : ''}
    ), greatest AS (SELECT value FROM counted GROUP BY value ORDER BY sum(n) DESC, value LIMIT 100)
    SELECT day, measure, value, sum(n) AS n FROM counted JOIN greatest USING (value)
    GROUP BY day, measure, value ORDER BY day, measure, value`)
  const countSums = {
    whole: sums(null),
    ...{ regime: sums('regime'), locale: sums('locale'), notice: sums('notice'), purpose: sums('purpose') },
  }
  const countedSites = all(`SELECT DISTINCT site ${counted} ORDER BY site LIMIT 1000`)
  const isCounted = one(`
    SELECT 1 FROM counts WHERE notice = ?1 AND (?2 IS NULL OR site IN (SELECT value FROM json_each(?2))) LIMIT 1`)
  const tokens = all('SELECT * FROM tokens ORDER BY created, hash')
  const token = one('SELECT * FROM tokens WHERE hash = ?')
  const accesses = all('SELECT at, who, what, entries FROM accesses ORDER BY number DESC LIMIT ?')
  const setting = one('SELECT value FROM settings WHERE name = ?')
  return {
    head: async () => headOf(head()),
    headCovering: async (seq) => headOf(headCovering(seq)),
    heads: async (after, upTo) => heads(after, upTo).flatMap((row) => headOf(row) ?? []),
    stray: async (size) => strayOf(ends(), size),
    tile: async (level, index) => bytesOf(tile(level, index)?.hashes),
    entries: async (from, to) => entries(from, to).map(entryOf),
    recordById: async (site, id) => recordOf(recordById(site, id)),
    // Ids are hexadecimal digits and dashes: everything that begins so lies below the code and a tilde.
    recordsByCode: async (code, limit) =>
      recordsByCode(code, `${code}~`, limit).flatMap((row) => recordOf(row) ?? []),
    recordsOf: async (subject, most = -1) =>
      recordsOf(subject, most)
        .flatMap((row) => recordOf(row) ?? [])
        .reverse(),
    placesOf: async (subjects, after, limit, sites = null) =>
      placesOf(JSON.stringify(subjects), after, limit, sites && JSON.stringify(sites)).map(({ seq }) =>
        numberOf(seq),
      ),
    recordsBefore: async (received, limit, choice) =>
      recordsBefore(
        received,
        limit,
        choice ? JSON.stringify(choice.sites) : null,
        choice?.except ? 1 : 0,
      ).map(({ seq }) => numberOf(seq)),
    subjectKey: async (subject) => keyOf(subjectKey(subject)),
    subjectsNotUnder: async (kek, limit) =>
      subjectsNotUnder(kek, limit).map(({ subject }) => textOf(subject)),
    isNamed: async (digest, sites = null) => isNamed(digest, sites && JSON.stringify(sites)) !== undefined,
    documentsOf: async (from, to, sites) =>
      documentsOf(from, to, sites && JSON.stringify(sites)).map(({ digest }) => textOf(digest)),
    document: async (digest) => documentOf(document(digest)),
    counts: async (from, to, sites) => counts(from, to, sites && JSON.stringify(sites)).map(countOf),
    countSums: async ({ from, to, sites, by, where = {} }) => {
      const { regime = null, locale = null, notice = null } = where
      const rows = countSums[by ?? 'whole'](from, to, sites && JSON.stringify(sites), regime, locale, notice)
      return rows.map((row) => sumOf(row, by))
    },
    countedSites: async (from, to, sites) =>
      countedSites(from, to, sites && JSON.stringify(sites)).map(({ site }) => textOf(site)),
    isCounted: async (notice, sites) => isCounted(notice, sites && JSON.stringify(sites)) !== undefined,
    tokens: async () => tokens().flatMap((row) => tokenOf(row) ?? []),
    token: async (hash) => tokenOf(token(hash)),
    accesses: async (limit) => accesses(limit).map(accessOf),
    setting: async (name) => {
      const row = setting(name)
      return row ? textOf(row.value) : null
    },
  }
}

function writerOf(database: DatabaseSync): LogWriter {
  const run = (sql: string) => {
    const statement = database.prepare(sql)
    return (...values: SQLInputValue[]) => Number(statement.run(...values).changes)
  }
  const addEntry = run('INSERT INTO entries (seq, entry) VALUES (?, ?)')
  const addSubject = run(
    'INSERT INTO subjects (subject, kek, wrapped) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
  )
  const addRecord = run(`
    INSERT INTO records (seq, site, id, subject, received, assurance, sealed, notice) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`)
  const addHead = run('INSERT INTO heads (size, note) VALUES (?, ?)')
  const addDocument = run(
    'INSERT INTO documents (digest, document, registered) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
  )
  const registerDocument = run('UPDATE documents SET registered = 1 WHERE digest = ? AND registered = 0')
  const putTile = run(`
    INSERT INTO tiles (level, number, hashes) VALUES (?, ?, ?)
    ON CONFLICT DO UPDATE SET hashes = excluded.hashes`)
  const putSubjectKey = run('UPDATE subjects SET kek = ?2, wrapped = ?3 WHERE subject = ?1')
  const addCount = run(`
    INSERT INTO counts (day, site, measure, regime, locale, notice, purpose, n) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET n = n + excluded.n`)
  const removeCounts = run(`
    DELETE FROM counts WHERE day < ?1 AND (site IN (SELECT value FROM json_each(?2))) <> ?3`)
  const putToken = run(
    'INSERT OR REPLACE INTO tokens (hash, name, role, sites, created, expires) VALUES (?, ?, ?, ?, ?, ?)',
  )
  const removeToken = run('DELETE FROM tokens WHERE hash = ?')
  const addAccess = run('INSERT INTO accesses (at, who, what, entries) VALUES (?, ?, ?, ?)')
  const putSetting = run(`
    INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value`)
  const addErasure = run('INSERT INTO erasures (seq, by) VALUES (?, ?)')
  const named = database.prepare('SELECT subject, notice FROM records WHERE seq = ?')
  const removeRecord = run('DELETE FROM records WHERE seq = ?')
  const removeSubject = run(`
    DELETE FROM subjects WHERE subject = ?1 AND NOT EXISTS (SELECT 1 FROM records WHERE subject = ?1)`)
  const removeDocument = run(`
    DELETE FROM documents
    WHERE digest = ?1 AND registered = 0 AND NOT EXISTS (SELECT 1 FROM records WHERE notice = ?1)`)
  return {
    ...readerOf(database),
    async addEntry(seq, entry) {
      addEntry(seq, entry)
    },
    async addRecord({ seq, site, id, subject, received, assurance, sealed, key, notice }) {
      addSubject(subject, key.kek, key.wrapped)
      addRecord(seq, site, id, subject, received, assurance, sealed, notice)
    },
    async addHead({ size, note }) {
      addHead(size, note)
    },
    async addDocument({ digest, document, registered }) {
      const added = addDocument(digest, document, registered ? 1 : 0) === 1
      if (!added && registered) registerDocument(digest)
      return added
    },
    async putTile(level, index, hashes) {
      putTile(level, index, hashes)
    },
    async putSubjectKey(subject, { kek, wrapped }) {
      putSubjectKey(subject, kek, wrapped)
    },
    async addCounts(counts) {
      for (const { day, site, measure, regime, locale, notice, purpose, n } of counts) {
        addCount(day, site, measure, regime, locale, notice, purpose, n)
      }
    },
    async removeCounts(before, { sites, except = false }) {
      removeCounts(before, JSON.stringify(sites), except ? 1 : 0)
    },
    async putToken({ hash, name, role, sites, created, expires }) {
      putToken(hash, name, role, sites && JSON.stringify(sites), created, expires)
    },
    async removeToken(hash) {
      removeToken(hash)
    },
    async addAccess({ at, who, what, entries }) {
      addAccess(at, who, what, entries)
    },
    async putSetting(name, value) {
      putSetting(name, value)
    },
    async erase(seqs, by) {
      const subjects = new Set<string>()
      const notices = new Set<string>()
      for (const seq of seqs) {
        const { subject, notice } = named.get(seq) ?? {}
        if (typeof subject === 'string') subjects.add(subject)
        if (typeof notice === 'string') notices.add(notice)
        addErasure(seq, by)
        removeRecord(seq)
      }
      for (const subject of subjects) removeSubject(subject)
      for (const notice of notices) removeDocument(notice)
    },
  }
}
