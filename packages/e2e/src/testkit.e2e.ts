import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createShop } from '@latchkey/example-storefront'
import {
  decide,
  emulateVendors,
  expectNothingBeforeGrant,
  settle,
  test,
  tracesOf,
  watchTraffic,
} from '@latchkey/testkit'
import { chromiumShellPath } from '@latchkey/testkit/browser'
import { expect, type Page } from '@playwright/test'

// As a shop's own engineers have it: Playwright's own browser, page and addresses, a server on localhost, no proxy.
test.use({
  launchOptions: {
    executablePath: chromiumShellPath(),
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  },
})

const shop = createShop({ sdk: process.env.LATCHKEY_SDK })
let server: Server
let origin = ''
/** What the shop has heard in its headers. */
let signal: string | undefined

test.beforeAll(async () => {
  server = createServer(async ({ url = '/', headers }, response) => {
    signal = headers['sec-gpc'] === undefined ? signal : String(headers['sec-gpc'])
    // A page that leaks stands beside the shop's own: see `leak`.
    if (url === '/blank')
      return void response.setHeader('content-type', 'text/html').end('<!doctype html><p>Shop')
    if (url === '/worker.js')
      return void response
        .setHeader('content-type', 'text/javascript')
        .end(`fetch('https://px.tracker.example/w', { mode: 'no-cors' }).catch(() => {})`)
    if (url === '/sw.js') return void response.setHeader('content-type', 'text/javascript').end('')
    const cookie = headers.cookie ?? ''
    const answer = await shop.fetch(new Request(origin + url, { headers: { cookie } }))
    response.writeHead(answer.status, Object.fromEntries(answer.headers))
    response.end(Buffer.from(await answer.arrayBuffer()))
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  origin = `http://localhost:${(server.address() as AddressInfo).port}` // a TCP server's address is never a string
})

test.afterAll(() => {
  server.close()
  server.closeAllConnections()
})

test('nothing leaves before a grant; what was granted is asked for; a withdrawal ends it', async ({
  page,
  vendors,
  traffic,
  banner,
}) => {
  await page.goto(origin)
  await banner.see()
  await expectNothingBeforeGrant(page)
  await decide(page, { analytics: true, marketing: false })
  await expect.poll(() => vendors.requestsTo('region1.google-analytics.com').length).toBeGreaterThan(0)
  await settle(page)
  expect(vendors.requestsTo('www.facebook.com')).toEqual([])
  expect(await tracesOf(page)).toEqual(expect.arrayContaining(['cookie _ga@localhost']))
  await expect(expectNothingBeforeGrant(page)).rejects.toThrow('google')

  await decide(page, { analytics: false, marketing: false })
  await settle(page)
  vendors.clear()
  traffic.clear()
  await page.goto(`${origin}/furniture`)
  // What a vendor keeps under its own domain is out of every shop's reach.
  await expectNothingBeforeGrant(page, { allow: [/^cookie \S+@\.clarity\.ms$/] })
  expect(vendors.requests).toEqual([])
})

test('no request reaches a vendor: its answers come from the emulation, sockets included', async ({
  page,
  vendors,
}) => {
  await page.goto(`${origin}/blank`)
  const heard = await page.evaluate(async () => {
    const text = await (await fetch('https://www.clarity.ms/tag/abcdefghij')).text()
    const socket = new WebSocket('wss://api-iam.intercom.io/live')
    await new Promise((resolve) => socket.addEventListener('open', resolve))
    return text.length
  })
  expect(heard).toBeGreaterThan(100)
  expect(vendors.requests).toMatchObject([
    { host: 'www.clarity.ms', path: '/tag/abcdefghij', method: 'GET' },
    { host: 'api-iam.intercom.io', path: '/live', method: 'CONNECT' },
  ])
})

test.describe('a place', () => {
  for (const [place, asked] of [
    ['DE', true],
    ['US-CA', false],
  ] as const) {
    test.describe(place, () => {
      test.use({ place })
      test(`${asked ? 'is asked' : 'is not asked'}, whatever the shop’s server said`, async ({
        page,
        banner,
        vendors,
      }) => {
        await page.goto(origin)
        if (asked) {
          await banner.see()
          await expectNothingBeforeGrant(page)
        } else {
          await expect.poll(() => vendors.hosts()).toContain('region1.google-analytics.com')
          await banner.seeNone()
        }
      })
    })
  }
})

test.describe('a signal', () => {
  test.use({ place: 'US-CA', signals: { gpc: true } })
  test('is heard by the page and by its server, and keeps marketing off (LR-40)', async ({
    page,
    vendors,
  }) => {
    signal = undefined
    await page.goto(origin)
    await settle(page)
    expect(
      await page.evaluate(() => 'globalPrivacyControl' in navigator && navigator.globalPrivacyControl),
    ).toBe(true)
    expect(signal).toBe('1')
    expect(vendors.requestsTo('connect.facebook.net')).toEqual([])
  })
})

/** Ways in which a page can leak, each seen by the expectation; TE: a check that cannot fail is worse than none. */
const leaks: Readonly<Record<string, readonly [run: () => unknown, seen: RegExp]>> = {
  'an image': [() => Object.assign(new Image(), { src: 'https://px.tracker.example/i' }), /GET .*\/i/],
  'a script': [
    () =>
      document.head.append(
        Object.assign(document.createElement('script'), { src: 'https://px.tracker.example/s' }),
      ),
    /GET .*\/s/,
  ],
  'a frame': [
    () =>
      document.body.append(
        Object.assign(document.createElement('iframe'), { src: 'https://px.tracker.example/f' }),
      ),
    /GET .*\/f/,
  ],
  'a style sheet': [
    () =>
      document.head.append(
        Object.assign(document.createElement('link'), {
          rel: 'stylesheet',
          href: 'https://px.tracker.example/c',
        }),
      ),
    /GET .*\/c/,
  ],
  'a fetch': [
    () => fetch('https://px.tracker.example/x', { method: 'POST', mode: 'no-cors' }).catch(() => {}),
    /POST .*\/x/,
  ],
  'a beacon': [() => navigator.sendBeacon('https://px.tracker.example/b', 'x'), /POST .*\/b/],
  'an event stream': [() => new EventSource('https://px.tracker.example/e'), /GET .*\/e/],
  'a socket': [() => new WebSocket('wss://px.tracker.example/w'), /CONNECT .*\/w/],
  'a worker': [() => new Worker('/worker.js'), /GET .*\/w/],
  'a cookie': [() => cookieStore.set('_fbp', '1'), /cookie _fbp@localhost/],
  'local storage': [() => localStorage.setItem('tracker', '1'), /local tracker/],
  'session storage': [() => sessionStorage.setItem('tracker', '1'), /session tracker/],
  IndexedDB: [
    () => new Promise((resolve) => (indexedDB.open('tracker').onsuccess = resolve)),
    /indexeddb tracker/,
  ],
  'Cache Storage': [async () => void (await caches.open('tracker')), /cache tracker/],
  'a service worker': [
    async () => void (await navigator.serviceWorker.register('/sw.js')),
    /worker http:\/\/localhost/,
  ],
}

for (const [name, [run, seen]] of Object.entries(leaks)) {
  test(`a page that leaks by ${name} does not pass, unless that is allowed`, async ({ page }) => {
    await page.goto(`${origin}/blank`)
    await expectNothingBeforeGrant(page)
    await page.evaluate(run)
    await expect(expectNothingBeforeGrant(page)).rejects.toThrow(seen)
    await expectNothingBeforeGrant(page, { allow: [seen] })
  })
}

test('a request that was refused counts, and so does one of an earlier page or of a popup', async ({
  page,
  context,
}) => {
  await context.route('https://px.tracker.example/**', (route) => route.abort())
  await page.goto(`${origin}/blank`)
  const popup = await context.newPage()
  await popup.goto(`${origin}/blank`)
  await beacon(popup)
  await settle(popup)
  await popup.close()
  await page.goto(`${origin}/blank?again`)
  await expect(expectNothingBeforeGrant(page)).rejects.toThrow('POST https://px.tracker.example/popup')
  await expectNothingBeforeGrant(page, { allow: ['px.tracker.example'] })
  await expectNothingBeforeGrant(page, { allow: ['*.tracker.example'] })
  await expect(expectNothingBeforeGrant(page, { allow: ['tracker.example'] })).rejects.toThrow('popup')
})

test('a context that nobody watched from its beginning cannot be said anything about', async ({
  browser,
}) => {
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(`${origin}/blank`)
  await expect(expectNothingBeforeGrant(page)).rejects.toThrow('[testkit] expectNothingBeforeGrant: expected')
  expect(() => watchTraffic(context)).toThrow('[testkit] watchTraffic: expected a context without pages')
  await context.close()
})

test('plain Playwright contexts work without the fixtures', async ({ browser }) => {
  const context = await browser.newContext()
  const traffic = watchTraffic(context)
  const vendors = await emulateVendors(context)
  const page = await context.newPage()
  await page.goto(origin)
  await expectNothingBeforeGrant(page)
  await decide(page, { analytics: true })
  await expect.poll(() => vendors.hosts()).toContain('www.googletagmanager.com')
  expect(traffic.requests.map(({ host }) => host)).toContain('www.googletagmanager.com')
  await context.close()
})

function beacon(page: Page): Promise<boolean> {
  return page.evaluate(() => navigator.sendBeacon('https://px.tracker.example/popup', 'x'))
}
