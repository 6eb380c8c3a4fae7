import { begin, type EmulatedPage, emulatePage, testService } from '@latchkey/testkit/contract'
import { describe, expect, it } from 'vitest'
import { checkFacts } from './facts.check.ts'
import { facts } from './intercom.facts.ts'
import { type IntercomOptions, idPattern, intercom, scriptUrl } from './intercom.ts'

const make = (options: Partial<IntercomOptions> = {}) =>
  intercom({ id: 'abcd1234', needs: 'chat', ...options })
const drawn = ({ document }: EmulatedPage) =>
  [...document.querySelectorAll('[id^="intercom-"], [class^="intercom-"]')].map(
    ({ id, className }) => id || className,
  )

testService('intercom', {
  make: () => make({ open: true }),
  globals: ['Intercom'],
  act: (window) => (window.Intercom as (...args: unknown[]) => void)('trackEvent', 'AddToCart'),
  events: {
    make: (keepEvents) => make({ keepEvents }),
    raise: (window, name) => (window.Intercom as (...args: unknown[]) => void)('trackEvent', name),
    read({ body }) {
      const { event, metadata } = body ? JSON.parse(body) : {}
      return event ? { name: event, time: metadata?.event_date } : undefined
    },
  },
})
checkFacts(facts, make())

describe('intercom', () => {
  it("boots with the site's settings", async () => {
    const page = emulatePage({ granted: ['chat'] })
    begin(page, make({ settings: { api_base: 'https://api-iam.eu.intercom.io' } }))
    await page.settle()
    expect(page.requests.map(({ host }) => host)).toEqual(['widget.intercom.io', 'api-iam.eu.intercom.io'])
    expect(page.keys()).toContain('cookie intercom-id-abcd1234')
  })

  it.each([
    [true, ['intercom-frame', 'intercom-lightweight-app', 'intercom-container']],
    [false, ['intercom-frame', 'intercom-lightweight-app']],
  ])('opens the messenger if the shopper has just asked for it: %s', async (open, elements) => {
    const page = emulatePage({ granted: ['chat'] })
    begin(page, make({ open }))
    await page.settle()
    expect(drawn(page)).toEqual(elements)
  })

  it("ends the session in the withdrawal's own task and takes the messenger off the page (CH-10)", async () => {
    const page = emulatePage({ granted: ['chat'] })
    const service = make({ open: true })
    begin(page, service)
    await page.settle()
    service.stop?.(page.context)
    expect(drawn(page)).toEqual([])
    expect(page.clock.waiting).toBe(0)
    expect(page.keys()).not.toContain('cookie intercom-session-abcd1234')
  })

  it("leaves the shop's own elements, even if they are named alike", async () => {
    const page = emulatePage({ granted: ['chat'] })
    const launcher = page.document.createElement('button')
    launcher.className = 'intercom-launcher-of-the-shop'
    page.document.body.append(launcher)
    const service = make()
    begin(page, service)
    service.stop?.(page.context)
    expect(launcher.isConnected).toBe(true)
  })

  it('boots again after a withdrawal, and drops what the shop said in between', async () => {
    const page = emulatePage({ granted: ['chat'] })
    const service = make()
    begin(page, service)
    await page.settle()
    service.stop?.(page.context)
    ;(page.window.Intercom as (...args: unknown[]) => void)('trackEvent', 'AddToCart')
    const before = page.requests.length
    begin(page, service)
    expect(page.requests.slice(before).map(({ path }) => path)).toEqual(['/messenger/web/ping'])
    expect(drawn(page)).toEqual(['intercom-frame', 'intercom-lightweight-app'])
  })

  it('ends in a reload, since the vendor does not say that its connections close', () => {
    expect(make().reload).toBe(true)
  })

  it.each([
    ['abcd1234', true],
    ['ABCD1234', false],
    ['abc', false],
    ['abcd1234?x', false],
  ])('takes %j for an id: %s', (value, fits) => expect(idPattern.test(value)).toBe(fits))

  it('loads from Intercom', () => {
    expect(scriptUrl('abcd1234')).toBe('https://widget.intercom.io/widget/abcd1234')
  })
})
