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

  it('never lets a banner or card that is not open grant anything', () => {
    for (const via of ['banner', 'card'] as const)
      expect(
        granted(
          after(ready(optIn), { type: 'hide' }, decide({ analytics: 'granted', chat: 'granted' }, { via })),
        ),
      ).toEqual(['cart'])
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

describe('what a decision is allowed to say', () => {
  it.each<[string, ConsentInput[], string, string[]]>([
    ['the banner', [], 'banner', ['cart', 'analytics', 'marketing']],
    [
      'the panel',
      [{ type: 'show', surface: 'preferences' }],
      'preferences',
      ['cart', 'analytics', 'marketing', 'chat'],
    ],
    ['the card', [{ type: 'show', surface: 'card', purpose: 'chat' }], 'card', ['cart', 'chat']],
    [
      'a card about another',
      [{ type: 'show', surface: 'card', purpose: 'analytics' }],
      'card',
      ['cart', 'analytics', 'chat'],
    ],
    ['preferences that stand in the page', [], 'preferences', ['cart', 'analytics', 'marketing', 'chat']],
    [
      'preferences in the page, under an open card',
      [{ type: 'show', surface: 'card', purpose: 'chat' }],
      'preferences',
      ['cart', 'analytics', 'marketing', 'chat'],
    ],
    ['a placeholder', [], 'placeholder', ['cart', 'analytics', 'marketing', 'chat']],
    ['the site', [], 'api', ['cart', 'analytics', 'marketing', 'chat']],
    ['an import', [], 'imported', ['cart', 'analytics', 'marketing', 'chat']],
    ['a signal', [], 'signal', ['cart']],
  ])('a grant of everything by %s', (_, before, via, expected) => {
    const choices = { cart: 'granted', analytics: 'granted', marketing: 'granted', chat: 'granted' } as const
    expect(granted(after(ready(optIn), ...before, decide(choices, { via: via as 'api' })))).toEqual(expected)
  })

  it.each(['placeholder', 'preferences', 'card'] as const)(
    'a press that no person made on the %s grants nothing, whether it is open or stands in the page (D3)',
    (via) => {
      const open: ConsentInput[] =
        via === 'placeholder' ? [] : [{ type: 'show', surface: via, purpose: 'chat' }]
      for (const before of [open, []])
        expect(
          granted(after(ready(optIn), ...before, decide({ chat: 'granted' }, { via, subject: false }))),
        ).toEqual(['cart'])
    },
  )

  it('takes a refusal from a signal, and from a surface that is not open', () => {
    for (const via of ['signal', 'card', 'preferences'] as const) {
      const state = after(ready(optOut), decide({ marketing: 'denied' }, { via, subject: false }))
      expect(granted(state), via).toEqual(['cart', 'analytics'])
    }
  })

  it('takes words that are no answer for nothing', () => {
    const before = after(ready(optIn))
    for (const word of [true, 'yes', 'Granted', '', null, 1])
      expect(transition(before, decide({ analytics: word } as never, { via: 'api' }))).toEqual(before)
  })

  it('never denies what is necessary', () => {
    const state = after(ready(optIn), decide({ cart: 'denied', analytics: 'denied' }, { via: 'api' }))
    expect(state.standings.cart).toEqual({ granted: true, basis: 'necessary' })
    expect(Object.keys(state.snapshot?.answers ?? {})).toEqual(['analytics'])
  })

  it('keeps the answers it does not name, with the rules that they were given under', () => {
    const first = after(ready(optIn), decide({ analytics: 'denied', marketing: 'denied' }))
    const second = transition(first, decide({ marketing: 'granted' }, { via: 'api', at: NOW + 5 }))
    expect(second.snapshot?.answers.analytics).toBe(first.snapshot?.answers.analytics)
    expect(second.snapshot).toMatchObject({
      at: NOW + 5,
      regime: 'eu-opt-in',
      place: 'DE',
      grantDays: 180,
      refusalDays: 184,
    })
  })

  it('keeps a refusal while pending under the strictest rules, of an unknown place', () => {
    expect(after(decide({ analytics: 'denied' }, { via: 'api' })).snapshot).toMatchObject({
      regime: 'strictest',
      place: 'unknown',
      answers: { analytics: { until: NOW + 184 * DAY, signal: true } },
    })
  })

  it('says which answers a signal overrides', () => {
    const { snapshot } = after(
      ready(optOut),
      decide({ analytics: 'granted', marketing: 'granted' }, { via: 'api' }),
    )
    expect([snapshot?.answers.analytics?.signal, snapshot?.answers.marketing?.signal]).toEqual([false, true])
  })
})

describe('a grant before the rules are known', () => {
  it.each(['api', 'imported', 'placeholder'] as const)('by %s is not kept for later', (via) => {
    const state = after(decide({ analytics: 'granted' }, { via }), ready(optIn))
    expect(state.snapshot).toBeNull()
    expect(granted(state)).toEqual(['cart'])
  })
})

describe('stored answers', () => {
  const accepted = after(ready(optIn), decide({ analytics: 'granted', marketing: 'granted' })).snapshot
  const at = (moment: number, answer: 'granted' | 'denied') =>
    after(ready(optIn), decide({ marketing: answer }, { via: 'api', at: moment })).snapshot

  it('grant nothing while pending', () => {
    expect(granted(after({ type: 'adopt', snapshot: accepted, at: NOW }))).toEqual(['cart'])
  })

  it.each([
    ['granted', NOW, 'denied', NOW + 1, false],
    ['granted', NOW + 1, 'denied', NOW, false], // the clock was set back between them
    ['denied', NOW, 'granted', NOW + 1, true],
    ['denied', NOW + 1, 'granted', NOW, false],
    ['granted', NOW, 'denied', NOW, false],
    ['denied', NOW, 'granted', NOW, false],
  ] as const)('%s here at %i, %s there at %i: granted %s', (ours, our, theirs, their, expected) => {
    const state = after(ready(optIn, { snapshot: at(our, ours) }), {
      type: 'adopt',
      snapshot: at(their, theirs),
      at: NOW + 2,
    })
    expect(state.standings.marketing?.granted).toBe(expected)
  })

  it('of purposes that this page does not know are kept for the pages that do', () => {
    const small: Policy = { version: '1', purposes: [{ id: 'marketing' }] }
    const state = [
      ready(optIn, { snapshot: accepted }),
      decide({ marketing: 'denied' }, { via: 'api', at: NOW + 1 }),
    ].reduce(transition, initialState(small))
    expect(state.snapshot?.answers.analytics).toEqual(accepted?.answers.analytics)
  })

  it.each([
    [600_000, ['cart', 'analytics', 'marketing']],
    [600_001, ['cart']],
  ] as const)('from %i ms ahead grant %j (A5)', (ahead, expected) => {
    expect(granted(after(ready(optIn, { snapshot: accepted, at: NOW - ahead })))).toEqual(expected)
  })
})

describe('surfaces', () => {
  const both = { analytics: 'denied', marketing: 'denied' } as const

  it('answered from elsewhere, the banner closes; the panel stays', () => {
    expect(after(ready(optIn), decide(both, { via: 'api' })).surface).toBe('none')
    expect(
      after(ready(optIn), { type: 'show', surface: 'preferences' }, decide(both, { via: 'api' })).surface,
    ).toBe('preferences')
  })

  it('a panel that is left with nothing to ask leaves nothing open', () => {
    expect(after(ready(optOut), { type: 'show', surface: 'preferences' }, { type: 'hide' }).surface).toBe(
      'none',
    )
  })

  it('answered in the page’s own preferences, the banner closes, and an open card stays', () => {
    const inline = decide(both, { via: 'preferences' })
    expect(after(ready(optIn), inline).surface).toBe('none')
    expect(after(ready(optIn), { type: 'show', surface: 'card', purpose: 'chat' }, inline)).toMatchObject({
      surface: 'card',
      asking: 'chat',
    })
  })

  it('stays open while a question is, and closes with an answer of its own', () => {
    expect(after(ready(optIn), decide({ analytics: 'denied' }, { via: 'api' })).surface).toBe('banner')
    expect(after(ready(optIn), decide({ analytics: 'denied' })).surface).toBe('none')
  })

  it('a decision that says nothing leaves the banner where it is', () => {
    expect(after(ready(optIn), decide({})).surface).toBe('banner')
  })

  it('rules that ask nothing close a banner that stricter ones opened', () => {
    expect(after(ready(optIn), ready(optOut))).toMatchObject({ surface: 'none', questions: [] })
  })

  it('rules that come again leave an open panel and its card alone', () => {
    expect(after(ready(optIn), { type: 'show', surface: 'preferences' }, ready(optIn)).surface).toBe(
      'preferences',
    )
    const card = after(ready(optIn), { type: 'show', surface: 'card', purpose: 'chat' }, ready(optIn))
    expect(card).toMatchObject({ surface: 'card', asking: 'chat' })
  })

  it('the banner opens on demand when there is nothing to ask', () => {
    expect(after(ready(optOut), { type: 'show', surface: 'banner' }).surface).toBe('banner')
  })

  it.each(['cart', 'nosuch', 'toString', undefined])('no card opens about %s', (purpose) => {
    expect(after(ready(optOut), { type: 'show', surface: 'card', purpose })).toMatchObject({
      surface: 'none',
      asking: null,
    })
  })

  it('only the card asks about a purpose', () => {
    const card: ConsentInput = { type: 'show', surface: 'card', purpose: 'chat' }
    expect(after(ready(optIn), card).asking).toBe('chat')
    expect(after(ready(optIn), card, { type: 'hide' }).asking).toBeNull()
    expect(
      after(ready(optIn), card, { type: 'show', surface: 'preferences', purpose: 'chat' }).asking,
    ).toBeNull()
    expect(after(ready(optIn), card, decide({ chat: 'denied' }, { via: 'card' }))).toMatchObject({
      surface: 'none',
      asking: null,
    })
  })

  it('having been seen changes nothing, nor does an input that nobody knows', () => {
    const state = after(ready(optIn))
    const seen: ConsentInput = { type: 'shown', surface: 'banner', notice: '{}', locale: 'en', at: NOW }
    expect(transition(state, seen)).toBe(state)
    expect(transition(state, { type: 'nosuch' } as never)).toBe(state)
  })
})

describe('signals', () => {
  const honouring: Regime = { ...optOut, honours: { gpc: 'all', dnt: ['analytics'] } }

  it.each([
    [{ gpc: true }, ['cart']],
    [{ gpc: false }, ['cart', 'analytics', 'marketing']],
    [{ gpc: null, dnt: true }, ['cart', 'marketing']],
    [{ gpc: null, dnt: false }, ['cart', 'analytics', 'marketing']],
  ])('%j leaves granted %j', (signals, expected) => {
    expect(granted(after({ ...ready(honouring), signals } as ConsentInput))).toEqual(expected)
  })

  it('under opt-in, ask nothing that they deny', () => {
    const regime: Regime = { ...optIn, honours: { gpc: ['marketing'] } }
    expect(after(ready(regime, { gpc: true })).questions).toEqual(['analytics'])
  })

  it('that a regime does not honour change nothing', () => {
    expect(granted(after(ready({ ...optOut, honours: undefined }, { gpc: true })))).toContain('marketing')
  })
})
