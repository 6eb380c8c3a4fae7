import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { folder, vault } from '../ledger.example.ts'
import { sqliteStore } from './sqlite-store.ts'

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
