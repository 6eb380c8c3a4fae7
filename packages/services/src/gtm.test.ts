import { begin, emulatePage, testService } from '@latchkey/testkit/contract'
import { describe, expect, it } from 'vitest'
import { readCollect } from './events.check.ts'
import { checkFacts } from './facts.check.ts'
import { facts } from './gtm.facts.ts'
import { type GtmOptions, gtm, idPattern, scriptUrl } from './gtm.ts'

const id = 'GTM-LINDEN1'
const make = (options: Partial<GtmOptions> = {}) =>
  gtm({
    id,
    needs: { every: ['analytics', 'marketing'] },
    hosts: ['www.google-analytics.com', 'tag.acme-ads.example'],
    keys: [{ kind: 'cookie', name: '_acme' }],
    ...options,
  })

testService('gtm', {
  make,
  globals: ['dataLayer'],
  act: (window) => (window.gtag as (...args: unknown[]) => void)('event', 'add_to_cart'),
  events: {
    make: (keepEvents) => make({ keepEvents }),
    raise: (window, name) => (window.gtag as (...args: unknown[]) => void)('event', name),
    read: readCollect,
  },
})
checkFacts(facts, gtm({ id, needs: 'marketing' }))

const tagsFired = (requests: readonly { path: string }[]) =>
  requests.filter(({ path }) => path.includes('en=page_view')).length

describe('gtm', () => {
  it('says default, update, then the event that starts the tags', () => {
    const page = emulatePage({ granted: ['analytics', 'marketing'] })
    const service = make()
    begin(page, service)
    const said = (page.window.dataLayer as Record<string, unknown>[]).map((entry) => entry[1] ?? entry.event)
    expect(said).toEqual(['default', 'update', 'gtm.js'])
  })

  it('ends in a reload, since tags cannot be stopped from outside (BR-12)', () => {
    expect(make().reload).toBe(true)
  })

  it('starts the tags once, whatever is withdrawn and granted again', async () => {
    const page = emulatePage({ granted: ['analytics', 'marketing'] })
    const service = make()
    for (let round = 0; round < 3; round++) {
      begin(page, service)
      await page.settle()
      service.stop?.(page.context)
    }
    expect(tagsFired(page.requests)).toBe(1)
  })

  it('starts the tags at the next grant if the container came while they were denied', async () => {
    const page = emulatePage({ granted: ['analytics', 'marketing'] })
    const service = make()
    begin(page, service)
    service.stop?.(page.context)
    await page.settle()
    expect(tagsFired(page.requests)).toBe(0)
    begin(page, service)
    service.stop?.(page.context)
    begin(page, service)
    expect(tagsFired(page.requests)).toBe(1)
  })

  it.each([
    ['GTM-LINDEN1', true],
    ['G-LINDEN0AK1', false],
    ['GTM-', false],
    ['gtm-linden1', false],
  ])('takes %j for an id: %s', (value, fits) => expect(idPattern.test(value)).toBe(fits))

  it('loads from Google', () => {
    expect(scriptUrl(id)).toBe('https://www.googletagmanager.com/gtm.js?id=GTM-LINDEN1')
  })
})
