import { type Change, type ConsentState, createStore, type Regime } from '@latchkey/core'
import { describe, expect, it } from 'vitest'
import { deniedBySignal, factsOfDecision, factsOfShown, factsOfSignal } from './facts.ts'
import { OPT_IN, OPT_OUT } from './shop.ts'

const policy = { version: '2026-11', purposes: [{ id: 'analytics' }, { id: 'marketing' }] }
const pending = createStore(policy).get()
const state: ConsentState = { ...pending, regime: OPT_IN, signals: { gpc: false } }
const UNKNOWN = {
  choices: {},
  withdrawn: [],
  trusted: false,
  place: 'unknown',
  placeBy: 'unknown',
  regime: 'unknown',
  table: null,
  gpc: null,
  policy: '2026-11',
  notice: null,
  locale: 'und',
}
const KNOWN = { ...UNKNOWN, place: 'DE', placeBy: 'server', regime: 'eu', table: 'f'.repeat(64), gpc: false }

function decision(more: Partial<Extract<Change['input'], { type: 'decide' }>> = {}) {
  const input = { type: 'decide', choices: {}, via: 'banner', subject: true, at: 5, ...more } as const
  const change: Change = {
    input,
    choices: { analytics: 'granted' },
    granted: ['analytics'],
    denied: [],
    withdrawn: ['marketing'],
  }
  return [change, input] as const
}

describe('what a record says', () => {
  it('of a notice that was shown', () => {
    const input = { type: 'shown', surface: 'placeholder', notice: 'words', locale: 'en', at: 5 } as const
    const facts = { at: 5, event: 'shown', via: 'placeholder', notice: 'words', locale: 'en' }
    expect(factsOfShown(state, input)).toEqual({ ...KNOWN, ...facts })
    expect(factsOfShown(pending, input)).toEqual({ ...UNKNOWN, ...facts })
  })

  it('of a regime that nobody placed, and of no table', () => {
    const { place, placeBy, table, ...regime } = OPT_IN
    const [change, input] = decision()
    expect(factsOfDecision({ ...state, regime }, change, input)).toMatchObject({
      place: 'unknown',
      placeBy: 'unknown',
      regime: 'eu',
      table: null,
    })
  })

  it.each([
    ['banner', 'decided'],
    ['preferences', 'decided'],
    ['api', 'decided'],
    ['signal', 'signalled'],
    ['imported', 'imported'],
  ] as const)('of a decision by %s: it was %s', (via, event) => {
    expect(factsOfDecision(state, ...decision({ via }))).toMatchObject({ via, event })
  })

  it('of a decision: what it came to, not what was asked for', () => {
    expect(factsOfDecision(state, ...decision({ choices: { marketing: 'granted' } }))).toEqual({
      ...KNOWN,
      at: 5,
      event: 'decided',
      via: 'banner',
      choices: { analytics: 'granted' },
      withdrawn: ['marketing'],
      trusted: true,
    })
    expect(
      factsOfDecision(state, ...decision({ subject: false, notice: 'words', locale: 'de' })),
    ).toMatchObject({ trusted: false, notice: 'words', locale: 'de' })
    expect(factsOfDecision(state, ...decision({ locale: '' }))).toMatchObject({ locale: 'und' })
  })

  it('of a signal', () => {
    const [change] = decision()
    expect(factsOfSignal(state, change, 5, ['analytics', 'marketing'])).toEqual({
      ...KNOWN,
      at: 5,
      event: 'signalled',
      via: 'signal',
      choices: { analytics: 'denied', marketing: 'denied' },
      withdrawn: ['marketing'],
    })
  })
})

describe('what a signal denies', () => {
  const after = (regime: Regime, granted: readonly string[] = [], gpc = true) => {
    const store = createStore(policy)
    const choices = Object.fromEntries(granted.map((id) => [id, 'granted' as const]))
    const ready = { type: 'ready', regime, snapshot: null, at: 1 } as const
    store.send({ ...ready, signals: { gpc: false } })
    store.send({ type: 'decide', choices, via: 'api', subject: true, at: 2 })
    store.send({ ...ready, signals: { gpc }, snapshot: store.get().snapshot, at: 3 })
    return deniedBySignal(store.get())
  }
  const honouring: Regime = { ...OPT_IN, honours: { gpc: 'all' } }
  const both = ['analytics', 'marketing']

  it.each<[what: string, regime: Regime, granted: string[], denied: string[]]>([
    ['all of them, where they run without a grant', OPT_OUT, [], both],
    ['nothing, where nothing runs without a grant and none was given (LR-1)', honouring, [], []],
    ['all of them, where one grant is taken away', honouring, ['marketing'], both],
    ['nothing that the regime does not honour', OPT_IN, both, []],
    ['what the regime honours', { ...OPT_OUT, honours: { gpc: ['marketing'] } }, [], ['marketing']],
    [
      'where one of them runs without a grant, all of them',
      { ...honouring, model: ({ id }) => (id === 'marketing' ? 'opt-out' : 'opt-in') },
      [],
      both,
    ],
    [
      'nothing, where another than it denies was granted',
      { ...OPT_IN, honours: { gpc: ['marketing'] } },
      ['analytics'],
      [],
    ],
  ])('%s', (_what, regime, granted, denied) => {
    expect(after(regime, granted)).toEqual(denied)
  })

  it('nothing while it is off, or the rules are unknown', () => {
    expect(after(OPT_OUT, [], false)).toEqual([])
    expect(deniedBySignal({ ...pending, signals: { gpc: true } })).toEqual([])
  })

  it('a refusal that was given already is not taken away', () => {
    const store = createStore(policy)
    store.send({ type: 'ready', regime: honouring, signals: { gpc: true }, snapshot: null, at: 1 })
    store.send({ type: 'decide', choices: { marketing: 'denied' }, via: 'api', subject: true, at: 2 })
    expect(deniedBySignal(store.get())).toEqual([])
  })
})
