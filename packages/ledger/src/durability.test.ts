import { copyFileSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { toBase64 } from '@latchkey/log'
import { describe, expect, test } from 'vitest'
import { createLedger } from './create-ledger.ts'
import { chainOf, folder, key, ledgerIn, recordOf, remove, secretOf, vault } from './ledger.example.ts'
import { signingKey, signingKeyFile } from './log/signing-key.ts'
import { sqliteStore } from './store/sqlite-store.ts'
import type { LogStore } from './store/store.ts'

const secret = secretOf('shopper')

/** A closed ledger with some records, an erasure among them; an operator with the database open. */
async function filled(path: string): Promise<string> {
  const { ledger, file, post } = await ledgerIn(path)
  await post(secret, chainOf(secret, 3))
  await post(secretOf('other'), chainOf(secretOf('other'), 2))
  await ledger.fetch(remove(secretOf('other')))
  await ledger.close()
  return file
}

function edit(file: string, sql: string): void {
  const database = new DatabaseSync(file)
  database.exec(sql)
  database.close()
}

test('goes on where it ended', async () => {
  const path = folder()
  await filled(path)
  const { post, get } = await ledgerIn(path)
  expect((await (await get('/v1/health')).json()).entries).toBe(6)
  const result = await (await post(secret, [recordOf(secret, 3)])).json()
  expect(result.results[0]).toMatchObject({ status: 'stored', receipt: { seq: 6 } })
})

describe('D8: a failed commit', () => {
  test.each(['before', 'after'] as const)(
    'acknowledges nothing and stops, if it fails %s its work',
    async (when) => {
      const path = folder()
      const real = sqliteStore(join(path, 'ledger.db'))
      let broken = false
      const store: LogStore = {
        ...real,
        async transact(work) {
          if (broken && when === 'before') throw new Error('disk full')
          return real.transact(async (writer) => {
            const result = await work(writer)
            if (broken) throw new Error('disk full')
            return result
          })
        },
      }
      const failures: unknown[] = []
      const { post, get } = await ledgerIn(path, { store, onFailure: (error) => failures.push(error) })
      await post(secret, [recordOf(secret)])
      broken = true
      const records = [recordOf(secret, 1), recordOf(secret, 2)]
      const answers = await Promise.all(records.map((record) => post(secret, [record])))
      expect(answers.map(({ status }) => status)).toEqual([503, 503])
      expect(failures).toHaveLength(1)
      broken = false
      expect((await post(secret, [recordOf(secret, 3)])).status).toBe(503)
      expect((await get('/v1/health')).status).toBe(503)
      await real.close()
      const again = await ledgerIn(path)
      expect((await (await again.get('/v1/health')).json()).entries).toBe(1)
    },
  )
})

describe('E2: the database refuses', () => {
  test.each([
    "UPDATE entries SET entry = x'00' WHERE seq = 0",
    'DELETE FROM entries WHERE seq = 0',
    "INSERT OR REPLACE INTO entries VALUES (0, x'00')",
    "INSERT INTO entries VALUES (99, x'00')",
    "UPDATE heads SET note = ''",
    'DELETE FROM heads',
    "INSERT OR REPLACE INTO heads VALUES (3, '')",
    'DELETE FROM erasures',
    'UPDATE records SET received = 0',
    'DELETE FROM records',
  ])('%s', async (sql) => {
    const file = await filled(folder())
    expect(() => edit(file, sql)).toThrow(/only|do not change/)
  })
})

describe('does not start on', () => {
  const drop = (table: string, verb: string) => `DROP TRIGGER ${table}_refuse_${verb};`
  test.each([
    [
      'an altered entry',
      `${drop('entries', 'update')} UPDATE entries SET entry = zeroblob(55) WHERE seq = 1`,
    ],
    [
      'a record that was deleted without an erasure (E4)',
      `${drop('records', 'delete')} DELETE FROM records WHERE seq = 1`,
    ],
    [
      'an erasure that its entry does not name (E4)',
      'INSERT INTO erasures VALUES (1, 5); DELETE FROM records WHERE seq = 1',
    ],
    [
      'an entry that was cut off',
      `${drop('entries', 'delete')} ${drop('erasures', 'delete')} DELETE FROM entries WHERE seq = 5`,
    ],
    ['an entry that no checkpoint covers', "INSERT INTO entries VALUES (6, x'00')"],
    ['an altered tile', 'UPDATE tiles SET hashes = zeroblob(192)'],
    [
      'an altered checkpoint',
      `${drop('heads', 'update')} UPDATE heads SET note = replace(note, char(10) || '6' || char(10), char(10) || '5' || char(10))`,
    ],
    [
      'a first checkpoint, of no entries, that is another’s',
      `${drop('heads', 'update')} UPDATE heads SET note = (SELECT note FROM heads WHERE size = 3) WHERE size = 0`,
    ],
    ['a log that was emptied', `${drop('heads', 'delete')} DELETE FROM heads`],
    [
      'a record beyond its end',
      "INSERT INTO records SELECT 99, site, 'planted', subject, received, assurance, sealed, notice FROM records LIMIT 1",
    ],
    ['an erasure beyond its end', 'INSERT INTO erasures VALUES (99, 5)'],
    ['a tile beyond its end', 'INSERT INTO tiles VALUES (0, 9, zeroblob(32))'],
    [
      'an older checkpoint that was altered',
      `${drop('heads', 'update')} UPDATE heads SET note = upper(note) WHERE size = 3`,
    ],
    [
      'a record that is found by another notice than it names',
      "DROP TRIGGER records_refuse_update; UPDATE records SET notice = 'other' WHERE seq = 1",
    ],
    [
      'a record under another id',
      "DROP TRIGGER records_refuse_update; UPDATE records SET id = 'other' WHERE seq = 1",
    ],
    ['another schema', 'PRAGMA user_version = 7'],
  ])('%s', async (_, sql) => {
    const path = folder()
    edit(await filled(path), `PRAGMA foreign_keys = OFF; ${sql}`)
    await expect(ledgerIn(path)).rejects.toThrow(/^\[ledger\] /)
  })

  test('anything that it refuses, and lets go of the database then', async () => {
    const path = folder()
    const store = sqliteStore(await filled(path))
    const strange = signingKey(toBase64(new Uint8Array(32).fill(8)))
    await expect(createLedger({ store, key: strange, vault })).rejects.toThrow(/^\[ledger\] /)
    await expect(async () => store.read.head()).rejects.toThrow(/finalized|not open/)
  })

  test('E3: a database that was set back', async () => {
    const path = folder()
    const { ledger, file, post } = await ledgerIn(path)
    await post(secret, [recordOf(secret)])
    await ledger.close()
    copyFileSync(file, `${file}.backup`)
    const later = await ledgerIn(path)
    await later.post(secret, [recordOf(secret, 1)])
    await later.ledger.close()
    copyFileSync(`${file}.backup`, file)
    await expect(ledgerIn(path)).rejects.toThrow(/set back/)
  })

  test('E3: a database that was swapped for another of the same key', async () => {
    const [path, elsewhere] = [folder(), folder()]
    const file = await filled(path)
    const { ledger, file: swapped, post } = await ledgerIn(elsewhere, { origin: 'other.example' })
    await post(secret, chainOf(secret, 9))
    await ledger.close()
    copyFileSync(swapped, file)
    await expect(ledgerIn(path)).rejects.toThrow(/kept with a checkpoint/)
  })

  test('E3: another history of the same log by the same key, even a longer one', async () => {
    const [path, elsewhere] = [folder(), folder()]
    const origin = 'log.example'
    const { ledger, file, post } = await ledgerIn(path, { origin })
    await post(secret, chainOf(secret, 2))
    await ledger.close()
    const fork = await ledgerIn(elsewhere, { origin })
    await fork.post(secret, chainOf(secret, 5))
    await fork.ledger.close()
    copyFileSync(fork.file, file)
    await expect(ledgerIn(path, { origin })).rejects.toThrow(/does not add up/)
  })

  test('E3: a database that is gone while its checkpoint is there', async () => {
    const path = folder()
    rmSync(await filled(path))
    await expect(ledgerIn(path)).rejects.toThrow(/is empty/)
  })

  test('another signing key', async () => {
    const path = folder()
    await filled(path)
    const other = signingKey(toBase64(new Uint8Array(32).fill(8)))
    await expect(ledgerIn(path, { key: other })).rejects.toThrow(/this key did not sign/)
  })
})

describe('keys and tokens', () => {
  test('a key file is made once, for its owner only', () => {
    const file = join(folder(), 'key')
    const made = signingKeyFile(file)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(signingKeyFile(file).publicKey).toEqual(made.publicKey)
  })

  test('a key file that others can read is refused', () => {
    const file = join(folder(), 'key')
    writeFileSync(file, toBase64(new Uint8Array(32)), { mode: 0o644 })
    expect(() => signingKeyFile(file)).toThrow(/only its owner/)
  })

  test.each(['', 'abc', toBase64(new Uint8Array(31)), toBase64(new Uint8Array(33))])(
    '%j is no key',
    (seed) => {
      expect(() => signingKey(seed)).toThrow(/32 bytes/)
    },
  )

  test('AS5: an export token is made once, works, and its hash alone is stored', async () => {
    const path = folder()
    const first = await ledgerIn(path, { adminToken: undefined })
    const token = first.ledger.newAdminToken ?? ''
    expect((await first.get('/v1/export', token)).status).toBe(200)
    await first.ledger.close()
    expect(readFileSync(first.file).includes(token)).toBe(false)
    const second = await ledgerIn(path, { adminToken: undefined })
    expect(second.ledger.newAdminToken).toBeNull()
    expect((await second.get('/v1/export', token)).status).toBe(200)
    expect(key.publicKey).toHaveLength(32)
  })
})
