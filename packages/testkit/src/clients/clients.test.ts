import { type ConsentStore, createStore } from '@latchkey/core'
import { en, ui } from '@latchkey/ui'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { autoconsentRule, consentOMaticRules } from './index.ts'

const AT = Date.UTC(2026, 10, 29)
const FEW = ['analytics', 'marketing']
const MANY = [...FEW, 'personalisation', 'maps', 'reviews']
const STEPS = ['exists', 'visible', 'waitForThenClick']

let store: ConsentStore
let stop: () => void

afterEach(() => stop())

/** Puts the question about some purposes to somebody in a place. */
function ask(purposes: readonly string[] = FEW, place = 'DE'): void {
  store = createStore({ version: '1', purposes: purposes.map((id) => ({ id })) })
  stop =
    ui({ controller: 'Linden & Oak', texts: en, locale: 'en', services: [], now: () => AT })(store) ??
    (() => {})
  const regime = { id: 'eu', model: 'opt-in', grantDays: 184, refusalDays: 184, place } as const
  store.send({ type: 'ready', regime, signals: { gpc: null }, snapshot: null, at: AT })
}

/** Every way to an element that a rule of either client names. */
function waysOf(rule: unknown): readonly (readonly string[])[] {
  if (typeof rule !== 'object' || rule === null) return []
  return Object.entries(rule).flatMap(([key, value]) => {
    if (STEPS.includes(key)) return [[value].flat() as string[]]
    if (key !== 'target') return waysOf(value)
    const { parent, target } = rule as { parent?: { selector: string }; target: { selector: string } }
    return [[...(parent ? [parent.selector] : []), target.selector]]
  })
}

/** How many elements are at the end of a way, through open shadow roots. */
function found(way: readonly string[]): number {
  let within: readonly ParentNode[] = [document]
  for (const selector of way)
    within = within.flatMap((one) => [
      ...((one as Element).shadowRoot ?? one).querySelectorAll<HTMLElement>(selector),
    ])
  return within.length
}

/** The ways that do not lead to one element each. */
const lost = (rule: unknown) => waysOf(rule).filter((way) => found(way) !== 1)

const rules = { autoconsent: autoconsentRule, 'Consent-O-Matic': consentOMaticRules }

describe.each(Object.entries(rules))('the rule for %s', (_, rule) => {
  it.each([
    ['with few purposes', FEW, 'DE'],
    ['with many', MANY, 'DE'],
    ['with an ✕', FEW, 'IT'],
  ])('finds all that it names on a banner %s', (_, purposes, place) => {
    ask(purposes, place)
    expect(waysOf(rule).length).toBeGreaterThan(3)
    expect(lost(rule)).toEqual([])
  })

  it('is found out when a selector is wrong', () => {
    ask()
    const wrong = JSON.parse(JSON.stringify(rule).replaceAll('=\\"reject\\"', '=\\"refuse\\"'))
    expect(lost(wrong)).toEqual(
      expect.arrayContaining([['#latchkey', '[data-surface="banner"] [data-latchkey-action="refuse"]']]),
    )
  })

  it('names nothing behind the host on a page without a question, nor in the panel', async () => {
    ask()
    const behind = () => waysOf(rule).filter((way) => way.length > 1 && found(way) > 0)
    store.send({ type: 'show', surface: 'preferences' })
    await vi.waitFor(() => expect(found(['#latchkey', '[data-surface="preferences"]'])).toBe(1))
    expect(behind()).toEqual([])
    store.send({
      type: 'decide',
      choices: { analytics: 'denied', marketing: 'denied' },
      via: 'preferences',
      subject: true,
      at: AT,
    })
    expect(behind()).toEqual([])
  })

  it('is plain JSON', () => {
    expect(JSON.parse(JSON.stringify(rule))).toEqual(rule)
  })
})
