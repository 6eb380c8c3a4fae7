import { describe, expect, it } from 'vitest'
import { initialState, transition } from './transition.ts'
import type { ConsentInput, ConsentState, Policy, Regime, Snapshot } from './types.ts'

const DAY = 86_400_000
const NOW = 1_800_000_000_000

const policy: Policy = {
  version: '1',
  purposes: [
    { id: 'cart', necessary: true },
    { id: 'analytics', revision: 'a' },
    { id: 'marketing' },
    { id: 'chat', ask: 'on-use' },
  ],
}
const optIn: Regime = {
  id: 'eu-opt-in',
  model: 'opt-in',
  grantDays: 180,
  refusalDays: 184,
  place: 'DE',
  placeBy: 'config',
}
const optOut: Regime = {
  id: 'us-ca',
  model: ({ ask }) => (ask === 'on-use' ? 'opt-in' : 'opt-out'),
  honours: { gpc: ['marketing'] },
  grantDays: 365,
  refusalDays: 36_500,
}

const ready = (
  regime: Regime,
  {
    gpc = null,
    snapshot = null,
    at = NOW,
  }: { gpc?: boolean | null; snapshot?: Snapshot | null; at?: number } = {},
): ConsentInput => ({
  type: 'ready',
  regime,
  signals: { gpc },
  snapshot,
  at,
})
const decide = (
  choices: Record<string, 'granted' | 'denied'>,
  more: Partial<Extract<ConsentInput, { type: 'decide' }>> = {},
): ConsentInput => ({
  type: 'decide',
  choices,
  via: 'banner',
  subject: true,
  at: NOW,
  ...more,
})
const after = (...inputs: readonly ConsentInput[]): ConsentState =>
  inputs.reduce(transition, initialState(policy))
const granted = (state: ConsentState) =>
  Object.keys(state.standings).filter((id) => state.standings[id]?.granted)

describe('while pending', () => {
  it('grants nothing but the necessary and shows nothing (LR-1)', () => {
    const state = after()
    expect(state.phase).toBe('pending')
    expect(granted(state)).toEqual(['cart'])
    expect(after({ type: 'show', surface: 'preferences' }).surface).toBe('none')
  })

  it('takes a refusal and no grant', () => {
    expect(granted(after(decide({ analytics: 'granted' }, { via: 'api' })))).toEqual(['cart'])
    const state = after(decide({ analytics: 'denied' }, { via: 'api' }), ready(optOut))
    expect(state.standings.analytics).toEqual({ granted: false, basis: 'subject' })
  })
})

describe('under opt-in', () => {
  it('asks about every first purpose, on no more', () => {
    const state = after(ready(optIn))
    expect(state).toMatchObject({
      phase: 'undecided',
      surface: 'banner',
      questions: ['analytics', 'marketing'],
    })
    expect(granted(state)).toEqual(['cart'])
  })

  it('grants exactly what was granted, and closes the banner', () => {
    const state = after(ready(optIn), decide({ analytics: 'granted', marketing: 'denied' }))
    expect(granted(state)).toEqual(['cart', 'analytics'])
    expect(state).toMatchObject({ phase: 'decided', surface: 'none' })
    expect(state.snapshot?.answers.analytics).toEqual({
      answer: 'granted',
      at: NOW,
      until: NOW + 180 * DAY,
      revision: 'a',
      signal: false,
    })
    expect(state.snapshot?.answers.marketing?.until).toBe(NOW + 184 * DAY)
  })

  it('never lets the banner grant what it does not ask (D8)', () => {
    expect(granted(after(ready(optIn), decide({ chat: 'granted' })))).toEqual(['cart'])
  })

  it('never lets a surface that is not open grant anything', () => {
    expect(granted(after(ready(optIn), decide({ analytics: 'granted' }, { via: 'preferences' })))).toEqual([
      'cart',
    ])
    expect(granted(after(ready(optIn), { type: 'hide' }, decide({ analytics: 'granted' })))).toEqual(['cart'])
  })

  it('counts a grant that no person pressed as a refusal (D3, PR-31)', () => {
    const state = after(
      ready(optIn),
      decide({ analytics: 'granted', marketing: 'granted' }, { subject: false }),
    )
    expect(state.standings.analytics).toEqual({ granted: false, basis: 'subject' })
    expect(state.phase).toBe('decided')
  })

  it('takes a refusal that no person pressed', () => {
    expect(
      after(ready(optIn), decide({ analytics: 'denied', marketing: 'denied' }, { subject: false })).phase,
    ).toBe('decided')
  })

  it('takes a grant from the site’s own code', () => {
    expect(
      granted(after(ready(optIn), decide({ analytics: 'granted' }, { via: 'api', subject: false }))),
    ).toEqual(['cart', 'analytics'])
  })

  it('grants the purpose that the card asks about', () => {
    const state = after(
      ready(optIn),
      { type: 'show', surface: 'card', purpose: 'chat' },
      decide({ chat: 'granted', marketing: 'granted' }, { via: 'card' }),
    )
    expect(granted(state)).toEqual(['cart', 'chat'])
  })

  it('ignores unknown purposes, necessary ones and inherited choices', () => {
    const choices = Object.create({ analytics: 'granted' }) as Record<string, 'granted'>
    const before = after(ready(optIn))
    expect(
      transition(
        before,
        decide({ ...choices, cart: 'granted', __proto__: null, nosuch: 'granted' } as never),
      ),
    ).toEqual(before)
    expect(transition(before, decide(choices))).toEqual(before)
  })

  it.each(['banner', 'preferences', 'card'] as const)(
    'decides nothing when the %s is closed (LR-3, DP-9)',
    (surface) => {
      const state = after(ready(optIn), { type: 'show', surface, purpose: 'chat' }, { type: 'hide' })
      expect(state.snapshot).toBeNull()
      expect(granted(state)).toEqual(['cart'])
    },
  )

  it('comes back to the open question when the panel is left without a word', () => {
    expect(after(ready(optIn), { type: 'show', surface: 'preferences' }, { type: 'hide' }).surface).toBe(
      'banner',
    )
    expect(after(ready(optIn), { type: 'hide' }).surface).toBe('none')
  })
})

describe('later', () => {
  const refused = after(ready(optIn), decide({ analytics: 'denied', marketing: 'denied' })).snapshot
  const accepted = after(ready(optIn), decide({ analytics: 'granted', marketing: 'granted' })).snapshot

  it.each([
    [183, 'none', 'decided'],
    [184, 'banner', 'undecided'],
  ] as const)('day %i after a refusal: surface %s (LR-20, LR-21)', (days, surface, phase) => {
    const state = after(ready(optIn, { snapshot: refused, at: NOW + days * DAY }))
    expect(state).toMatchObject({ surface, phase })
    expect(granted(state)).toEqual(['cart'])
  })

  it.each([
    [179, ['cart', 'analytics', 'marketing']],
    [180, ['cart']],
  ] as const)('day %i after a grant: granted %j', (days, expected) => {
    expect(granted(after(ready(optIn, { snapshot: accepted, at: NOW + days * DAY })))).toEqual(expected)
  })

  it('a page that stays open honours no grant past its day', () => {
    const state = after(ready(optIn, { snapshot: accepted }), {
      type: 'adopt',
      snapshot: accepted,
      at: NOW + 180 * DAY,
    })
    expect(granted(state)).toEqual(['cart'])
  })

  it('an answer from the future is no grant, but stays a refusal (A5)', () => {
    expect(granted(after(ready(optIn, { snapshot: accepted, at: NOW - DAY })))).toEqual(['cart'])
    expect(after(ready(optOut, { snapshot: refused, at: NOW - DAY })).standings.analytics?.granted).toBe(
      false,
    )
  })

  it('another revision asks for that purpose alone (LR-10)', () => {
    const changed: Policy = {
      ...policy,
      purposes: policy.purposes.map((purpose) =>
        purpose.id === 'analytics' ? { ...purpose, revision: 'b' } : purpose,
      ),
    }
    const state = transition(initialState(changed), ready(optIn, { snapshot: accepted }))
    expect(state.questions).toEqual(['analytics'])
    expect(granted(state)).toEqual(['cart', 'marketing'])
  })

  it('a withdrawal in another tab is taken over, and a refusal that was not stored is kept', () => {
    const open = after(ready(optIn, { snapshot: accepted }))
    const withdrawn = transition(open, decide({ analytics: 'denied' }, { via: 'api', at: NOW + 1 })).snapshot
    expect(granted(transition(open, { type: 'adopt', snapshot: withdrawn, at: NOW + 2 }))).toEqual([
      'cart',
      'marketing',
    ])
    const cleared = transition(after(ready(optOut, { snapshot: refused })), {
      type: 'adopt',
      snapshot: null,
      at: NOW,
    })
    expect(granted(cleared)).toEqual(['cart'])
    expect(granted(transition(open, { type: 'adopt', snapshot: null, at: NOW }))).toEqual(['cart'])
  })

  it('an answer from another tab closes the question here', () => {
    expect(after(ready(optIn), { type: 'adopt', snapshot: refused, at: NOW }).surface).toBe('none')
  })
})

describe('under opt-out', () => {
  it('grants by default and asks nothing, but for what is asked on use (LR-65)', () => {
    const state = after(ready(optOut))
    expect(granted(state)).toEqual(['cart', 'analytics', 'marketing'])
    expect(state.surface).toBe('none')
  })

  it('honours an opt-out signal over default and stored grant (LR-43, LR-46)', () => {
    expect(after(ready(optOut, { gpc: true })).standings.marketing).toEqual({
      granted: false,
      basis: 'signal',
    })
    const accepted = after(ready(optOut), decide({ marketing: 'granted' }, { via: 'api' })).snapshot
    expect(after(ready(optOut, { gpc: true, snapshot: accepted })).standings.marketing?.granted).toBe(false)
  })

  it('an opt-out does not lapse', () => {
    const refused = after(ready(optOut), decide({ marketing: 'denied' }, { via: 'api' })).snapshot
    expect(
      after(ready(optOut, { snapshot: refused, at: NOW + 4000 * DAY })).standings.marketing?.granted,
    ).toBe(false)
  })
})
