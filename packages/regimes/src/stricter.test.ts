import { type Model, modelOf, type Regime } from '@latchkey/core'
import { describe, expect, it } from 'vitest'
import { stricter } from './stricter.ts'

const regime = (id: string, model: Model, rest: Partial<Regime> = {}): Regime => ({
  id,
  model,
  grantDays: 180,
  refusalDays: 184,
  ...rest,
})

describe('stricter', () => {
  it.each<[Model, Model, Model]>([
    ['opt-in', 'opt-out', 'opt-in'],
    ['opt-out', 'opt-in', 'opt-in'],
    ['opt-out', 'notice-only', 'opt-out'],
    ['notice-only', 'opt-in', 'opt-in'],
    ['notice-only', 'notice-only', 'notice-only'],
  ])('makes %s and %s into %s', (a, b, model) => {
    expect(modelOf(stricter(regime('a', a), regime('b', b)), { id: 'marketing' })).toBe(model)
  })

  it('ends grants sooner and holds refusals longer', () => {
    const both = stricter(
      regime('a', 'opt-in', { grantDays: 365 }),
      regime('b', 'opt-out', { refusalDays: 36_500 }),
    )
    expect(both).toMatchObject({ id: 'a', grantDays: 180, refusalDays: 36_500 })
  })

  it.each<[Regime['honours'], Regime['honours'], NonNullable<Regime['honours']>['gpc']]>([
    [undefined, { gpc: 'all' }, 'all'],
    [{ gpc: ['marketing'] }, { gpc: ['marketing', 'chat'] }, ['marketing', 'chat']],
    [undefined, undefined, []],
  ])('honours the signals of %o and %o', (a, b, gpc) => {
    const both = stricter(regime('a', 'opt-in', { honours: a }), regime('b', 'opt-in', { honours: b }))
    expect(both.honours?.gpc).toEqual(gpc)
  })
})
