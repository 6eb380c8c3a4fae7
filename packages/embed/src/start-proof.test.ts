import { createStore } from '@latchkey/core'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { startProof } from './chunks/records.ts'
import { RAW } from './records.ts'

const ID = '3f1d2c4b-5a69-4788-8796-a5b4c3d2e1f0'
const STATE = { regime: null, signals: { gpc: null }, policy: { version: '1', purposes: [] } }
const CHANGE = {
  input: { type: 'decide', choices: { analytics: 'denied' }, via: 'banner', subject: true, at: 1 },
  choices: { analytics: 'denied' },
  granted: [],
  denied: ['analytics'],
  withdrawn: [],
}

beforeEach(() => {
  localStorage.clear()
  localStorage.setItem(RAW + ID, JSON.stringify([STATE, CHANGE]))
  vi.stubGlobal('fetch', () => new Promise(() => {}))
})
afterEach(() => vi.unstubAllGlobals())

const start = () =>
  startProof({
    config: { settings: { records: '/latchkey' }, purposes: [], services: [] },
    store: createStore({ version: '1', purposes: [{ id: 'analytics' }] }),
    noted: [],
    build: 'test',
    report: () => {},
  })
const has = (key: string) => localStorage.getItem(key) !== null

it('makes a record of what an earlier page wrote down, in its place', () => {
  expect(start().pending()).toBe(1)
  expect([has(RAW + ID), has(`latchkey.outbox.${ID}`)]).toEqual([false, true])
})

it('leaves what was written down where the storage has no room for the record (D4)', () => {
  const storage = localStorage
  const full = new Proxy(storage, {
    get: (target, name) =>
      name === 'setItem'
        ? (key: string, value: string) => {
            if (key.startsWith('latchkey.outbox.')) throw new DOMException('full', 'QuotaExceededError')
            target.setItem(key, value)
          }
        : typeof target[name as string] === 'function' // a method of Storage, or a stored text
          ? target[name as string].bind(target)
          : target[name as string],
  })
  vi.stubGlobal('localStorage', full)
  expect(start().pending()).toBe(1)
  vi.stubGlobal('localStorage', storage)
  expect([has(RAW + ID), has(`latchkey.outbox.${ID}`)]).toEqual([true, false])
})
