import { describe, expect, it } from 'vitest'
import { emulatePage } from '../contract/page.ts'
import { answerVendor, vendorHosts, vendorScripts, vendors } from './answer-vendor.ts'

const get = (host: string, path: string) => answerVendor({ host, path, method: 'GET' })

/** A page whose own code loads a vendor, as shops do that ask nobody. */
async function careless(url: string, globals: Record<string, unknown> = {}) {
  const page = emulatePage()
  Object.assign(page.window, globals)
  void page.context.loadScript(url)
  await page.settle()
  return page
}

/** As a gtag snippet pushes. */
function command(..._parts: unknown[]): unknown {
  // biome-ignore lint/complexity/noArguments: Google reads nothing else
  return arguments
}

describe('emulated vendors', () => {
  it.each([
    ['www.googletagmanager.com', '/gtag/js?id=G-LINDEN0AK1', 200],
    ['www.googletagmanager.com', '/gtm.js?id=GTM-LINDEN1', 200],
    ['region1.google-analytics.com', '/g/collect?v=2', 204],
    ['tag.acme-ads.example', '/tag.js', 200],
    ['connect.facebook.net', '/en_US/fbevents.js', 200],
    ['www.facebook.com', '/tr/?ev=PageView', 204],
    ['www.clarity.ms', '/tag/abcdefghij', 200],
    ['scripts.clarity.ms', '/0.8.42/clarity.js', 200],
    ['k.clarity.ms', '/collect', 204],
    ['widget.intercom.io', '/widget/abcd1234', 200],
    ['api-iam.intercom.io', '/messenger/web/ping', 204],
    ['www.youtube.com', '/embed/aqz-KE-bpKQ', 200],
    ['i.ytimg.com', '/vi/aqz-KE-bpKQ/hqdefault.jpg', 200],
    ['www.googletagmanager.com', '/nothing.js', 404],
    ['www.youtube.com', '/embed/<script>', 404],
    ['unknown.example', '/', 404],
  ])('answer https://%s%s with %d', (host, path, status) => expect(get(host, path).status).toBe(status))

  it('answer for the hosts that are on the map', () => {
    expect(Object.keys(vendorHosts)).toEqual(Object.keys(vendors))
    expect(vendorHosts.youtube).toContain('i.ytimg.com')
  })

  it('serve the page script that can also be had directly', () => {
    expect(get('www.googletagmanager.com', '/gtag/js?id=G-X1234').body).toBe(vendorScripts.ga4('G-X1234'))
  })

  it('cannot be made to serve foreign code by way of an id', () => {
    const { body } = get('www.googletagmanager.com', `/gtag/js?id=${encodeURIComponent('");alert(1);("')}`)
    expect(body).toContain('(window, "\\");alert(1);(\\"", ')
  })
})

describe("Google's emulated tag", () => {
  const load = 'https://www.googletagmanager.com/gtag/js?id=G-LINDEN0AK1'
  const config = command('config', 'G-LINDEN0AK1')
  const denied = command('consent', 'default', { analytics_storage: 'denied', ad_storage: 'denied' })
  const granted = command('consent', 'update', { analytics_storage: 'granted' })

  it.each([
    [
      'takes a type that was never set for granted',
      [config],
      'G111',
      ['cookie _ga', 'cookie _ga_LINDEN0AK1'],
    ],
    ['sends a ping without cookies while denied, so that a leak is seen', [denied, config], 'G100', []],
    ['stores once it is granted', [denied, config, granted], 'G100', ['cookie _ga', 'cookie _ga_LINDEN0AK1']],
    [
      'reads no command that is an array',
      [['consent', 'default', { analytics_storage: 'denied' }], config],
      'G111',
      ['cookie _ga', 'cookie _ga_LINDEN0AK1'],
    ],
  ])('%s', async (_, dataLayer, gcs, keys) => {
    const page = await careless(load, { dataLayer })
    expect(
      page.requests.filter(({ by }) => by === 'fetch').map(({ path }) => /gcs=(\w+)/.exec(path)?.[1]),
    ).toEqual([gcs])
    expect(page.keys()).toEqual(keys)
  })

  it('does nothing while it is switched off', async () => {
    const page = await careless(load, { dataLayer: [config], 'ga-disable-G-LINDEN0AK1': true })
    page.use()
    expect(page.requests.map(({ by }) => by)).toEqual(['loadScript'])
    expect(page.keys()).toEqual([])
  })
})

describe("Clarity's emulated recorder", () => {
  it('begins again by itself 250 ms after a denial, without cookies', async () => {
    const page = await careless('https://www.clarity.ms/tag/abcdefghij')
    ;(page.window.clarity as (...args: unknown[]) => void)('consentv2', { analytics_Storage: 'denied' })
    const before = page.requests.length
    page.clock.advance(249)
    expect(page.requests.length).toBe(before)
    page.clock.advance(1)
    expect(page.requests.at(-1)?.body).toContain('"c":0')
  })
})
