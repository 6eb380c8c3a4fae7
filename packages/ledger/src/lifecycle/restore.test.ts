import {
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, test } from 'vitest'
import { folder, recordOf, remove, secretOf } from '../ledger.example.ts'
import { backupSqlite, restoringSqlite } from '../store/sqlite-backup.ts'
import { sqliteStore } from '../store/sqlite-store.ts'
import { checkLedger } from './check-ledger.ts'
import { DAY, type Files, filesIn, fill, NOW, verify } from './lifecycle.example.ts'
import { openOffline } from './open-offline.ts'
import { type RestoreLogOptions, restoreLog } from './restore-log.ts'
import { retentionPolicy } from './retention-policy.ts'

/** A ledger, a backup of it in the middle, and what came after: records, an erasure, a retention. */
async function lostAfterBackup(): Promise<{
  files: Files
  backup: string
  checkpoint: string
  vkey: string
}> {
  const files = filesIn()
  const backup = join(folder(), 'backup.db')
  const first = await files.serving({ now: () => NOW - 9 * DAY })
  await fill(first.post, ['old'])
  await first.ledger.close()
  const second = await files.serving()
  await fill(second.post, ['a', 'b', 'c'])
  // While it is being served.
  backupSqlite(files.db, backup)
  await fill(second.post, ['d', 'e'])
  await second.ledger.fetch(remove(secretOf('b')))
  await second.ledger.fetch(remove(secretOf('d')))
  const { vkey } = second.ledger
  await second.ledger.close()
  const options = files.options()
  const offline = await openOffline(options)
  expect(await offline.retain(retentionPolicy('5'))).toMatchObject({ erased: 1 })
  await offline.close()
  await options.store.close()
  const checkpoint = readFileSync(files.checkpoint, 'utf8')
  const away = join(files.path, 'away')
  mkdirSync(away)
  for (const name of readdirSync(files.path).filter((one) => /\.db(-wal|-shm)?$/.test(one)))
    renameSync(join(files.path, name), join(away, name))
  return { files, backup, checkpoint, vkey }
}

async function restore(files: Files, backup: string, more: Partial<RestoreLogOptions> = {}) {
  const restoring = restoringSqlite(backup, files.db)
  const store = sqliteStore(restoring.file)
  try {
    const restored = await restoreLog({ ...files.outside(), store, ...more })
    await store.close()
    restoring.done()
    return restored
  } finally {
    await store.close()
  }
}

describe('G4: a database out of a backup', { timeout: 30_000 }, () => {
  test('is refused when it is simply put back', async () => {
    const { files, backup } = await lostAfterBackup()
    copyFileSync(backup, files.db)
    await expect(files.serving()).rejects.toThrow(/a checkpoint of 9 was kept: it was set back/)
    // And if the kept checkpoint is gone with it, that is asked for; the journal of erasures says the same.
    rmSync(files.checkpoint)
    await expect(files.serving()).rejects.toThrow(/no checkpoint of it is kept/)
    await expect(files.serving({ withoutCheckpoint: true })).rejects.toThrow(/lacks the erasure of entry 6/)
  })

  test('goes on under a new name; what was erased since is erased again; what is lost is said', async () => {
    const { files, backup, checkpoint, vkey } = await lostAfterBackup()
    const restored = await restore(files, backup)
    expect(restored).toMatchObject({ entries: 4, lost: 5, erased: 2, former: vkey.split('+')[0] })
    expect(restored.origin).toMatch(/^latchkey\/[0-9a-f]{16}\.restored-[0-9a-f]{8}$/)
    expect(statSync(files.db).mode & 0o777).toBe(statSync(backup).mode & 0o777)
    const { exportLines, ledger, post, get } = await files.serving({ retention: retentionPolicy('0') })
    await fill(post, ['f'])
    const lines = await exportLines()
    const verdict = await verify(lines, { key: vkey })
    expect(verdict).toMatchObject({ holds: true, counts: { record: 3, erased: 2, erasure: 2, restore: 1 } })
    expect(verdict.findings).toContainEqual(
      expect.objectContaining({ code: 'restore', message: expect.stringContaining('5 entries') }),
    )
    expect((await verify(lines, { key: vkey, checkpoint })).holds).toBe(false)
    expect(await (await get('/v1/checkpoint')).text()).toContain(restored.origin)
    const own = await (await get('/v1/subject', secretOf('b'))).json()
    expect(own.records).toEqual([])
    await ledger.close()
    // No byte of what was erased came back.
    const bytes = readdirSync(files.path)
      .filter((name) => statSync(join(files.path, name)).isFile())
      .map((name) => readFileSync(join(files.path, name), 'latin1'))
    expect(bytes.join('')).not.toContain(`policy of ${secretOf('b')}`)
    const options = files.options()
    expect(await checkLedger(options)).toMatchObject({ entries: 8, successions: 1, kept: true })
    await options.store.close()
  })

  test('stopped before its place was taken, it can be done again; a start in between is refused', async () => {
    const { files, backup } = await lostAfterBackup()
    const restoring = restoringSqlite(backup, files.db)
    const store = sqliteStore(restoring.file)
    const first = await restoreLog({ ...files.outside(), store })
    await store.close()
    const second = await restore(files, backup)
    expect(second).toMatchObject({ lost: 5, erased: 2 })
    expect(second.origin).not.toBe(first.origin)
    await (await files.serving()).ledger.close()
    // Once more, of a log that was restored before: nothing is lost then.
    const again = files.options()
    expect(await restoreLog(again)).toMatchObject({ lost: 0, erased: 0, former: null })
    await again.store.close()
  })

  test('needs the kept checkpoint and the journal, or the word that they are lost', async () => {
    const { files, backup } = await lostAfterBackup()
    const checkpoint = readFileSync(files.checkpoint)
    rmSync(files.checkpoint)
    await expect(restore(files, backup)).rejects.toThrow(/expected the kept checkpoint/)
    expect(await restore(files, backup, { withoutCheckpoint: true })).toMatchObject({ lost: null, erased: 2 })
    // It was said once: the start after it asks for nothing more.
    await (await files.serving()).ledger.close()
    for (const end of ['', '-wal', '-shm']) rmSync(`${files.db}${end}`, { force: true })
    rmSync(files.erasures)
    writeFileSync(files.checkpoint, checkpoint)
    await expect(restore(files, backup)).rejects.toThrow(/expected the erasure journal/)
    expect(await restore(files, backup, { withoutJournal: true })).toMatchObject({ lost: 5, erased: 0 })
    await (await files.serving()).ledger.close()
  })

  test('an older journal than the backup is no journal', async () => {
    const { files, backup } = await lostAfterBackup()
    copyFileSync(join(files.path, 'away', 'ledger.db'), backup)
    const [, ...later] = readFileSync(files.erasures, 'utf8').split('\n')
    writeFileSync(files.erasures, later.join('\n'))
    await expect(restore(files, backup)).rejects.toThrow(/lacks the erasure of entry 6/)
  })

  test('does not take the place of a database that is there', async () => {
    const { files, backup } = await lostAfterBackup()
    copyFileSync(backup, files.db)
    await expect(restore(files, backup)).rejects.toThrow(/place to be free/)
    rmSync(files.db)
    copyFileSync(backup, `${files.db}-wal`)
    await expect(restore(files, backup)).rejects.toThrow(/place to be free/)
  })

  test('an altered backup is refused', async () => {
    const { files, backup } = await lostAfterBackup()
    const database = new DatabaseSync(backup)
    database.exec('DROP TRIGGER entries_refuse_update; UPDATE entries SET entry = zeroblob(55) WHERE seq = 2')
    database.close()
    await expect(restore(files, backup)).rejects.toThrow(
      /^\[ledger\] start: the log has another record than entry 2/,
    )
  })
})

test('a backup holds no key, and is not written over another file', async () => {
  const files = filesIn()
  const { ledger, post } = await files.serving()
  await fill(post, ['a'])
  const backup = join(folder(), 'backup.db')
  backupSqlite(files.db, backup)
  expect(() => backupSqlite(files.db, backup)).toThrow(/not there yet/)
  const bytes = readFileSync(backup)
  const seed = readFileSync(files.keyFile, 'utf8').trim()
  expect(bytes.includes(Buffer.from(seed, 'base64'))).toBe(false)
  expect(bytes.includes(seed)).toBe(false)
  expect(bytes.includes(Buffer.alloc(32, 9))).toBe(false)
  await ledger.close()
})

describe('check', { timeout: 30_000 }, () => {
  test('runs beside a ledger that goes on writing', async () => {
    const files = filesIn()
    const { post, ledger } = await files.serving()
    await fill(post, ['a', 'b'])
    const options = files.options()
    const writing = fill(
      post,
      Array.from({ length: 30 }, (_, i) => `more ${i}`),
    )
    for (let i = 0; i < 5; i++) expect((await checkLedger(options)).entries).toBeGreaterThan(1)
    await writing
    await options.store.close()
    await ledger.close()
  })

  test('E4: finds a record that came back after its erasure', async () => {
    const files = filesIn()
    const { post, ledger } = await files.serving()
    await post(secretOf('a'), [recordOf(secretOf('a'))])
    const backup = join(folder(), 'b.db')
    backupSqlite(files.db, backup)
    await ledger.fetch(remove(secretOf('a')))
    await ledger.close()
    const database = new DatabaseSync(files.db)
    database.exec(`ATTACH '${backup}' AS b; INSERT INTO subjects SELECT * FROM b.subjects;
      INSERT INTO records SELECT * FROM b.records; DROP TRIGGER erasures_refuse_delete; DELETE FROM erasures`)
    database.close()
    await expect(files.serving()).rejects.toThrow(/has the record of entry 0, which entry 1 erased/)
  })
})
