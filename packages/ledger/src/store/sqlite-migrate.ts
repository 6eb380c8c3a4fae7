import type { DatabaseSync } from 'node:sqlite'
import { fromUtf8 } from '@latchkey/log'
import type { Vault } from '../vault/vault.ts'
import { SCHEMA, SCHEMA_VERSION } from './sqlite-schema.ts'
import { bytesOf, numberOf, textOf } from './stored-rows.ts'

const PAGE = 1000
const KEPT = ['entries', 'erasures', 'heads', 'tiles', 'settings']
const MOVED = ['entries', 'records', 'erasures', 'heads', 'tiles', 'notices', 'settings']

/**
 * Schema 1 kept records as they came; here each is sealed with a key of its subject's. All of it is one transaction:
 * whatever stops it, the file is either old or new. Then the file is written anew, so that no page of it and no journal
 * holds what was readable (threat model G1).
 */
export function migrateFrom1(database: DatabaseSync, vault: Vault): void {
  database.exec('PRAGMA foreign_keys = OFF; BEGIN IMMEDIATE')
  try {
    // Two processes may start at once: whoever comes second looks again.
    if (versionOf(database) === 1) move(database, vault)
    database.exec('COMMIT; PRAGMA foreign_keys = ON')
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK')
    throw error
  }
  database.exec('VACUUM')
  const { busy } = database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get() ?? {}
  if (busy !== 0) {
    throw new Error('[ledger] sqliteStore: expected nobody else to use the file while it is migrated.')
  }
}

function move(database: DatabaseSync, vault: Vault): void {
  dropTriggersAndIndexes(database)
  for (const table of MOVED) database.exec(`ALTER TABLE ${table} RENAME TO old_${table}`)
  database.exec(SCHEMA)
  // The fences stand already: rows go in one by one in the log's order.
  for (const table of KEPT) {
    const order = {
      entries: 'seq',
      erasures: 'seq',
      heads: 'size',
      tiles: 'level, number',
      settings: 'name',
    }[table]
    database.exec(`INSERT INTO ${table} SELECT * FROM old_${table} ORDER BY ${order}`)
  }
  database.exec('INSERT INTO documents SELECT digest, document, 0 FROM old_notices')
  sealRecords(database, vault)
  for (const table of MOVED.toReversed()) database.exec(`DROP TABLE old_${table}`)
  moveToken(database)
  database.exec(`PRAGMA user_version = ${SCHEMA_VERSION}`)
}

function sealRecords(database: DatabaseSync, vault: Vault): void {
  const page = database.prepare('SELECT * FROM old_records WHERE seq > ? ORDER BY seq LIMIT ?')
  const keyOf = database.prepare('SELECT kek, wrapped FROM subjects WHERE subject = ?')
  const addSubject = database.prepare('INSERT INTO subjects (subject, kek, wrapped) VALUES (?, ?, ?)')
  const addRecord = database.prepare(`
    INSERT INTO records (seq, site, id, subject, received, assurance, sealed, notice) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`)
  for (let last = -1; ; ) {
    const rows = page.all(last, PAGE)
    for (const row of rows) {
      const [seq, subject, body] = [
        numberOf(row.seq),
        textOf(row.subject),
        bytesOf(row.body) ?? new Uint8Array(),
      ]
      const known = keyOf.get(subject)
      const key = known
        ? { kek: textOf(known.kek), wrapped: bytesOf(known.wrapped) ?? new Uint8Array() }
        : vault.newKey(subject)
      if (!known) addSubject.run(subject, key.kek, key.wrapped)
      const sealed = vault.seal(subject, key, seq, { salt: bytesOf(row.salt) ?? new Uint8Array(), body })
      // Schema 1 had one kind of record, and ids for all sites together.
      const notice = row.notice === null ? null : textOf(row.notice)
      addRecord.run(
        seq,
        siteOf(body),
        textOf(row.id),
        subject,
        numberOf(row.received),
        'subject',
        sealed,
        notice,
      )
      last = seq
    }
    if (rows.length < PAGE) return
  }
}

/** Schema 1 had one token, good for everything; its hash stood among the settings. */
function moveToken(database: DatabaseSync): void {
  const hash = database.prepare("SELECT value FROM settings WHERE name = 'admin'").get()?.value
  database.exec("DELETE FROM settings WHERE name = 'admin'")
  if (typeof hash !== 'string') return
  database
    .prepare('INSERT INTO tokens (hash, name, role, sites, created, expires) VALUES (?, ?, ?, NULL, 0, NULL)')
    .run(hash, 'first administrator', 'admin')
}

function dropTriggersAndIndexes(database: DatabaseSync): void {
  const rows = database
    .prepare(
      "SELECT type, name FROM sqlite_schema WHERE type = 'trigger' OR (type = 'index' AND sql IS NOT NULL)",
    )
    .all()
  for (const { type, name } of rows) {
    // The file is foreign until it was verified: a name is a name, whatever it spells.
    database.exec(`DROP ${type === 'trigger' ? 'TRIGGER' : 'INDEX'} "${textOf(name).replaceAll('"', '""')}"`)
  }
}

function siteOf(body: Uint8Array): string {
  try {
    const record: unknown = JSON.parse(fromUtf8(body) ?? '')
    const site = typeof record === 'object' && record !== null && 'site' in record ? record.site : ''
    return typeof site === 'string' ? site : ''
  } catch {
    return '' // what is no record fails the check that follows
  }
}

function versionOf(database: DatabaseSync): number {
  return numberOf(database.prepare('PRAGMA user_version').get()?.user_version)
}
