import { createShop } from '@latchkey/example-storefront'
import { settle, test, type VendorRequest, type Vendors } from '@latchkey/testkit/browser'
import { type BrowserContext, expect, type Frame, type Page } from '@playwright/test'
import { build } from 'esbuild'
import { rare } from './variants.ts'

// One vendor, which counts a page view whenever it runs.
const TAG = { analytics: 'ga4:G-LINDEN0AK1', marketing: null }
const DAY = 86_400_000

interface Latchkey {
  readonly ready: Promise<unknown>
  isGranted(purpose: string): boolean
  grant(): void
  withdraw(): void
}

test('a decision in a frame of the same site acts in the page around it, and the other way (T-12)', async ({
  page,
  shop,
  network,
  vendors,
  banner,
}) => {
  shop.serve({ tag: TAG })
  const checkout = 'checkout.linden-oak.example'
  const there = createShop({ sdk: process.env.LATCHKEY_SDK, tag: { ...TAG, records: null } })
  network.route(checkout, (request) => there.fetch(request))
  for (const address of ['/help', `https://${checkout}/help`]) {
    await page.context().clearCookies()
    await page.goto('/')
    await page.evaluate(() => localStorage.clear())
    await page.goto('/')
    await banner.see()
    const frame = await framed(page, address)
    vendors.clear()
    await banner.accept()
    await expect.poll(() => isGranted(frame)).toBe(true)
    await expect.poll(() => views(vendors).toSorted()).toEqual(['/', '/help'])

    await frame.evaluate(() => (globalThis as unknown as { $latchkey: Latchkey }).$latchkey.withdraw())
    await expect.poll(() => isGranted(page)).toBe(false)
    await settle(page)
    vendors.clear()
    for (const place of [page, frame]) await place.evaluate(() => history.pushState(null, '', '?again'))
    await settle(page)
    expect(vendors.requests).toEqual([])
  }
})

test('in a shop with a client-side router each page is counted once, and marked elements wait on every page (LR-9)', async ({
  page,
  shop,
  vendors,
  banner,
  preferences,
}) => {
  shop.serve({ tag: TAG, config: { origins: ['https://px.tracker.example'] } })
  await page.goto('/')
  await banner.see()
  await route(page, '/furniture')
  await route(page, '/help')
  await settle(page)
  expect(vendors.requests).toEqual([])

  await banner.accept()
  // Of the pages gone through before the answer only the one that stands is asked for.
  await expect.poll(() => pixels(vendors)).toEqual(['/px?/help'])
  await expect.poll(() => views(vendors)).toEqual(['/help'])
  await route(page, '/cart')
  await expect.poll(() => views(vendors)).toEqual(['/help', '/cart'])
  await expect.poll(() => pixels(vendors)).toEqual(['/px?/help', '/px?/cart'])
  await page.evaluate(() => history.back())
  await expect.poll(() => new URL(page.url()).pathname).toBe('/help')

  await preferences.open()
  await preferences.reject()
  await settle(page)
  vendors.clear()
  await route(page, '/privacy')
  await settle(page)
  expect(vendors.requests).toEqual([])

  await preferences.open()
  await preferences.accept()
  await expect.poll(() => pixels(vendors)).toEqual(['/px?/privacy'])
  await expect.poll(() => views(vendors)).toEqual(['/privacy'])
  await settle(page)
  expect(views(vendors)).toEqual(['/privacy'])
})

for (const [name, broken, remembered] of [
  ['cookies are switched off', ['cookie'], true],
  ['localStorage throws', ['local'], true],
  ['neither works', ['cookie', 'local'], false],
] as const) {
  const what = `while ${name}, a grant holds for the page${remembered ? ' and the next' : ' and is asked for again on the next'}`
  test(what, rare(remembered), async ({ page, shop, vendors, banner, preferences, seen }) => {
    shop.serve({ tag: TAG })
    await page.addInitScript((broken: readonly string[]) => {
      const refuse = () => {
        throw new DOMException('no', 'SecurityError')
      }
      if (broken.includes('local'))
        Object.defineProperty(globalThis, 'localStorage', { get: refuse, configurable: true })
      if (broken.includes('cookie')) {
        Object.defineProperty(Document.prototype, 'cookie', {
          get: () => '',
          set: () => {},
          configurable: true,
        })
        Object.defineProperty(Navigator.prototype, 'cookieEnabled', { get: () => false, configurable: true })
      }
    }, broken)
    await page.goto('/')
    await banner.accept()
    await expect.poll(() => views(vendors)).toEqual(['/'])
    await page.goto('/furniture')
    if (remembered) {
      await expect.poll(() => views(vendors)).toEqual(['/', '/furniture'])
      await banner.seeNone()
    } else {
      await banner.see()
      await settle(page)
      expect(views(vendors)).toEqual(['/'])
      await banner.accept()
      await expect.poll(() => views(vendors)).toEqual(['/', '/furniture'])
    }
    await preferences.open()
    await preferences.reject()
    await expect.poll(() => isGranted(page)).toBe(false)
    await settle(page)
    vendors.clear()
    await page.goto('/help')
    await settle(page)
    expect(vendors.requests).toEqual([])
    expect(seen.errors).toEqual([])
  })
}

test.describe('a clock that jumps', () => {
  for (const [name, days, holds] of [
    ['two days ahead', 2, true],
    // An answer from the future is not believed: asking again is the strict side.
    ['two days back', -2, false],
    ['two years ahead', 730, false],
    ['two years back', -730, false],
  ] as const) {
    const what = `${name} ${holds ? 'leaves a grant alone' : 'lets no grant hold that is not valid then'}`
    test(what, rare(days < -2), async ({ page, context, shop, vendors, banner }) => {
      shop.serve({ tag: TAG })
      await page.goto('/')
      await banner.accept()
      await expect.poll(() => views(vendors)).toEqual(['/'])
      // A page that lives through the jump: looking at it again is enough.
      await jump(page, days)
      await expect.poll(() => isGranted(page)).toBe(holds)
      await page.close()
      vendors.clear()
      const later = await opened(context, days)
      if (holds) await expect.poll(() => views(vendors)).toEqual(['/'])
      else await expect(later.locator('[data-surface="banner"]')).toBeVisible()
      await settle(later)
      expect(await isGranted(later)).toBe(holds)
      if (!holds) expect(vendors.requests).toEqual([])
    })
  }

  test('back does not revive a grant: a refusal that was made later by the wall counts', async ({
    page,
    context,
    shop,
    vendors,
    banner,
  }) => {
    shop.serve({ tag: TAG })
    await page.goto('/')
    await banner.accept()
    await expect.poll(() => views(vendors)).toEqual(['/'])
    const other = await opened(context, 0, '/furniture')
    expect(await isGranted(other)).toBe(true)
    // Set back five minutes: within what clocks may disagree by, so the grant looks younger than the refusal.
    await jump(page, -5 / 1440)
    await page.evaluate(() => (globalThis as unknown as { $latchkey: Latchkey }).$latchkey.withdraw())
    expect(await isGranted(page)).toBe(false)
    await expect.poll(() => isGranted(other)).toBe(false)
    for (const days of [0, 2, -2, 730]) {
      const again = await opened(context, days, '/help')
      expect(await isGranted(again)).toBe(false)
      await again.close()
    }
  })
})

test.describe('two copies on one page', () => {
  test('the same script tag twice asks once, starts vendors once and says so (C108)', async ({
    page,
    shop,
    vendors,
    banner,
    seen,
  }) => {
    shop.serve({
      tag: TAG,
      foot: '<script async src="/assets/latchkey.js?second" data-controller="X" data-analytics="ga4:G-LINDEN0AK1"></script>',
    })
    await page.goto('/')
    await expect(page.locator('#latchkey')).toHaveCount(1)
    await banner.accept()
    await expect.poll(() => views(vendors)).toEqual(['/'])
    await settle(page)
    expect(views(vendors)).toEqual(['/'])
    expect(seen.problems.map(({ code }) => code)).toContain('C108')
  })

  test('the script tag and the npm bundle are of one mind, in both directions', async ({
    page,
    shop,
    vendors,
    banner,
  }) => {
    shop.serve({ tag: TAG })
    await page.goto('/')
    await banner.see()
    await page.addScriptTag({ content: await bundled() })
    expect(await mine(page)).toBe(false)
    await banner.accept()
    await expect.poll(() => mine(page)).toBe(true)
    await expect.poll(() => views(vendors)).toEqual(['/'])
    await page.evaluate(() => (globalThis as unknown as { own: Latchkey }).own.withdraw())
    expect(await mine(page)).toBe(false)
    await expect.poll(() => isGranted(page)).toBe(false)
    await settle(page)
    vendors.clear()
    await page.evaluate(() => history.pushState(null, '', '?again'))
    await settle(page)
    expect(vendors.requests).toEqual([])
    await page.evaluate(() => (globalThis as unknown as { own: Latchkey }).own.grant())
    await expect.poll(() => isGranted(page)).toBe(true)
  })
})

/** Puts a page of the shop's into a frame, and waits for the SDK in it. */
async function framed(page: Page, address: string): Promise<Frame> {
  await page.evaluate((src) => {
    document.body.prepend(Object.assign(document.createElement('iframe'), { src, title: 'Help' }))
  }, address)
  const handle = await page.waitForSelector('iframe[title="Help"]')
  const frame = await handle.contentFrame()
  if (!frame) throw new Error('expected a frame, got none')
  await ready(frame)
  return frame
}

/** What a client-side router does: another address, and other markup in the same document. */
async function route(page: Page, path: string): Promise<void> {
  await page.evaluate((path) => {
    history.pushState(null, '', path)
    const view = document.querySelector('#view') ?? document.body.appendChild(document.createElement('div'))
    view.id = 'view'
    const pixel = document.createElement('img')
    Object.assign(pixel.dataset, { purpose: 'analytics', src: `https://px.tracker.example/px?${path}` })
    view.replaceChildren(pixel)
  }, path)
}

/** Moves the page's clock, and has the shopper look at the page again. */
async function jump(page: Page, days: number): Promise<void> {
  await page.evaluate((offset) => {
    const now = Date.now
    Date.now = () => now() + offset
    document.dispatchEvent(new Event('visibilitychange'))
  }, days * DAY)
}

/** A new tab whose clock is off from the beginning. */
async function opened(context: BrowserContext, days: number, path = '/'): Promise<Page> {
  const page = await context.newPage()
  await page.addInitScript((offset) => {
    const now = Date.now
    Date.now = () => now() + offset
  }, days * DAY)
  await page.goto(path)
  await ready(page)
  return page
}

async function ready(place: Page | Frame): Promise<void> {
  await place.waitForFunction(() => 'isGranted' in ((globalThis as { $latchkey?: object }).$latchkey ?? {}))
  await place.evaluate(() =>
    (globalThis as unknown as { $latchkey: Latchkey }).$latchkey.ready.then(() => {}),
  )
}

function isGranted(place: Page | Frame): Promise<boolean> {
  return place.evaluate(() =>
    (globalThis as unknown as { $latchkey: Latchkey }).$latchkey.isGranted('analytics'),
  )
}

/** What the copy from npm thinks. */
function mine(page: Page): Promise<boolean> {
  return page.evaluate(() => (globalThis as unknown as { own: Latchkey }).own.isGranted('analytics'))
}

/** A shop's own bundle with a second copy of the machine in it. */
async function bundled(): Promise<string> {
  const { outputFiles } = await build({
    bundle: true,
    write: false,
    format: 'iife',
    conditions: ['latchkey-source'],
    stdin: {
      resolveDir: import.meta.dirname,
      contents: `import { createConsent } from '@latchkey/browser'
        globalThis.own = createConsent({
          policy: { version: '1', purposes: [{ id: 'analytics', revision: 'ga4' }] }, // the tag asks about this service
          regime: { id: 'eu-opt-in', model: 'opt-in', grantDays: 180, refusalDays: 184 },
        })`,
    },
  })
  return outputFiles[0]?.text ?? ''
}

/** Addresses of the pages that GA4 counted. */
function views(vendors: Vendors<VendorRequest>): string[] {
  return vendors
    .requestsTo('region1.google-analytics.com')
    .map(({ path }) => new URL(path, 'https://x').searchParams)
    .filter((query) => query.get('en') === 'page_view')
    .map((query) => new URL(query.get('dl') ?? '').pathname)
}

function pixels(vendors: Vendors<VendorRequest>): string[] {
  return vendors.requestsTo('px.tracker.example').map(({ path }) => path)
}
