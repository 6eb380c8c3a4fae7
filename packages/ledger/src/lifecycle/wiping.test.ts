import { existsSync, readFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, onTestFinished, test } from 'vitest'
import { recordOf, remove, secretOf, sha256Hex, TOKEN } from '../ledger.example.ts'
import { sqliteStore } from '../store/sqlite-store.ts'
import { type Files, filesIn, fill } from './lifecycle.example.ts'

/** Whether anything in the database or its journal names this subject. */
function isNamed({ db }: Files, name: string): boolean {
  const subject = sha256Hex(secretOf(name))
  return ['', '-wal'].some(
    (end) => existsSync(`${db}${end}`) && readFileSync(`${db}${end}`).includes(subject),
  )
}

/** Somebody who reads the database, as a shell or a backup does. */
function reader({ db }: Files) {
  const database = new DatabaseSync(db)
  onTestFinished(() => {
    if (database.isOpen) database.close()
  })
  database.exec('BEGIN')
  database.prepare('SELECT count(*) FROM records').get()
  return { end: () => database.close() }
}

const wipeDue = async (get: (path: string, token?: string) => Promise<Response>) =>
  /^latchkey_wipe_due (\d)/m.exec(await (await get('/v1/metrics', TOKEN)).text())?.[1]

describe('G3: an erasure while somebody reads the database', { timeout: 30_000 }, () => {
  test('is answered with 202 until it is wiped, which an idle ledger does by itself', async () => {
    const files = filesIn()
    const { post, ledger, get } = await files.serving({ wipeWithin: 20 })
    await fill(post, ['a', 'b'])
    const { end } = reader(files)
    const first = await ledger.fetch(remove(secretOf('a')))
    expect([first.status, await first.json()]).toEqual([
      202,
      expect.objectContaining({ erased: 1, entries: [2], pending: true }),
    ])
    expect(isNamed(files, 'a')).toBe(true)
    expect(await wipeDue(get)).toBe('1')
    // Records are taken meanwhile, and whoever asks once more hears the same.
    expect((await post(secretOf('c'), [recordOf(secretOf('c'))])).status).toBe(200)
    expect((await ledger.fetch(remove(secretOf('a')))).status).toBe(202)
    end()
    await expect.poll(() => isNamed(files, 'a'), { timeout: 20_000 }).toBe(false)
    expect(isNamed(files, 'b')).toBe(true)
    await expect.poll(() => wipeDue(get)).toBe('0')
    const again = await ledger.fetch(remove(secretOf('a')))
    expect([again.status, (await again.json()).pending]).toEqual([200, undefined])
  })

  test('is answered with 200 if the reader ends in time', async () => {
    const files = filesIn()
    const { post, ledger, get } = await files.serving({ wipeWithin: 20_000 })
    await fill(post, ['a'])
    const { end } = reader(files)
    const answer = ledger.fetch(remove(secretOf('a')))
    await expect.poll(() => wipeDue(get)).toBe('1')
    end()
    expect((await answer).status).toBe(200)
    expect(isNamed(files, 'a')).toBe(false)
  })

  test('that nobody could wipe before the ledger ended is wiped after the next start', async () => {
    const files = filesIn()
    const one = await files.serving({ wipeWithin: 20 })
    await fill(one.post, ['a', 'b'])
    const { end } = reader(files)
    expect((await one.ledger.fetch(remove(secretOf('a')))).status).toBe(202)
    await one.ledger.close()
    const two = await files.serving()
    expect(await wipeDue(two.get)).toBe('1')
    end()
    await expect.poll(() => isNamed(files, 'a'), { timeout: 20_000 }).toBe(false)
  })
})

test('F3: while another process holds the file, questions are answered and records are put off', {
  timeout: 30_000,
}, async () => {
  const files = filesIn()
  const { post, get } = await files.serving({ store: sqliteStore(files.db, { timeout: 100 }) })
  await fill(post, ['a'])
  const holder = new DatabaseSync(files.db)
  holder.exec('BEGIN IMMEDIATE')
  const sent = post(secretOf('b'), [recordOf(secretOf('b'))])
  expect((await get('/v1/health')).status).toBe(200)
  const { status, headers } = await sent
  expect([status, headers.get('retry-after')]).toEqual([503, expect.stringMatching(/^\d+$/)])
  holder.close()
  expect((await post(secretOf('b'), [recordOf(secretOf('b'))])).status).toBe(200)
})
