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

  it('hears inputs again after a subscriber threw, and throws the error only once', () => {
    const store = createStore(policy)
    const leave = store.subscribe(() => {
      store.send({ type: 'hide' })
      leave()
      throw new Error('once')
    })
    expect(() => store.send(ready)).toThrow('once')
    const { surface } = store.get()
    store.send({ type: 'show', surface: 'preferences' })
    expect([surface, store.get().surface]).toEqual(['none', 'preferences'])
  })

  it('tells who joins in a round from the next one on', () => {
    const store = createStore(policy)
    const late = vi.fn()
    const leave = store.subscribe(() => {
      leave()
      store.subscribe(late)
    })
    store.send(ready)
    expect(late).not.toHaveBeenCalled()
    store.send({ type: 'hide' })
    expect(late).toHaveBeenCalledTimes(1)
  })

  it('calls a signal’s denial a denial once, and names no choice for it', () => {
    const store = createStore(policy)
    const changes: Change[] = []
    store.subscribe((_, change) => changes.push(change))
    const honouring: Regime = { ...regime, model: 'opt-out', honours: { gpc: ['marketing'] } }
    const first = { ...ready, regime: honouring } as ConsentInput
    const second = { ...first, signals: { gpc: true } } as ConsentInput
    for (const input of [first, second, second]) store.send(input)
    expect(changes.map(({ denied, withdrawn, choices }) => ({ denied, withdrawn, choices }))).toEqual([
      { denied: [], withdrawn: [], choices: {} },
      { denied: ['marketing'], withdrawn: ['marketing'], choices: {} },
      { denied: [], withdrawn: [], choices: {} },
    ])
  })

  it('names no choice when answers come from another tab', () => {
    const other = createStore(policy)
    other.send(ready)
    other.send(accept(1000))
    const store = createStore(policy)
    store.send(ready)
    let change: Change | undefined
    store.subscribe((_, now) => {
      change = now
    })
    store.send({ type: 'adopt', snapshot: other.get().snapshot, at: 1000 })
    expect(change?.choices).toEqual({})
    expect(change?.granted).toEqual(['analytics', 'marketing'])
  })

  it('freezes the policy and the rules, so that nobody can loosen them by reference, but no input (C3)', () => {
    const own = { version: '1', purposes: [{ id: 'analytics' }] }
    const rules: Regime = { ...regime, honours: { gpc: ['analytics'] } }
    const store = createStore(own)
    const near = {}
    const show: ConsentInput = { type: 'show', surface: 'preferences', near }
    store.send({ ...ready, regime: rules } as ConsentInput)
    store.send(show)
    for (const kept of [own, own.purposes, own.purposes[0], rules, rules.honours?.gpc])
      expect(Object.isFrozen(kept)).toBe(true)
    for (const theirs of [show, near]) expect(Object.isFrozen(theirs)).toBe(false)
  })

  it('goes on after a regime whose model throws', () => {
    const store = createStore(policy)
    const model = () => {
      throw new Error('model')
    }
    expect(() => store.send({ ...ready, regime: { ...regime, model } } as ConsentInput)).toThrow('model')
    store.send(ready)
    expect(store.get().phase).toBe('undecided')
  })

  it('gives out no handle on its inside (C3)', () => {
    const store = createStore(policy)
    store.send(ready)
    store.send(accept(1000))
    const state = store.get()
    expect(() => Object.assign(state.standings.analytics ?? {}, { granted: false })).toThrow(TypeError)
    expect(() => Object.assign(state, { phase: 'pending' })).toThrow(TypeError)
    expect(Object.isFrozen(state.snapshot)).toBe(true)
    expect(Object.isFrozen(state.snapshot?.answers.analytics)).toBe(true)
    expect(Object.isFrozen(state.questions)).toBe(true)
    expect(Object.isFrozen(store)).toBe(true)
    store.subscribe((_, change) => {
      for (const part of [change, change.choices, change.granted, change.denied, change.withdrawn])
        expect(Object.isFrozen(part)).toBe(true)
    })
    store.send(refuse(2000))
  })
})
