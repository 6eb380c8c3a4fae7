import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeSnapshot, encodeSnapshot } from './snapshot.ts'
import { initialState, transition } from './transition.ts'
import type { ConsentInput, Policy, Regime, Snapshot, StoredAnswer } from './types.ts'

const DAY = 86_400_000
const START = 1_800_000_000_000
const policy: Policy = {
  version: '1',
  purposes: [
    { id: 'cart', necessary: true },
    { id: 'analytics', revision: 'r1' },
    { id: 'marketing' },
    { id: 'chat', ask: 'on-use' },
  ],
}
const ids = ['analytics', 'marketing', 'chat', 'cart', 'nosuch', '__proto__', 'constructor']
const regime: Regime = {
  id: 'eu-opt-in',
  model: 'opt-in',
  honours: { gpc: ['marketing'] },
  grantDays: 180,
  refusalDays: 184,
}

const answer = fc.constantFrom('granted' as const, 'denied' as const)
const choices = fc
  .uniqueArray(fc.tuple(fc.constantFrom(...ids), answer), { selector: ([id]) => id })
  .map((pairs) => Object.fromEntries(pairs))
const stored: fc.Arbitrary<StoredAnswer> = fc.record({
  answer,
  at: fc.integer({ min: -400, max: 400 }).map((days) => START + days * DAY),
  until: fc.integer({ min: -400, max: 800 }).map((days) => START + days * DAY),
  revision: fc.constantFrom('', 'r1', 'r0'),
  signal: fc.boolean(),
})
const snapshot: fc.Arbitrary<Snapshot | null> = fc.option(
  fc.record({
    at: fc.constant(START),
    regime: fc.constant('eu-opt-in'),
    place: fc.constant('DE'),
    grantDays: fc.constant(180),
    refusalDays: fc.constant(184),
    answers: fc
      .uniqueArray(fc.tuple(fc.constantFrom('analytics', 'marketing', 'chat', 'nosuch'), stored), {
        selector: ([id]) => id,
      })
      .map((pairs) => Object.fromEntries(pairs)),
  }),
)
const at = fc.integer({ min: -30, max: 400 }).map((days) => START + days * DAY)
const signals = fc.record({ gpc: fc.constantFrom(true, false, null) })
const input: fc.Arbitrary<ConsentInput> = fc.oneof(
  fc.record({ type: fc.constant('ready' as const), regime: fc.constant(regime), signals, snapshot, at }),
  fc.record({ type: fc.constant('adopt' as const), snapshot, at }),
  fc.record({
    type: fc.constant('decide' as const),
    choices,
    via: fc.constantFrom(
      'banner' as const,
      'preferences' as const,
      'placeholder' as const,
      'card' as const,
      'api' as const,
      'signal' as const,
    ),
    subject: fc.boolean(),
    at,
  }),
  fc.record({
    type: fc.constant('show' as const),
    surface: fc.constantFrom('banner' as const, 'preferences' as const, 'card' as const),
    purpose: fc.constantFrom('chat', 'analytics', 'nosuch', undefined),
  }),
  fc.record({ type: fc.constant('hide' as const) }),
)

/** What the rules say, written down a second time and more simply: the newest valid word on each purpose. */
function mayHold(id: string, trace: readonly ConsentInput[]): boolean {
  const now = trace.findLast((one) => 'at' in one)?.at ?? 0
  const gpc = trace.findLast((one) => one.type === 'ready')?.signals.gpc === true
  if (!trace.some((one) => one.type === 'ready') || (gpc && id === 'marketing')) return false
  return trace.some((one) => {
    if (one.type === 'ready' || one.type === 'adopt') {
      const kept = one.snapshot?.answers[id]
      return (
        kept?.answer === 'granted' &&
        kept.revision === (id === 'analytics' ? 'r1' : '') &&
        now < kept.until &&
        kept.at <= now + 600_000
      )
    }
    if (one.type !== 'decide' || one.choices[id] !== 'granted') return false
    const counts = one.via === 'api' || (one.subject && one.via !== 'signal')
    return counts && now < one.at + 180 * DAY && one.at <= now + 600_000
  })
}

describe('any trace of inputs', () => {
  it('never grants a purpose that was not asked, granted and still in date', () => {
    fc.assert(
      fc.property(fc.array(input, { maxLength: 12 }), (trace) => {
        let state = initialState(policy)
        for (const [index, one] of trace.entries()) {
          state = transition(state, one)
          for (const id of ['analytics', 'marketing', 'chat']) {
            if (state.standings[id]?.granted) expect(mayHold(id, trace.slice(0, index + 1))).toBe(true)
          }
        }
      }),
      { numRuns: 3000 },
    )
  })

  it('holds a refusal until somebody grants', () => {
    fc.assert(
      fc.property(fc.array(input, { maxLength: 8 }), at, (trace, when) => {
        const before = trace.reduce(transition, initialState(policy))
        const after = transition(before, {
          type: 'decide',
          choices: { analytics: 'denied' },
          via: 'api',
          subject: false,
          at: when,
        })
        expect(after.standings.analytics?.granted).toBe(false)
        const later = transition(after, { type: 'adopt', snapshot: null, at: when + 900 * DAY })
        expect(later.standings.analytics?.granted).toBe(false)
      }),
    )
  })

  it('leaves the same state whether answers came from the page or through storage', () => {
    fc.assert(
      fc.property(fc.array(input, { maxLength: 8 }), (trace) => {
        const state = trace.reduce(transition, initialState(policy))
        const text = state.snapshot && encodeSnapshot(state.snapshot)
        if (!state.snapshot || !text || state.phase === 'pending') return
        expect(decodeSnapshot(text)).toEqual(state.snapshot)
      }),
    )
  })
})
