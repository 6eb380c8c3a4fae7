import { begin, type EmulatedPage, emulatePage, hold, testService } from '@latchkey/testkit/contract'
import { describe, expect, it, vi } from 'vitest'
import { checkFacts } from './facts.check.ts'
import { facts } from './meta-pixel.facts.ts'
import { idPattern, metaPixel, scriptUrl } from './meta-pixel.ts'

const id = '123456789012345'
const make = () => metaPixel({ id, needs: 'marketing' })
const fbq = ({ window }: EmulatedPage) => window.fbq as (...args: unknown[]) => void
const events = ({ requests }: EmulatedPage) =>
  requests.flatMap(({ path }) => (path.startsWith('/tr') ? [/ev=(\w+)/.exec(path)?.[1]] : []))

testService('meta-pixel', {
  make,
  globals: ['fbq'],
  act: (window) => (window.fbq as (...args: unknown[]) => void)('track', 'AddToCart'),
  events: {
    make: (keepEvents) => metaPixel({ id, needs: 'marketing', keepEvents }),
    raise: (window, name) => (window.fbq as (...args: unknown[]) => void)('trackCustom', name),
    read({ path }) {
      const query = new URL(path, 'https://vendor').searchParams
      const [name, time] = [query.get('ev'), query.get('cd[event_time]')]
      return name ? { name, time: Number(time) } : undefined
    },
  },
})
checkFacts(facts, make())

describe('meta-pixel', () => {
  it('counts the page view once and passes on what the shop tracks', async () => {
    const page = emulatePage({ granted: ['marketing'] })
    begin(page, make())
    await page.settle()
    fbq(page)('track', 'AddToCart')
    expect(events(page)).toEqual(['PageView', 'AddToCart'])
  })

  it('keeps what is tracked, with the time in its properties, and neither page views nor set-up', () => {
    const page = emulatePage()
    const service = metaPixel({ id, needs: 'marketing', keepEvents: true })
    hold(page, service)
    vi.spyOn(Date, 'now').mockReturnValue(1_795_321_331_000)
    const calls = [
      ['init', '999999999999999'],
      ['consent', 'grant'],
      ['track', 'PageView'],
      ['track', 'AddToCart', { value: 249 }, { eventID: 'e1' }],
      ['trackCustom', 'Sat'],
      ['trackSingle', id, 'Purchase', { value: 1 }],
      ['trackSingleCustom', id, 'Sat'],
    ]
    for (const call of calls) fbq(page)(...call)
    vi.restoreAllMocks()
    page.grant('marketing')
    begin(page, service)
    const { queue } = page.window.fbq as unknown as { queue: unknown[][] }
    const event_time = 1_795_321_331
    expect(queue.slice(queue.findIndex(([, name]) => name === 'PageView') + 1)).toEqual([
      ['track', 'AddToCart', { value: 249, event_time }, { eventID: 'e1' }],
      ['trackCustom', 'Sat', { event_time }],
      ['trackSingle', id, 'Purchase', { value: 1, event_time }],
      ['trackSingleCustom', id, 'Sat', { event_time }],
    ])
    expect(queue.filter(([name]) => name === 'init')).toEqual([['init', id]])
  })

  it('queues consent before init', () => {
    const page = emulatePage({ granted: ['marketing'] })
    begin(page, make())
    expect((page.window.fbq as unknown as { queue: unknown[][] }).queue).toEqual([
      ['consent', 'grant'],
      ['set', 'autoConfig', false, id],
      ['init', id],
      ['track', 'PageView'],
    ])
  })

  it('never sends what happened while it was denied', async () => {
    const page = emulatePage({ granted: ['marketing'] })
    const service = make()
    hold(page, service)
    fbq(page)('track', 'BeforeGrant')
    begin(page, service)
    await page.settle()
    service.stop?.(page.context)
    fbq(page)('track', 'AfterWithdrawal')
    page.document.body.click()
    begin(page, service)
    await page.settle()
    expect(events(page)).toEqual(['PageView'])
  })

  it('does not make the pixel known twice', async () => {
    const page = emulatePage({ granted: ['marketing'] })
    const service = make()
    const warnings: unknown[] = []
    Object.assign(page.window, { console: { warn: (text: unknown) => warnings.push(text) } })
    for (let round = 0; round < 3; round++) {
      begin(page, service)
      await page.settle()
      service.stop?.(page.context)
    }
    expect(warnings).toEqual([])
    expect(events(page)).toEqual(['PageView'])
  })

  it('lets the pixel watch by itself only if the site asks for it', async () => {
    const page = emulatePage({ granted: ['marketing'] })
    begin(page, metaPixel({ id, needs: 'marketing', autoConfig: true }))
    await page.settle()
    page.document.body.click()
    expect(events(page)).toEqual(['PageView', 'SubscribedButtonClick'])
  })

  it("stays away from a page with the vendor's own snippet, and says so once", () => {
    const page = emulatePage({ granted: ['marketing'] })
    const own = () => {}
    page.window.fbq = own
    const service = make()
    begin(page, service)
    service.stop?.(page.context)
    expect(page.problems.map(({ code }) => code)).toEqual(['C204'])
    expect(page.window.fbq).toBe(own)
    expect(page.requests).toEqual([])
  })

  it('takes over from an earlier copy of itself that was taken down', async () => {
    const page = emulatePage({ granted: ['marketing'] })
    hold(page, make())
    begin(page, make())
    await page.settle()
    expect(events(page)).toEqual(['PageView'])
  })

  it.each([
    ['123456789012345', true],
    ['1234567', false],
    ['12345678901234a', false],
    ['', false],
  ])('takes %j for an id: %s', (value, fits) => expect(idPattern.test(value)).toBe(fits))

  it('loads from Meta', () => {
    expect(scriptUrl(id)).toBe('https://connect.facebook.net/en_US/fbevents.js')
  })
})
