import { expectNothingBeforeGrant, type ShopUnderTest, test } from '@latchkey/testkit/browser'
import { expect, type Page } from '@playwright/test'
import { CART, walkFunnel } from './funnel.ts'
import { rare } from './variants.ts'

const INERT = `<script type="text/plain" data-purpose="analytics">window.inertRan = true</script>
<script type="text/plain" data-purpose="marketing" src="https://connect.facebook.net/en_US/fbevents.js"></script>
<img alt="" data-purpose="marketing" data-src="https://www.facebook.com/tr/?id=1&ev=PageView">`

const breakages: Readonly<Record<string, (page: Page, shop: ShopUnderTest) => Promise<unknown>>> = {
  missing: (page) =>
    page.route('**/assets/latchkey.js', (route) => route.fulfill({ status: 404, body: 'gone' })),
  blocked: (page) => page.route('**/assets/latchkey*', (route) => route.abort('blockedbyclient')),
  throwing: (page) =>
    page.route('**/assets/latchkey.js', (route) =>
      route.fulfill({ contentType: 'text/javascript', body: 'throw new Error("broken build")' }),
    ),
  'cut short': async (page, shop) => {
    const text = await (await shop.fetch('/assets/latchkey.js')).text()
    const body = text.slice(0, text.length / 2)
    await page.route('**/assets/latchkey.js', (route) =>
      route.fulfill({ contentType: 'text/javascript', body }),
    )
  },
  'without its chunks': (page) =>
    page.route(/\/assets\/latchkey\.[\w-]{6,}\.js/, (route) => route.abort('failed')),
}

for (const [what, breakIt] of Object.entries(breakages)) {
  const title = `with the script ${what}, nothing gated ever runs and the shop works (A1, T-13)`
  test(title, rare(what === 'missing' || what === 'throwing'), async ({ page, shop, vendors }) => {
    shop.serve({ foot: INERT })
    await breakIt(page, shop)
    await page.goto('/')
    await walkFunnel(page)
    await page.goto('/furniture/halden')
    await expectNothingBeforeGrant(page, { vendors, allow: [CART] })
    expect(await page.evaluate(() => 'inertRan' in globalThis)).toBe(false)
    await expect(page.locator('iframe[src]')).toHaveCount(0)
  })
}

test('a granted page starts its services although records, words and panel are blocked', async ({
  page,
  vendors,
  banner,
}) => {
  await page.goto('/')
  await banner.accept()
  await expect.poll(() => vendors.requestsTo('www.facebook.com').length).toBeGreaterThan(0)
  await page.route('**/latchkey/v1/**', (route) => route.abort('failed'))
  vendors.clear()
  await page.goto('/furniture')
  await expect.poll(() => vendors.requestsTo('www.facebook.com').length).toBeGreaterThan(0)
  await banner.seeNone()
})

test('storage that does not work leaves gates shut, the question usable and the answer good for the page (D4)', async ({
  page,
  vendors,
  banner,
  shop,
  seen,
}) => {
  // One vendor that copes with it.
  shop.serve({ tag: { analytics: 'ga4:G-LINDEN0AK1', marketing: null } })
  await page.addInitScript(() => {
    const refuse = () => {
      throw new DOMException('no', 'SecurityError')
    }
    for (const name of ['localStorage', 'sessionStorage', 'indexedDB'])
      Object.defineProperty(globalThis, name, { get: refuse, configurable: true })
    Object.defineProperty(Document.prototype, 'cookie', { get: () => '', set: () => {}, configurable: true })
  })
  await page.goto('/')
  await banner.see()
  expect(vendors.requests).toEqual([])
  await banner.accept()
  await expect.poll(() => vendors.requestsTo('www.googletagmanager.com').length).toBeGreaterThan(0)
  await banner.seeNone()
  await expect.poll(() => seen.problems.map(({ code }) => code)).toContain('C304')
  expect(seen.errors).toEqual([])
})
