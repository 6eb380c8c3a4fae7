import { settle, test } from '@latchkey/testkit/browser'
import { expect } from '@playwright/test'

test.use({ backForwardCache: true })

test('a page from the back/forward cache reads again what holds (A3, BR-8)', async ({
  page,
  vendors,
  banner,
  preferences,
}) => {
  await page.goto('/')
  await banner.accept()
  await expect.poll(() => vendors.requestsTo('region1.google-analytics.com').length).toBeGreaterThan(0)
  await page.evaluate(() => {
    Object.assign(globalThis, { restored: false })
    addEventListener('pageshow', ({ persisted }) => Object.assign(globalThis, { restored: persisted }))
  })
  await page.goto('/help')
  await preferences.open()
  await preferences.reject()
  await settle(page)
  vendors.clear()
  // Playwright's own goBack waits for a load event, which a page that is brought back does not have.
  await page.evaluate(() => setTimeout(() => history.back()))
  await page.waitForFunction(() => 'restored' in globalThis)
  // Positive control: without it, this test would show nothing about the cache.
  expect(await page.evaluate(() => (globalThis as { restored?: boolean }).restored)).toBe(true)
  await expect
    .poll(() =>
      page.evaluate(() =>
        (globalThis as unknown as { $latchkey: { isGranted(id: string): boolean } }).$latchkey.isGranted(
          'analytics',
        ),
      ),
    )
    .toBe(false)
  await page.evaluate(() => history.pushState(null, '', '?again'))
  await settle(page)
  expect(vendors.requests).toEqual([])
})
