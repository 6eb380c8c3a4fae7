import { begin, type EmulatedPage, emulatePage, hold, testService } from '@latchkey/testkit/contract'
import { describe, expect, it } from 'vitest'
import { facts } from './clarity.facts.ts'
import { clarity, idPattern, scriptUrl } from './clarity.ts'
import { checkFacts } from './facts.check.ts'
import { ga4 } from './ga4.ts'

const make = () => clarity({ id: 'abcdefghij', needs: 'analytics' })
const uploads = ({ requests }: EmulatedPage) => requests.filter(({ path }) => path === '/collect').length

testService('clarity', {
  make,
  globals: ['clarity'],
  act: (window) => (window.clarity as (...args: unknown[]) => void)('event', 'AddToCart'),
})
checkFacts(facts, make())

describe('clarity', () => {
  it('tells what is granted, again when that changes, and not otherwise', () => {
    const page = emulatePage({ granted: ['analytics'] })
    const service = make()
    begin(page, service)
    service.update?.(page.context)
    page.grant('analytics', 'marketing')
    service.update?.(page.context)
    service.update?.(page.context)
    const { q } = page.window.clarity as unknown as { q: unknown[] }
    expect(q).toEqual([
      ['consentv2', { ad_Storage: 'denied', analytics_Storage: 'granted' }],
      ['consentv2', { ad_Storage: 'granted', analytics_Storage: 'granted' }],
    ])
  })

  it('stays stopped although the recorder begins again by itself after a denial', async () => {
    const page = emulatePage({ granted: ['analytics'] })
    const services = [ga4({ id: 'G-LINDEN0AK1', needs: 'analytics' }), make()]
    for (const service of services) hold(page, service)
    for (const service of services) begin(page, service)
    await page.settle()
    page.clock.advance(5_000)
    expect(uploads(page)).toBeGreaterThan(3)
    page.grant()
    // Google hears of the denial first, Clarity from Google.
    for (const service of services) service.stop?.(page.context)
    page.clock.advance(300)
    const before = uploads(page)
    page.clock.advance(60_000)
    page.use()
    expect(uploads(page)).toBe(before)
    expect(page.clock.waiting).toBe(0)
  })

  it('ends for good where an element in the page has taken `document.defaultView` (B5)', async () => {
    const page = emulatePage({ granted: ['analytics'] })
    const service = make()
    begin(page, service)
    await page.settle()
    const view = { value: page.document.createElement('form'), configurable: true }
    Object.defineProperty(page.document, 'defaultView', view)
    const { clarity: recorder } = page.window
    service.stop?.(page.context)
    const shut = page.window.clarity
    page.window.clarity = recorder
    page.clock.advance(300)
    expect(page.window.clarity).toBe(shut)
  })

  it('records again after that, when it is granted again', async () => {
    const page = emulatePage({ granted: ['analytics'] })
    const services = [ga4({ id: 'G-LINDEN0AK1', needs: 'analytics' }), make()]
    for (const service of services) hold(page, service)
    for (const service of services) begin(page, service)
    await page.settle()
    for (const service of services) service.stop?.(page.context)
    page.clock.advance(300)
    for (const service of services) begin(page, service)
    const before = uploads(page)
    page.clock.advance(5_000)
    expect(uploads(page)).toBeGreaterThan(before)
    expect(page.keys()).toContain('cookie _clck')
  })

  it("does not record under Global Privacy Control: that is the vendor's own rule", async () => {
    const page = emulatePage({ granted: ['analytics'] })
    Object.defineProperty(page.window.navigator, 'globalPrivacyControl', { value: true })
    begin(page, make())
    await page.settle()
    page.clock.advance(5_000)
    expect(uploads(page)).toBe(0)
  })

  it.each([
    ['abcdefghij', true],
    ['ABCDEFGHIJ', false],
    ['abc', false],
    ['abcdefghij/../x', false],
  ])('takes %j for an id: %s', (value, fits) => expect(idPattern.test(value)).toBe(fits))

  it('loads from Clarity', () => {
    expect(scriptUrl('abcdefghij')).toBe('https://www.clarity.ms/tag/abcdefghij')
  })
})
