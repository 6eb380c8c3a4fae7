import { begin, type EmulatedPage, emulatePage, hold, testService } from '@latchkey/testkit/contract'
import { describe, expect, it } from 'vitest'
import { readCollect } from './events.check.ts'
import { checkFacts } from './facts.check.ts'
import { facts } from './ga4.facts.ts'
import { type Ga4Options, ga4, idPattern, scriptUrl } from './ga4.ts'
import { gtm } from './gtm.ts'

const id = 'G-LINDEN0AK1'
const make = (options: Partial<Ga4Options> = {}) => ga4({ id, needs: 'analytics', ...options })

testService('ga4', {
  make,
  globals: ['dataLayer'],
  act: (window) => (window.gtag as (...args: unknown[]) => void)('event', 'add_to_cart'),
  events: {
    make: (keepEvents) => make({ keepEvents }),
    raise: (window, name) => (window.gtag as (...args: unknown[]) => void)('event', name),
    read: readCollect,
  },
})
checkFacts(facts, make())

/** The data layer's gtag commands, dates left out. */
const commands = ({ window }: EmulatedPage) =>
  (window.dataLayer as ArrayLike<unknown>[])
    .map((entry) => Array.from(entry))
    .filter(({ length }) => length > 0)
    .map((command) => command.filter((part) => !(part instanceof Date)))

const consentStates = (page: EmulatedPage) =>
  commands(page)
    .filter(([name]) => name === 'consent')
    .map(([, command, state]) => {
      const granted = Object.entries(state as object).filter(([, word]) => word === 'granted')
      return `${command} ${granted.map(([type]) => type).join(' ')}`
    })

const pageViews = ({ requests }: EmulatedPage) =>
  requests.filter(({ path }) => path.includes('en=page_view')).map(({ path }) => /gcs=(\w+)/.exec(path)?.[1])

describe('ga4', () => {
  it('says default, update, js, config in this order', async () => {
    const page = emulatePage({ granted: ['analytics'] })
    const service = make()
    begin(page, service)
    expect(commands(page).map(([name, what]) => (name === 'consent' ? `${name} ${what}` : name))).toEqual([
      'consent default',
      'consent update',
      'js',
      'config',
    ])
  })

  it('denies all seven types but security_storage before any decision', () => {
    const page = emulatePage()
    hold(page, make())
    expect(commands(page)).toEqual([
      [
        'consent',
        'default',
        {
          security_storage: 'granted',
          ad_storage: 'denied',
          ad_user_data: 'denied',
          ad_personalization: 'denied',
          analytics_storage: 'denied',
          functionality_storage: 'denied',
          personalization_storage: 'denied',
        },
      ],
    ])
  })

  it('pushes arguments objects, which are the only commands that Google reads', () => {
    const page = emulatePage({ granted: ['analytics'] })
    begin(page, make())
    for (const entry of page.window.dataLayer as unknown[]) expect(String(entry)).toBe('[object Arguments]')
  })

  it('counts a page view once, with what is granted', async () => {
    const page = emulatePage({ granted: ['analytics'] })
    begin(page, make())
    await page.settle()
    expect(pageViews(page)).toEqual(['G101'])
  })

  it('does not count the same page view again when it is granted again', async () => {
    const page = emulatePage({ granted: ['analytics'] })
    const service = make()
    begin(page, service)
    await page.settle()
    service.stop?.(page.context)
    begin(page, service)
    expect(pageViews(page)).toHaveLength(1)
    expect(page.window[`ga-disable-${id}`]).toBe(false)
  })

  it('counts the page view that a new grant was given in, if it is another one', async () => {
    const page = emulatePage({ granted: ['analytics'] })
    const service = make()
    begin(page, service)
    await page.settle()
    service.stop?.(page.context)
    page.use()
    expect(pageViews(page)).toHaveLength(1)
    begin(page, service)
    expect(pageViews(page)).toHaveLength(2)
    expect(page.requests.filter(({ by }) => by === 'loadScript')).toHaveLength(1)
  })

  it('silences the tag and denies everything at withdrawal', async () => {
    const page = emulatePage({ granted: ['analytics', 'marketing'] })
    const service = make()
    begin(page, service)
    await page.settle()
    page.grant('marketing')
    service.stop?.(page.context)
    expect(page.window[`ga-disable-${id}`]).toBe(true)
    await page.settle()
    expect(consentStates(page)).toEqual([
      'default security_storage',
      'update security_storage ad_storage ad_user_data ad_personalization analytics_storage',
      'update security_storage',
    ])
  })

  it('does not touch the off switch before it has started', () => {
    const page = emulatePage()
    page.window[`ga-disable-${id}`] = true
    hold(page, make())
    page.grant('analytics')
    begin(page, make())
    expect(page.window[`ga-disable-${id}`]).toBe(true)
  })

  it('says «denied» only once everything else of the same task has stopped', async () => {
    const page = emulatePage({ granted: ['analytics'] })
    const service = make()
    begin(page, service)
    page.grant()
    service.stop?.(page.context)
    const said = consentStates(page).length
    await page.settle()
    expect(consentStates(page).length).toBe(said + 1)
  })

  it('maps purposes to types as the site says', () => {
    const page = emulatePage({ granted: ['statistics'] })
    const consent = { analytics_storage: 'statistics', ad_storage: undefined }
    begin(page, make({ needs: 'statistics', consent }))
    expect(consentStates(page).at(-1)).toBe('update security_storage analytics_storage')
  })

  it('speaks with one voice with gtm: one default, one update a change', async () => {
    const page = emulatePage()
    const services = [make(), gtm({ id: 'GTM-LINDEN1', needs: { some: ['analytics', 'marketing'] } })]
    for (const service of services) hold(page, service)
    page.grant('analytics')
    for (const service of services) begin(page, service)
    page.grant('analytics', 'marketing')
    for (const service of services) service.update?.(page.context)
    page.grant('marketing')
    services[0]?.stop?.(page.context)
    services[1]?.update?.(page.context)
    page.grant()
    services[1]?.stop?.(page.context)
    await page.settle()
    expect(consentStates(page)).toEqual([
      'default security_storage',
      'update security_storage analytics_storage',
      'update security_storage ad_storage ad_user_data ad_personalization analytics_storage',
      'update security_storage ad_storage ad_user_data ad_personalization',
      'update security_storage',
    ])
  })

  it.each([
    ['a gtag snippet', (push: (...entry: unknown[]) => void) => push('js', 1)],
    ['a config', (push: (...entry: unknown[]) => void) => push('config', id)],
  ])('stays away, and says so once, if %s ran before it without asking (C110)', async (_, ran) => {
    const page = emulatePage({ granted: ['analytics'] })
    const layer: unknown[] = []
    page.window.dataLayer = layer
    ran((...entry) => layer.push(entry))
    const services = [make(), gtm({ id: 'GTM-LINDEN1', needs: 'analytics' })]
    for (const service of services) {
      begin(page, service)
      service.update?.(page.context)
      service.stop?.(page.context)
    }
    expect(page.problems.map(({ code }) => code)).toEqual(['C110'])
    expect(page.requests).toEqual([])
    expect(layer).toHaveLength(1)
    expect(page.window).not.toHaveProperty(`ga-disable-${id}`)
  })

  it.each([
    ['a container that has announced itself', { dataLayer: [{ 'gtm.start': 1, event: 'gtm.js' }] }],
    ['a container whose data layer is elsewhere', { google_tag_manager: {} }],
  ])('stays away from %s (C110)', (_, globals) => {
    const page = emulatePage({ granted: ['analytics'] })
    Object.assign(page.window, globals)
    begin(page, make())
    expect(page.problems.map(({ code }) => code)).toEqual(['C110'])
    expect(page.requests).toEqual([])
  })

  it('joins a page that has asked first: the default before the tag is its own', () => {
    const page = emulatePage({ granted: ['analytics'] })
    page.window.dataLayer = [
      ['consent', 'default', {}],
      ['js', 1],
    ]
    begin(page, make())
    expect(page.problems).toEqual([])
    expect(consentStates(page).slice(1)).toEqual(['update security_storage analytics_storage'])
  })

  it('leaves a gtag function of the page alone, and is not stopped by entries of any kind', () => {
    const page = emulatePage({ granted: ['analytics'] })
    const own = () => {}
    Object.assign(page.window, { gtag: own, dataLayer: [null, 1, 'js', { event: 'add_to_cart' }] })
    begin(page, make())
    expect(page.window.gtag).toBe(own)
    expect(page.problems).toEqual([])
  })

  it.each([
    [{}, 2],
    [{ send_page_view: false }, 0],
  ])('with config %j counts %d page views where a new grant comes on another page', async (config, views) => {
    const page = emulatePage({ granted: ['analytics'] })
    const service = make({ config })
    begin(page, service)
    await page.settle()
    service.stop?.(page.context)
    page.use()
    begin(page, service)
    expect(pageViews(page)).toHaveLength(views)
  })

  it('sends a kept event with the page it was raised on and its own parameters, as they were', async () => {
    const page = emulatePage()
    const service = make({ keepEvents: true })
    hold(page, service)
    const more = { value: 249 }
    ;(page.window.gtag as (...args: unknown[]) => void)('event', 'add_to_cart', more)
    more.value = 0
    page.use()
    page.grant('analytics')
    begin(page, service)
    await page.settle()
    const [event] = page.requests.filter(({ path }) => path.includes('en=add_to_cart'))
    const query = new URL(event?.path ?? '', 'https://vendor').searchParams
    expect(query.get('dl')).toBe('https://shop.linden-oak.example/chair')
    expect(query.get('epn.value')).toBe('249')
  })

  it.each([
    ['the one that keeps it', ['ga4'], 1],
    ['both', ['ga4', 'gtm'], 1],
    ['the other one alone', ['gtm'], 0],
    ['none', [], 0],
  ])('keeps an event in one place where gtm would keep it too: it goes out with %s', (_, running, times) => {
    const page = emulatePage()
    const services = [
      make({ keepEvents: true }),
      gtm({ id: 'GTM-LINDEN1', needs: 'marketing', keepEvents: true }),
    ]
    for (const service of services) hold(page, service)
    ;(page.window.gtag as (...args: unknown[]) => void)('event', 'kept_1')
    page.grant('analytics', 'marketing')
    for (const service of services) {
      if (running.includes(service.id)) begin(page, service)
      else service.refuse?.(page.context)
    }
    expect(commands(page).filter(([, name]) => name === 'kept_1')).toHaveLength(times)
  })

  it('counts no page view again that the tag itself has counted', async () => {
    const page = emulatePage({ granted: ['analytics'] })
    const service = make()
    begin(page, service)
    await page.settle()
    page.use() // another address: the tag sees it
    expect(pageViews(page)).toHaveLength(2)
    service.stop?.(page.context)
    begin(page, service)
    expect(pageViews(page)).toHaveLength(2)
  })

  it.each([
    ['G-LINDEN0AK1', true],
    ['G-abc', false],
    ['UA-1234-1', false],
    ['G-ABCD&x=1', false],
    ['', false],
  ])('takes %j for an id: %s', (value, fits) => expect(idPattern.test(value)).toBe(fits))

  it('loads from Google Tag Manager', () => {
    expect(scriptUrl(id)).toBe('https://www.googletagmanager.com/gtag/js?id=G-LINDEN0AK1')
  })
})
