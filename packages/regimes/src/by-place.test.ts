import { type Model, modelOf, type Purpose, type Regime } from '@latchkey/core'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { byPlace, type RegimeOptions } from './by-place.ts'
import { tableDigest } from './table.compiled.ts'
import table from './table.json' with { type: 'json' }

const AT = Date.parse('2026-11-21')
const ORDER: readonly Model[] = ['notice-only', 'opt-out', 'opt-in']
const asked: readonly Purpose[] = [
  { id: 'analytics' },
  { id: 'marketing' },
  { id: 'anything-new' },
  { id: 'chat' },
  { id: 'health' },
  { id: 'video', ask: 'on-use' },
]

/** The table's own merge rule, written down a second time, as an oracle for the compiled rows. */
interface Entry {
  profile: string
  model?: string
  maxConsentDays?: number
  reaskAfterRefusalDays?: number
  gpc?: { effect?: string }
  upcoming?: { profile: string; effectiveFrom: string }
}
const regions: Readonly<Record<string, Entry>> = table.regions
const profiles: Readonly<Record<string, Omit<Entry, 'profile'>>> = table.profiles
function fromTable(code: string, at: number) {
  const region = regions[code]
  if (!region) throw new Error(`${code} is not in the table`)
  const { upcoming } = region
  const name = upcoming && Date.parse(upcoming.effectiveFrom) <= at ? upcoming.profile : region.profile
  const profile = profiles[name]
  return { ...profile, ...region, gpc: { ...profile?.gpc, ...region.gpc } }
}

const codes = Object.keys(regions)
const days = [AT, Date.parse('2027-01-01'), Date.parse('2027-05-01'), Date.parse('2030-01-01')]

describe('byPlace', () => {
  it.each(codes)('reads %s as the table has it, today and on every day that is announced', (code) => {
    for (const at of days) {
      const rules = fromTable(code, at)
      const regime = byPlace()(code, 'server', at)
      const plain = modelOf(regime, { id: 'marketing' })
      expect(plain).toBe(rules.model === 'mixed' ? 'opt-in' : rules.model)
      expect(regime.grantDays).toBe(rules.maxConsentDays)
      expect(regime.refusalDays).toBe(plain === 'opt-in' ? rules.reaskAfterRefusalDays : 36_500)
      expect(regime.honours?.gpc).toBe(rules.gpc.effect?.startsWith('opt-out') ? 'all' : undefined)
      expect(regime).toMatchObject({ place: code, placeBy: 'server', table: tableDigest })
      expect(regime.id).toBe(code.toLowerCase())
      expect(regime.id).toMatch(/^[A-Za-z0-9-]{1,24}$/)
    }
  })

  it.each([
    ['DE-BY', 'de'],
    ['CA-QC', 'ca-qc'],
    ['CA-ON', 'ca'],
    ['US-GA', 'us'],
    ['GB-SCT', 'gb'],
    ['us-ca', 'us-ca'],
    ['XX', 'eu-opt-in'],
    ['Germany', 'eu-opt-in'],
    ['unknown', 'eu-opt-in'],
    ['', 'eu-opt-in'],
  ])('finds for %s the rules of %s', (place, id) => {
    expect(byPlace()(place, 'config', AT).id).toBe(id)
  })

  it('asks first and for everything in the European Union (LR-1, LR-20, LR-21)', () => {
    expect(byPlace()('DE', 'server', AT)).toMatchObject({
      id: 'de',
      model: 'opt-in',
      grantDays: 180,
      refusalDays: 184,
    })
  })

  it('honours an opt-out signal in every state and territory of the United States (LR-60)', () => {
    const states =
      `AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND
      OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY DC PR GU VI AS MP`.split(/\s+/)
    expect(states).toHaveLength(56)
    for (const state of states) expect(byPlace()(`US-${state}`, 'server', AT).honours?.gpc, state).toBe('all')
    expect(byPlace()('US', 'server', AT).honours?.gpc).toBe('all')
  })

  it.each(['US-CA', 'US-NY', 'US-WA', 'JP', 'CA'])(
    'keeps chat, health and what is asked on use opt-in in %s (LR-61, LR-65, LR-67)',
    (place) => {
      const regime = byPlace()(place, 'server', AT)
      expect(modelOf(regime, { id: 'marketing' })).not.toBe('opt-in')
      for (const id of ['chat', 'replay', 'biometric', 'health', 'chat-marketing', 'chat-training'])
        expect(modelOf(regime, { id }), id).toBe('opt-in')
      expect(modelOf(regime, { id: 'video', ask: 'on-use' })).toBe('opt-in')
    },
  )

  it('lets nothing start in Switzerland unasked, but plain analytics where the site chose so (FMG 45c)', () => {
    const models = (options?: RegimeOptions) =>
      asked.map((purpose) => modelOf(byPlace(options)('CH', 'server', AT), purpose))
    expect(models()).toEqual(asked.map(() => 'opt-in'))
    expect(models({ analyticsOptOut: true })).toEqual(['opt-out', ...asked.slice(1).map(() => 'opt-in')])
  })

  it('does not apply the Swiss choice anywhere else', () => {
    expect(byPlace({ analyticsOptOut: true })('DE', 'server', AT).model).toBe('opt-in')
    expect(byPlace({ analyticsOptOut: true })('unknown', 'unknown', AT).model).toBe('opt-in')
  })

  it('does not let a signal replace the question in opt-in regions, unless the site says so (PR-3)', () => {
    for (const place of ['DE', 'FR', 'GB', 'CH', 'BR', 'CA-QC']) {
      expect(byPlace()(place, 'server', AT).honours, place).toEqual({})
      expect(byPlace({ gpcAsRefusal: true, dntAsRefusal: true })(place, 'server', AT).honours).toEqual({
        gpc: 'all',
        dnt: 'all',
      })
    }
  })

  it('lets the site say which purposes sell or share, but not for an unknown place', () => {
    const regimeFor = byPlace({ sale: ['marketing'] })
    expect(regimeFor('US-CA', 'server', AT).honours?.gpc).toEqual(['marketing'])
    expect(regimeFor('unknown', 'unknown', AT).honours?.gpc).toBe('all')
  })

  it('takes a guess for true only where the site says so', () => {
    expect(byPlace()('US', 'guess', AT)).toMatchObject({ id: 'eu-opt-in', place: 'US', placeBy: 'guess' })
    expect(byPlace({ trustGuess: true })('US', 'guess', AT).id).toBe('us')
    expect(byPlace({ trustGuess: true })('unknown', 'unknown', AT).id).toBe('eu-opt-in')
  })

  const anyOptions: fc.Arbitrary<RegimeOptions> = fc.record(
    {
      sale: fc.constantFrom<readonly string[] | 'all'>('all', [], ['marketing']),
      optIn: fc.constantFrom<readonly string[]>([], ['chat']),
      analyticsOptOut: fc.boolean(),
      gpcAsRefusal: fc.boolean(),
      dntAsRefusal: fc.boolean(),
    },
    { requiredKeys: [] },
  )
  const anyTime = fc.integer({ min: 0, max: Date.parse('2100-01-01') })

  it('is never less strict about an unknown or malformed place than about the European Union (D9)', () => {
    const nowhere = fc.oneof(fc.string(), fc.constantFrom('constructor', 'XX', 'ZZ-1', 'US ', '__proto__'))
    fc.assert(
      fc.property(nowhere, anyOptions, anyTime, (place, options, at) => {
        const regime = byPlace(options)(place, 'server', at)
        fc.pre(regime.id === 'eu-opt-in' || regime.place === 'unknown')
        expectAtLeast(regime, byPlace(options)('EU', 'config', at))
        expect(regime.honours?.gpc).toBe('all')
      }),
    )
  })

  it('never loosens anything on a guess: neither of an unknown place nor of the guessed one', () => {
    fc.assert(
      fc.property(fc.constantFrom(...codes, 'XX', 'unknown'), anyOptions, anyTime, (place, options, at) => {
        const guessed = byPlace(options)(place, 'guess', at)
        expectAtLeast(guessed, byPlace(options)('unknown', 'unknown', at))
        expectAtLeast(guessed, byPlace(options)(place, 'server', at))
      }),
    )
  })

  it('changes with time only where the table announces it', () => {
    fc.assert(
      fc.property(fc.constantFrom(...codes), anyTime, (code, at) => {
        const [then, now] = [at, 0].map((time) => describeRegime(byPlace()(code, 'server', time)))
        const from = regions[code]?.upcoming?.effectiveFrom
        if (!from || at < Date.parse(from)) expect(then).toEqual(now)
        else expect(then).not.toEqual(now)
      }),
    )
  })
})

function describeRegime(regime: Regime) {
  return { ...regime, model: asked.map((purpose) => modelOf(regime, purpose)) }
}

/** Stricter or as strict, purpose by purpose and day by day. */
function expectAtLeast(strict: Regime, other: Regime): void {
  for (const purpose of asked)
    expect(ORDER.indexOf(modelOf(strict, purpose))).toBeGreaterThanOrEqual(
      ORDER.indexOf(modelOf(other, purpose)),
    )
  expect(strict.grantDays).toBeLessThanOrEqual(other.grantDays)
  expect(strict.refusalDays).toBeGreaterThanOrEqual(other.refusalDays)
  for (const signal of ['gpc', 'dnt'] as const) {
    const [mine, theirs] = [strict.honours?.[signal], other.honours?.[signal]]
    if (mine === 'all') continue
    expect(theirs).not.toBe('all')
    expect(mine ?? []).toEqual(expect.arrayContaining([...(theirs === 'all' ? [] : (theirs ?? []))]))
  }
}
