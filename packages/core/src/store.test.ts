import { describe, expect, it, vi } from 'vitest'
import { createStore } from './store.ts'
import type { Change, ConsentInput, Regime } from './types.ts'

const regime: Regime = { id: 'eu', model: 'opt-in', grantDays: 180, refusalDays: 184 }
const ready: ConsentInput = { type: 'ready', regime, signals: { gpc: null }, snapshot: null, at: 1000 }
const policy = { version: '1', purposes: [{ id: 'analytics' }, { id: 'marketing' }] }
const accept = (at: number): ConsentInput => ({
  type: 'decide',
  choices: { analytics: 'granted', marketing: 'granted' },
  via: 'banner',
  subject: true,
  at,
})
const refuse = (at: number): ConsentInput => ({
  type: 'decide',
  choices: { analytics: 'denied' },
  via: 'api',
  subject: false,
  at,
})

describe('the store', () => {
  it('says what each input granted, denied and withdrew', () => {
    const store = createStore(policy)
    const changes: Change[] = []
    store.subscribe((_, change) => changes.push(change))
    store.send(ready)
    store.send(accept(1000))
    store.send(refuse(2000))
    expect(changes.map(({ granted, denied, withdrawn }) => ({ granted, denied, withdrawn }))).toEqual([
      { granted: [], denied: [], withdrawn: [] },
      { granted: ['analytics', 'marketing'], denied: [], withdrawn: [] },
      { granted: [], denied: ['analytics'], withdrawn: ['analytics'] },
    ])
    expect(changes[2]?.choices).toEqual({ analytics: 'denied' })
  })

  it('says what a decision came to, not what was tried', () => {
    const store = createStore(policy)
    store.send(ready)
    let choices: Change['choices'] = {}
    store.subscribe((_, change) => {
      choices = change.choices
    })
    store.send({ ...accept(1000), subject: false } as ConsentInput)
    expect(choices).toEqual({ analytics: 'denied', marketing: 'denied' })
  })

  it('tells subscribers in the order they joined, all of one input before the next', () => {
    const store = createStore(policy)
    const heard: string[] = []
    store.subscribe((_, { input }) => {
      heard.push(`first ${input.type}`)
      if (input.type === 'ready') store.send({ type: 'hide' })
    })
    store.subscribe((_, { input }) => heard.push(`second ${input.type}`))
    store.send(ready)
    expect(heard).toEqual(['first ready', 'second ready', 'first hide', 'second hide'])
  })

  it('lets the others hear when a subscriber throws, and throws the first error at the end', () => {
    const store = createStore(policy)
    const other = vi.fn()
    store.subscribe(() => {
      throw new Error('one')
    })
    store.subscribe(() => {
      throw new Error('two')
    })
    store.subscribe(other)
    expect(() => store.send(ready)).toThrow('one')
    expect(other).toHaveBeenCalledTimes(1)
    expect(() => store.send({ type: 'hide' })).toThrow('one')
    expect(other).toHaveBeenCalledTimes(2)
  })

  it('stops telling who has left, even in the middle of a round of its own making', () => {
    const store = createStore(policy)
    const listener = vi.fn()
    const leave = store.subscribe(listener)
    store.subscribe(listener)
    leave()
    store.send(ready)
    expect(listener).toHaveBeenCalledTimes(1)
  })

  it('gives out no handle on its inside (C3)', () => {
    const store = createStore(policy)
    store.send(ready)
    store.send(accept(1000))
    const state = store.get()
    expect(() => Object.assign(state.standings.analytics ?? {}, { granted: false })).toThrow(TypeError)
    expect(() => Object.assign(state, { phase: 'pending' })).toThrow(TypeError)
    expect(Object.isFrozen(state.snapshot)).toBe(true)
  })
})
