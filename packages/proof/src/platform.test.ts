import { createStore } from '@latchkey/core'
import { afterEach, describe, expect, it } from 'vitest'
import { indexedDatabase } from './database.ts'
import { fakeLedger } from './fakes.ts'
import { fetchTransport } from './fetch-transport.ts'
import { hasPending } from './pending.ts'
import { proof } from './proof.ts'
import { OPT_IN } from './shop.ts'

afterEach(() => localStorage.clear())

describe('in a browser', () => {
  it('a decision goes through localStorage, fetch and IndexedDB as they are', async () => {
    const ledger = fakeLedger()
    const page = { isGone: () => false }
    const store = createStore({ version: '1', purposes: [{ id: 'analytics' }] })
    const keep = proof({
      site: 'shop.example',
      ui: '1',
      report: (problem) => expect(problem).toBe(undefined),
      transports: fetchTransport('/latchkey', { fetch: ledger.fetchFrom(page) }),
    })
    const stop = keep(store)
    store.send({ type: 'ready', regime: OPT_IN, signals: { gpc: null }, snapshot: null, at: 1 })
    store.send({ type: 'decide', choices: { analytics: 'granted' }, via: 'api', subject: false, at: 2 })
    expect(hasPending(localStorage)).toBe(true)
    const waiting = await keep.history()
    expect(waiting).toHaveLength(1)
    expect(hasPending(localStorage)).toBe(false)
    expect(await keep.receipt(waiting[0]?.id ?? '')).toMatchObject({ seq: 0 })
    expect(await indexedDatabase().all()).toHaveLength(1)
    if (stop) stop()
  })
})

describe('indexedDatabase', () => {
  it('puts, replaces, lists and removes', async () => {
    const database = indexedDatabase()
    await database.put('a', 1)
    await database.put('b', 2)
    await database.put('a', 3)
    await database.add('a', 4)
    await database.add('c', 2)
    expect(await indexedDatabase().all()).toEqual(expect.arrayContaining([2, 3]))
    await database.remove(['a'])
    expect(await database.all()).not.toContain(3)
    expect(await database.all()).toContain(2)
  })

  it('rejects where there is no IndexedDB, and throws nothing', async () => {
    const there = globalThis.indexedDB
    Object.defineProperty(globalThis, 'indexedDB', { value: undefined, configurable: true, writable: true })
    try {
      await expect(indexedDatabase().all()).rejects.toThrow()
      await expect(indexedDatabase().put('a', 1)).rejects.toThrow()
    } finally {
      Object.defineProperty(globalThis, 'indexedDB', { value: there, configurable: true, writable: true })
    }
  })
})
