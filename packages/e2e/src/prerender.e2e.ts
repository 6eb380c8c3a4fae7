import { expectNothingBeforeGrant, settle, test } from '@latchkey/testkit/browser'
import { expect } from '@playwright/test'

test('a prerendered page starts, shows, stores and records nothing before somebody looks at it (A4, BR-7)', async ({
  page,
  context,
  shop,
  vendors,
  banner,
  ledger,
}) => {
  // Vendors that send nothing by the clock: the first page stays open.
  shop.serve({ tag: { analytics: 'ga4:G-LINDEN0AK1' } })
  await page.goto('/')
  await banner.accept()
  await expect.poll(() => vendors.requestsTo('region1.google-analytics.com').length).toBeGreaterThan(0)
  await settle(page)
  const records = (await ledger.records()).length
  vendors.clear()
  const prerendered = await context.newPage()
  await prerendered.addInitScript(() => {
    let prerendering = true
    Object.defineProperty(Document.prototype, 'prerendering', { get: () => prerendering, configurable: true })
    Object.assign(globalThis, {
      look() {
        prerendering = false
        document.dispatchEvent(new Event('prerenderingchange'))
      },
    })
  })
  await prerendered.goto(`${shop.origin}/furniture`)
  await settle(prerendered)
  expect(vendors.requests).toEqual([])
  expect(await ledger.records()).toHaveLength(records)
  await expect(prerendered.locator('#latchkey')).toHaveCount(0)
  await prerendered.evaluate(() => (globalThis as unknown as { look(): void }).look())
  await expect.poll(() => vendors.requestsTo('region1.google-analytics.com').length).toBeGreaterThan(0)
})

test('a page that is prerendered on a first visit asks only once it is seen (BR-7)', async ({
  page,
  vendors,
  banner,
  ledger,
}) => {
  await page.addInitScript(() => {
    let prerendering = true
    Object.defineProperty(Document.prototype, 'prerendering', { get: () => prerendering, configurable: true })
    Object.assign(globalThis, {
      look() {
        prerendering = false
        document.dispatchEvent(new Event('prerenderingchange'))
      },
    })
  })
  await page.goto('/')
  await expectNothingBeforeGrant(page, { vendors })
  await banner.seeNone()
  expect(await ledger.records()).toEqual([])
  await page.evaluate(() => (globalThis as unknown as { look(): void }).look())
  await banner.see()
})
