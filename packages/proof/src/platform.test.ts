import { createStore } from '@latchkey/core'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { indexedDatabase, isDatabaseThere } from './database.ts'
import { fakeLedger } from './fakes.ts'
import { fetchTransport } from './fetch-transport.ts'
import { hasPending } from './pending.ts'
import { browserPlatform } from './platform.ts'
import { proof } from './proof.ts'
import { OPT_IN } from './shop.ts'

const DAY = 86_400_000

afterEach(() => {
  localStorage.clear()
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

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

  it.each(['put', 'add'] as const)(
    'rejects where a value cannot be stored (%s), and goes on',
    async (how) => {
      const database = indexedDatabase()
      await expect(database[how]('uncloneable', () => {})).rejects.toThrow()
      await database[how]('cloneable', 'x')
      expect(await database.all()).toContain('x')
      await database.remove(['cloneable', 'nothing'])
      expect(await database.all()).not.toContain('x')
    },
  )

  it('is known to be there once it was opened, whatever others there are', async () => {
    const names = (...list: string[]) =>
      vi.stubGlobal('indexedDB', { databases: async () => list.map((name) => ({ name, version: 1 })) })
    names('cart', 'latchkey')
    expect(await isDatabaseThere()).toBe(true)
    names('cart')
    expect(await isDatabaseThere()).toBe(false)
    names()
    expect(await isDatabaseThere()).toBe(false)
    vi.unstubAllGlobals()
    await indexedDatabase().all()
    expect(await isDatabaseThere()).toBe(true)
  })
})

describe('the browser', () => {
  beforeEach(() => void vi.useFakeTimers())

  it('is window, document, localStorage, IndexedDB, and its randomness', () => {
    const platform = browserPlatform()
    expect([platform.window, platform.document, platform.storage()]).toEqual([window, document, localStorage])
    expect([platform.database, platform.isDatabaseThere]).toEqual([indexedDatabase, isDatabaseThere])
    const [one, two] = [platform.random(16), platform.random(16)]
    expect([one.length, two.length]).toEqual([16, 16])
    expect(one).not.toEqual(two)
    expect(platform.chance()).toBeGreaterThanOrEqual(0)
    expect(platform.chance()).toBeLessThan(1)
  })

  it('runs a task later, unless that was called off', () => {
    const { after } = browserPlatform()
    const [task, calledOff] = [vi.fn(), vi.fn()]
    after(50, task)
    after(50, calledOff)()
    vi.advanceTimersByTime(49)
    expect(task).not.toHaveBeenCalled()
    vi.advanceTimersByTime(DAY)
    expect(task).toHaveBeenCalledOnce()
    expect(calledOff).not.toHaveBeenCalled()
  })

  it('has painted when a frame has come and gone', () => {
    let frame = () => {}
    vi.stubGlobal('requestAnimationFrame', (callback: () => void) => {
      frame = callback
    })
    const task = vi.fn()
    browserPlatform().painted(task)
    frame()
    expect(task).not.toHaveBeenCalled()
    vi.advanceTimersByTime(1)
    expect(task).toHaveBeenCalledOnce()
    vi.advanceTimersByTime(DAY)
    expect(task).toHaveBeenCalledOnce()
  })

  it('is not waited for where nothing is painted, for longer than a tenth of a second', () => {
    vi.stubGlobal('requestAnimationFrame', () => {})
    const task = vi.fn()
    browserPlatform().painted(task)
    vi.advanceTimersByTime(99)
    expect(task).not.toHaveBeenCalled()
    vi.advanceTimersByTime(1)
    expect(task).toHaveBeenCalledOnce()
  })

  it('says when it is idle, within two seconds', () => {
    const idle = vi.fn((task: (deadline: object) => void) => task({}))
    vi.stubGlobal('requestIdleCallback', idle)
    const task = vi.fn()
    browserPlatform().idle(task)
    expect(task.mock.calls).toEqual([[]])
    expect(idle).toHaveBeenCalledWith(expect.any(Function), { timeout: 2000 })
  })

  it('that cannot say when it is idle is so after a fifth of a second', () => {
    vi.stubGlobal('requestIdleCallback', undefined)
    const task = vi.fn()
    browserPlatform().idle(task)
    vi.advanceTimersByTime(199)
    expect(task).not.toHaveBeenCalled()
    vi.advanceTimersByTime(1)
    expect(task).toHaveBeenCalledOnce()
  })

  it.each([
    ['free', {}, 1],
    ['taken', null, 0],
  ])('runs a task under a lock that is %s, and waits for none (D5)', async (_what, lock, runs) => {
    const request = vi.fn((_name: string, _options: object, run: (lock: unknown) => unknown) => run(lock))
    vi.stubGlobal('navigator', { locks: { request } })
    const task = vi.fn(async () => {})
    await browserPlatform().alone(task)
    expect(task).toHaveBeenCalledTimes(runs)
    expect(request).toHaveBeenCalledWith('latchkey.outbox', { ifAvailable: true }, expect.any(Function))
  })

  it('without locks runs every task', async () => {
    vi.stubGlobal('navigator', {})
    const task = vi.fn(async () => {})
    await browserPlatform().alone(task)
    expect(task).toHaveBeenCalledOnce()
  })
})
