import { gate } from '@latchkey/browser'
import { type ConsentInput, createStore, type Extension } from '@latchkey/core'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { announce } from './announce.ts'

const ready: ConsentInput = {
  type: 'ready',
  regime: { id: 'eu', model: 'opt-in', grantDays: 180, refusalDays: 184 },
  signals: { gpc: null },
  snapshot: null,
  at: 0,
}
const decide = (answer: 'granted' | 'denied'): ConsentInput => ({
  type: 'decide',
  choices: { analytics: answer },
  via: 'api',
  subject: false,
  at: 1,
})

const page = window as Window & { dataLayer?: unknown }
let heard: { readonly name: string; readonly detail: unknown }[] = []
const hear = (event: Event) => heard.push({ name: event.type, detail: (event as CustomEvent).detail })
const NAMES = ['latchkey:ready', 'latchkey:change', 'latchkey:withdrawn']

beforeEach(() => {
  vi.useFakeTimers()
  heard = []
  page.dataLayer = []
  for (const name of NAMES) document.addEventListener(name, hear)
})
afterEach(() => {
  for (const name of NAMES) document.removeEventListener(name, hear)
  delete page.dataLayer
  vi.useRealTimers()
})

function announced(...before: readonly Extension[]) {
  const store = createStore({ version: '1', purposes: [{ id: 'analytics' }, { id: 'marketing' }] })
  for (const extension of before) extension(store)
  const leave = announce(async () => {})(store)
  return { store, leave }
}

it('tells once that the rules are known, then each change, then what was withdrawn', () => {
  const { store } = announced()
  for (const input of [ready, ready, decide('granted'), { type: 'hide' } as const, decide('denied')])
    store.send(input)
  expect(heard.map(({ name }) => name)).toEqual([
    'latchkey:ready',
    'latchkey:change',
    'latchkey:change',
    'latchkey:withdrawn',
  ])
  expect(heard[1]?.detail).toMatchObject({
    change: { granted: ['analytics'] },
    state: { phase: 'undecided' },
  })
  expect(heard[3]?.detail).toEqual({ purposes: ['analytics'] })
  for (const { detail } of heard) expect(Object.isFrozen(detail)).toBe(true)
})

it('pushes to the dataLayer after the services of the change have started, and so after Consent Mode', async () => {
  const layer = page.dataLayer as unknown[]
  const start = () => void layer.push('consent update')
  const { store } = announced(gate({ services: [{ id: 'g', needs: 'analytics', start }] }))
  store.send(ready)
  store.send(decide('granted'))
  expect(layer).toEqual([])
  await vi.advanceTimersByTimeAsync(50)
  expect(layer).toEqual([
    'consent update',
    { event: 'latchkey_change', latchkey: { analytics: 'granted', marketing: 'denied' } },
  ])
})

it.each([
  ['none', undefined],
  ['an element of that name (B5)', { push: 'x' }],
])('leaves a page’s dataLayer alone that is %s', async (_, other) => {
  const { store } = announced()
  page.dataLayer = other
  store.send(ready)
  store.send(decide('granted'))
  await vi.advanceTimersByTimeAsync(50)
  expect(page.dataLayer).toBe(other)
})

it('tells nothing once it is left', () => {
  const { store, leave } = announced()
  leave?.()
  store.send(ready)
  expect(heard).toEqual([])
})

it('tells a tag manager only when the services have come', async () => {
  let come = () => {}
  const store = createStore({ version: '1', purposes: [{ id: 'analytics' }] })
  announce(() => new Promise<void>((resolve) => (come = resolve)))(store)
  store.send(ready)
  store.send(decide('granted'))
  await vi.advanceTimersByTimeAsync(5000)
  expect(page.dataLayer).toEqual([])
  come()
  await vi.advanceTimersByTimeAsync(100)
  expect(page.dataLayer).toEqual([{ event: 'latchkey_change', latchkey: { analytics: 'granted' } }])
})
