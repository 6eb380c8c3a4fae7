import { randomBytes } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import {
  consentEntry,
  erasureEntry,
  leafHash,
  signCheckpoint,
  utf8,
  verifierKey,
  verifyExport,
} from '@latchkey/log'
import { expect, test } from 'vitest'
import {
  chainOf,
  folder,
  key,
  ledgerIn,
  NOTICE,
  secretOf,
  sha256Hex,
  TOKEN,
  vault,
} from '../ledger.example.ts'
import { growingTree } from '../log/growing-tree.ts'
import { lookAtSqlite } from './sqlite-look.ts'
import { SCHEMA_1 } from './sqlite-schema-1.example.ts'
import { sqliteStore } from './sqlite-store.ts'

const ORIGIN = 'log.example'
const RECEIVED = 1_795_219_200_000
const OLD_TOKEN = 'an-export-token-of-before'

/** A database as the first release wrote it: records of three subjects, one of them erased. */
async function firstRelease(path: string, count = 30): Promise<{ file: string; ids: string[] }> {
  const file = join(path, 'ledger.db')
  const database = new DatabaseSync(file)
  database.exec(`PRAGMA journal_mode = WAL; PRAGMA secure_delete = ON; ${SCHEMA_1} PRAGMA user_version = 1`)
  const tree = growingTree()
  const names = ['a', 'b', 'gone'].map(secretOf)
  const records = names.flatMap((name) => chainOf(name, count / 3))
  const addEntry = database.prepare('INSERT INTO entries VALUES (?, ?)')
  const addRecord = database.prepare('INSERT INTO records VALUES (?, ?, ?, ?, ?, ?, ?)')
  const add = (entry: Uint8Array) => {
    addEntry.run(tree.size(), entry)
    tree.append(leafHash(entry))
  }
  for (const [seq, text] of records.entries()) {
    const salt = new Uint8Array(randomBytes(32))
    const { id, subject, notice } = JSON.parse(text)
    add(consentEntry({ received: RECEIVED, salt, record: utf8(text) }))
    addRecord.run(seq, id, subject, RECEIVED, salt, utf8(text), notice)
  }
  const gone = Array.from({ length: count / 3 }, (_, i) => (count / 3) * 2 + i)
  add(erasureEntry({ at: RECEIVED, entries: gone }))
  for (const seq of gone) {
    database.prepare('INSERT INTO erasures VALUES (?, ?)').run(seq, count)
    database.prepare('DELETE FROM records WHERE seq = ?').run(seq)
  }
  for (const { level, index, hashes } of tree.takeDirty())
    database.prepare('INSERT INTO tiles VALUES (?, ?, ?)').run(level, index, hashes)
  const verifier = verifierKey(ORIGIN, key.publicKey)
  const size = tree.size()
  const note = await signCheckpoint({ origin: ORIGIN, size, root: tree.root() }, verifier, key.sign)
  database.prepare('INSERT INTO heads VALUES (?, ?)').run(size, note)
  database.prepare('INSERT INTO notices VALUES (?, ?)').run(sha256Hex(NOTICE), utf8(NOTICE))
  database.prepare('INSERT INTO settings VALUES (?, ?)').run('origin', ORIGIN)
  database.prepare('INSERT INTO settings VALUES (?, ?)').run('admin', sha256Hex(OLD_TOKEN))
  database.close()
  return { file, ids: records.slice(0, (count / 3) * 2).map((text) => JSON.parse(text).id) }
}

const bytesIn = (path: string) =>
  readdirSync(path)
    .map((name) => readFileSync(join(path, name), 'latin1'))
    .join('')

test('G1: a database of the first release is sealed, keeps everything, and holds nothing readable', async () => {
  const path = folder()
  const { file, ids } = await firstRelease(path)
  expect(bytesIn(path)).toContain('policy of')
  expect(lookAtSqlite(file)).toEqual({ schema: 1, begun: true })
  const { exportLines, ledger, post, get } = await ledgerIn(path, { withoutCheckpoint: true })
  expect(lookAtSqlite(file).schema).toBe(2)
  const lines = await exportLines()
  const found = lines.flatMap((line) =>
    line.includes('"record"') ? [JSON.parse(JSON.parse(line).record).id] : [],
  )
  expect(found).toEqual(ids)
  const verdict = await verifyExport([utf8(lines.map((line) => `${line}\n`).join(''))], { key: ledger.vkey })
  expect(verdict).toMatchObject({ holds: true, counts: { record: 20, erased: 10, erasure: 1, notice: 1 } })
  // The same record once more is known; the one token of before still is one.
  const [text = ''] = lines.flatMap((line) => (line.includes('"record"') ? [JSON.parse(line).record] : []))
  expect((await (await post(secretOf('a'), [text])).json()).results[0].status).toBe('duplicate')
  expect((await get('/v1/export', OLD_TOKEN)).status).toBe(200)
  expect((await get('/v1/export', TOKEN)).status).toBe(200)
  await ledger.close()
  expect(bytesIn(path)).not.toContain('policy of')
})

test('a migration that is stopped leaves the file as it was', async () => {
  const path = folder()
  const { file } = await firstRelease(path)
  let sealed = 0
  const failing = {
    ...vault,
    seal(...args: Parameters<typeof vault.seal>) {
      sealed += 1
      if (sealed === 12) throw new Error('power')
      return vault.seal(...args)
    },
  }
  const store = sqliteStore(file)
  await expect(store.prepare(failing)).rejects.toThrow('power')
  await store.close()
  expect(lookAtSqlite(file).schema).toBe(1)
  await (await ledgerIn(path, { withoutCheckpoint: true })).ledger.close()
  expect(lookAtSqlite(file).schema).toBe(2)
})

test.each([
  ['a newer schema', 'PRAGMA user_version = 3', /schema 3 of a newer ledger/],
  ['somebody else’s database', 'CREATE TABLE t (x)', /something else/],
])('%s is refused, and not touched', (_, sql, sentence) => {
  const file = join(folder(), 'ledger.db')
  const database = new DatabaseSync(file)
  database.exec(`${sql}`)
  const before = database.prepare('SELECT * FROM sqlite_schema').all()
  expect(() => sqliteStore(file)).toThrow(sentence)
  expect(database.prepare('SELECT * FROM sqlite_schema').all()).toEqual(before)
  database.close()
})
