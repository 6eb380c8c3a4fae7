import { type ConsentInput, createStore } from '@latchkey/core'
import type { Proof } from '@latchkey/proof'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Noted, RAW, records } from './records.ts'

const AT = 1_800_000_000_000
const ready: ConsentInput = {
  type: 'ready',
  regime: { id: 'eu', model: 'opt-in', honours: { gpc: 'all' }, grantDays: 180, refusalDays: 184 },
  signals: { gpc: null },
  snapshot: null,
  at: AT,
}
const decide = (answer: 'granted' | 'denied'): ConsentInput => ({
  type: 'decide',
  choices: { analytics: answer },
  via: 'api',
  subject: false,
  at: AT,
})

beforeEach(() => {
  vi.useFakeTimers({ now: AT })
  localStorage.clear()
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.useRealTimers()
})

/** Records whose proving code comes when the test says so. */
function kept() {
  const taken: Noted[][] = []
  const proved: unknown[] = []
  const proof = Object.assign(() => {}, {
    record: (...what: readonly unknown[]) => void proved.push(what[1]),
    history: async () => ['mine'],
    receipt: async (id: string) => id,
  }) as unknown as Proof // as much of it as is asked for
  let come: (proof: Proof) => void = () => {}
  let fail: (error: unknown) => void = () => {}
  const load = vi.fn((noted: Noted[]) => {
    taken.push(noted)
    return new Promise<Proof>((resolve, reject) => {
      come = resolve
      fail = reject
    })
  })
  const failed = vi.fn()
  const extension = records({ load, failed })
  const store = createStore({ version: '1', purposes: [{ id: 'analytics' }, { id: 'marketing' }] })
  const join = () => extension(store)
  const settle = () => vi.advanceTimersByTimeAsync(0)
  const arrive = async () => {
    come(proof)
    await settle()
  }
  const breaks = async () => {
    fail(new Error('offline'))
    await settle()
  }
  return { extension, store, join, load, failed, taken, proved, arrive, breaks, settle }
}

const journal = () => Object.keys(localStorage).filter((key) => key.startsWith(RAW))

describe('a decision from before the proving code is there (D2)', () => {
  it('is written down in its own task, whole, and asks for the code', async () => {
    const { store, join, load, taken, settle } = kept()
    join()
    store.send(ready)
    expect(journal()).toEqual([])
    store.send(decide('granted'))
    expect(journal()).toHaveLength(1)
    const [state, change] = JSON.parse(localStorage.getItem(journal()[0] ?? '') ?? '')
    expect(state).toMatchObject({ regime: { id: 'eu' }, signals: { gpc: null }, policy: { version: '1' } })
    expect(change).toMatchObject({
      choices: { analytics: 'granted' },
      granted: ['analytics'],
      input: { via: 'api', at: AT },
    })
    await settle()
    expect(load).toHaveBeenCalledTimes(1)
    expect(taken[0]?.map(({ key }) => key)).toEqual(journal())
  })

  it('has a key of its own, also in the same millisecond (D5)', () => {
    const { store, join } = kept()
    join()
    store.send(ready)
    store.send(decide('granted'))
    store.send(decide('denied'))
    expect(journal()).toHaveLength(2)
  })

  it('is not lost where storage is switched off (D4)', async () => {
    vi.spyOn(window, 'localStorage', 'get').mockImplementation(() => {
      throw new DOMException('denied', 'SecurityError')
    })
    const { store, join, taken, settle } = kept()
    join()
    store.send(ready)
    store.send(decide('denied'))
    await settle()
    expect(taken[0]?.map(({ what }) => what[1].choices)).toEqual([{ analytics: 'denied' }])
    await vi.advanceTimersByTimeAsync(5000)
  })

  it('waits for the code through a failure, which is told once, and is handed over at the next need (C112)', async () => {
    const { store, join, load, failed, taken, breaks, settle } = kept()
    join()
    store.send(ready)
    store.send(decide('granted'))
    await settle()
    await breaks()
    expect(failed.mock.calls).toEqual([[new Error('offline')]])
    store.send(decide('denied'))
    await settle()
    expect(load).toHaveBeenCalledTimes(2)
    expect(taken[1]?.map(({ what }) => what[1].choices.analytics)).toEqual(['granted', 'denied'])
  })
})

describe('what is proved', () => {
  it('once the code is there, each change goes to it directly, once, and nothing is written down', async () => {
    const { store, join, proved, taken, arrive, settle } = kept()
    join()
    store.send(ready)
    store.send(decide('granted'))
    await settle()
    await arrive()
    const before = journal()
    store.send(decide('denied'))
    expect(proved).toMatchObject([{ choices: { analytics: 'denied' } }])
    expect(journal()).toEqual(before)
    expect(taken).toHaveLength(1)
  })

  it.each<[string, readonly ConsentInput[], number]>([
    [
      'a surface that was shown',
      [ready, { type: 'shown', surface: 'banner', notice: '{}', locale: 'en', at: AT }],
      1,
    ],
    ['a browser’s signal', [{ ...ready, signals: { gpc: true } }], 1],
    ['the rules of a visit alone', [ready, ready], 0],
    ['opening and closing', [ready, { type: 'show', surface: 'preferences' }, { type: 'hide' }], 0],
    [
      'a decision that comes to nothing',
      [ready, { ...decide('granted'), choices: { nosuch: 'granted' } } as ConsentInput],
      0,
    ],
    ['what another tab has said', [ready, { type: 'adopt', snapshot: null, at: AT }], 0],
  ])('%s', async (_, inputs, times) => {
    const { store, join, load, settle } = kept()
    join()
    for (const input of inputs) store.send(input)
    await settle()
    expect(load).toHaveBeenCalledTimes(times)
  })

  it('loads nothing on a page without a decision, and something where an earlier page left one', async () => {
    const first = kept()
    first.join()
    first.store.send(ready)
    await vi.advanceTimersByTimeAsync(5000)
    expect(first.load).not.toHaveBeenCalled()
    for (const key of [`${RAW}1.0`, 'latchkey.outbox.x']) {
      localStorage.clear()
      localStorage.setItem(key, '[]')
      const next = kept()
      next.join()
      await vi.advanceTimersByTimeAsync(5000)
      expect(next.load).toHaveBeenCalledTimes(1)
    }
  })

  it('looks into the database where an answer outlived the subject that gave it: the browser was killed', async () => {
    const answers = {
      analytics: { answer: 'denied', at: AT, until: AT + 1e9, revision: '', signal: false },
    } as const
    const snapshot = { at: AT, regime: 'eu', place: 'DE', grantDays: 180, refusalDays: 184, answers }
    for (const [subject, loads] of [
      [false, 1],
      [true, 0],
    ] as const) {
      localStorage.clear()
      if (subject) localStorage.setItem('latchkey.subject', 'a'.repeat(32))
      const next = kept()
      next.join()
      next.store.send({ ...ready, snapshot } as ConsentInput)
      await vi.advanceTimersByTimeAsync(5000)
      expect(next.load).toHaveBeenCalledTimes(loads)
    }
  })

  it('hears of nothing once it is left', async () => {
    const { store, join, load, settle } = kept()
    join()?.()
    store.send(ready)
    store.send(decide('granted'))
    await settle()
    expect([load.mock.calls.length, journal().length]).toEqual([0, 0])
  })
})

it('whoever needs the code gets it', async () => {
  const { extension, join, arrive, settle } = kept()
  join()
  const wanted = extension.need()
  await settle()
  await arrive()
  expect(await (await wanted).history()).toEqual(['mine'])
})
