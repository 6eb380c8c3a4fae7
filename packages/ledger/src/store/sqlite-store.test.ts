import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { folder, vault } from '../ledger.example.ts'
import { sqliteStore } from './sqlite-store.ts'

test('whoever waits for a file that another process holds lets everything else go on', async () => {
  const file = join(folder(), 'ledger.db')
  const store = sqliteStore(file)
  await store.prepare(vault)
  const holder = new DatabaseSync(file)
  const began = performance.now()
  holder.exec('BEGIN IMMEDIATE')
  const commits = [1, 2].map((n) => store.transact(async (writer) => writer.putSetting('n', String(n))))
  const wiped = store.wipe()
  // A turn of the event loop, which answers others.
  await new Promise((resolve) => setImmediate(resolve))
  expect(performance.now() - began).toBeLessThan(2000)
  expect(await store.read.setting('n')).toBe(null)
  holder.exec('ROLLBACK; BEGIN; SELECT * FROM settings')
  await Promise.all(commits)
  expect(await wiped).toBe(false)
  expect(await store.read.setting('n')).toBe('2')
  holder.exec('ROLLBACK')
  expect(await store.wipe()).toBe(true)
  holder.close()
  await store.close()
})

test('a file that another process holds is a passing matter, a broken one is not (D8)', async () => {
  const file = join(folder(), 'ledger.db')
  const store = sqliteStore(file)
  await store.prepare(vault)
  const [holder, waiter] = [new DatabaseSync(file), new DatabaseSync(file, { timeout: 0 })]
  holder.exec('BEGIN IMMEDIATE')
  const errorOf = (work: () => void): unknown => {
    try {
      work()
      return null
    } catch (error) {
      return error
    }
  }
  expect(store.isPassing(errorOf(() => waiter.exec('BEGIN IMMEDIATE')))).toBe(true)
  expect(store.isPassing(errorOf(() => waiter.exec('SELECT * FROM nothing')))).toBe(false)
  holder.exec('ROLLBACK')
  holder.close()
  waiter.close()
  await store.close()
})
