import {
  decodeSnapshot,
  encodeSnapshot,
  initialState,
  type Policy,
  type Snapshot,
  type StoredAnswer,
  transition,
} from '@latchkey/core'
import { describe, expect, it } from 'vitest'
import { byPlace } from './by-place.ts'
import table from './table.json' with { type: 'json' }

/** T-11: signal × place × stored answer, with the machine that decides (LR-43, LR-46, LR-60, PR-3). */
const AT = Date.parse('2026-11-21T12:00:00Z')
const policy: Policy = {
  version: '1',
  purposes: [{ id: 'necessary', necessary: true }, { id: 'marketing' }, { id: 'chat', ask: 'on-use' }],
}

function stored(answer: StoredAnswer['answer'], id = 'marketing', age = 1): Snapshot {
  const at = AT - age * 86_400_000
  const until = at + 180 * 86_400_000
  return {
    at,
    regime: 'us-ca',
    place: 'US-CA',
    grantDays: 180,
    refusalDays: 184,
    answers: { [id]: { answer, at, until, revision: '', signal: true } },
  }
}

function arrive(place: string, gpc: boolean | null, snapshot: Snapshot | null, options = {}) {
  const regime = byPlace(options)(place, place === 'unknown' ? place : 'server', AT)
  return transition(initialState(policy), { type: 'ready', regime, signals: { gpc }, snapshot, at: AT })
}

type Case = readonly [
  place: string,
  gpc: boolean | null,
  said: 'granted' | 'denied' | null,
  granted: boolean,
  basis: string,
  surface: 'none' | 'banner',
]
const cases: readonly Case[] = [
  // California: on until somebody says no; the signal is a no, and overrides an earlier yes (LR-43, LR-46).
  ['US-CA', null, null, true, 'default', 'none'],
  ['US-CA', false, null, true, 'default', 'none'],
  ['US-CA', true, null, false, 'signal', 'none'],
  ['US-CA', true, 'granted', false, 'signal', 'none'],
  ['US-CA', true, 'denied', false, 'signal', 'none'],
  ['US-CA', null, 'granted', true, 'subject', 'none'],
  ['US-CA', null, 'denied', false, 'subject', 'none'],
  // States without a duty, without a law, and without a name: the same (LR-60).
  ['US-VA', true, 'granted', false, 'signal', 'none'],
  ['US-NY', true, 'granted', false, 'signal', 'none'],
  ['US', true, 'granted', false, 'signal', 'none'],
  ['US-NY', null, null, true, 'default', 'none'],
  // The European Union: off until somebody says yes; the signal neither asks nor answers (PR-3).
  ['DE', null, null, false, 'default', 'banner'],
  ['DE', true, null, false, 'default', 'banner'],
  ['DE', true, 'granted', true, 'subject', 'none'],
  ['DE', true, 'denied', false, 'subject', 'none'],
  ['GB', true, null, false, 'default', 'banner'],
  // Nobody knows where: both at once.
  ['unknown', null, null, false, 'default', 'banner'],
  ['unknown', true, null, false, 'signal', 'none'],
  ['unknown', true, 'granted', false, 'signal', 'none'],
  ['unknown', null, 'granted', true, 'subject', 'none'],
]

describe('signals by place', () => {
  it.each(cases)(
    '%s, signal %s, earlier answer %s: granted %s by %s, shows %s',
    (place, gpc, said, ...after) => {
      const state = arrive(place, gpc, said && stored(said))
      const { granted, basis } = state.standings.marketing ?? {}
      expect([granted, basis, state.surface]).toEqual(after)
      expect(state.standings.necessary?.granted).toBe(true)
    },
  )

  it('takes a signal for a refusal in the European Union where the site says so', () => {
    const state = arrive('DE', true, stored('granted'), { gpcAsRefusal: true })
    expect(state.standings.marketing).toEqual({ granted: false, basis: 'signal' })
  })

  it('starts chat for nobody unasked, opt-out states included (LR-65)', () => {
    for (const place of ['US-CA', 'US-NY', 'US', 'JP', 'DE', 'unknown'])
      expect(arrive(place, null, null).standings.chat, place).toEqual({ granted: false, basis: 'default' })
  })

  it('lets a shopper with a signal use chat where the site says that chat sells nothing', () => {
    const state = arrive('US-CA', true, stored('granted', 'chat'), { sale: ['marketing'] })
    expect(state.standings.chat).toEqual({ granted: true, basis: 'subject' })
    expect(state.standings.marketing).toEqual({ granted: false, basis: 'signal' })
  })

  it('keeps an opt-out for as long as the shopper does: nobody asks to opt back in (LR-45, LR-52)', () => {
    const regime = byPlace()('US-CA', 'server', AT)
    const ready = arrive('US-CA', null, null)
    const denied = transition(ready, {
      type: 'decide',
      choices: { marketing: 'denied' },
      via: 'api',
      subject: false,
      at: AT,
    })
    for (const years of [1, 5, 30]) {
      const at = AT + years * 365 * 86_400_000
      const later = transition(initialState(policy), {
        type: 'ready',
        regime,
        signals: { gpc: null },
        snapshot: denied.snapshot,
        at,
      })
      expect(later).toMatchObject({ surface: 'none', phase: 'decided' })
      expect(later.standings.marketing).toEqual({ granted: false, basis: 'subject' })
    }
  })

  it('asks again after 184 days in the European Union, and not a day before (LR-20, LR-21)', () => {
    const regime = byPlace()('FR', 'server', AT)
    const ready = arrive('FR', null, null)
    const { snapshot } = transition(ready, {
      type: 'decide',
      choices: { marketing: 'denied' },
      via: 'banner',
      subject: true,
      at: AT,
    })
    const visit = (day: number) =>
      transition(initialState(policy), {
        type: 'ready',
        regime,
        signals: { gpc: null },
        snapshot,
        at: AT + day * 86_400_000,
      }).surface
    expect([visit(1), visit(183), visit(184), visit(185)]).toEqual(['none', 'none', 'banner', 'banner'])
  })

  it('leaves answers that the cookie can carry to the next visit, in every region', () => {
    for (const place of [...Object.keys(table.regions), 'US-GA', 'XX', 'unknown']) {
      for (const answer of ['granted', 'denied'] as const) {
        const { snapshot } = transition(arrive(place, null, null), {
          type: 'decide',
          choices: { marketing: answer },
          via: 'api',
          subject: true,
          at: AT,
        })
        const text = snapshot && encodeSnapshot(snapshot)
        expect(decodeSnapshot(text), place).toEqual(snapshot)
        expect(snapshot?.answers.marketing?.answer).toBe(answer)
      }
    }
  })
})
