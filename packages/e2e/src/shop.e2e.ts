import { expectNothingBeforeGrant, test } from '@latchkey/testkit/browser'
import { expect } from '@playwright/test'

test.describe('the shop by itself', () => {
  test.beforeEach(({ shop }) => shop.serve({ src: null }))

  test('leaves nothing on the device and talks to nobody while a shopper looks around', async ({
    page,
    vendors,
  }) => {
    for (const path of [
      '/',
      '/furniture?room=seating',
      '/furniture/halden',
      '/cart',
      '/help',
      '/privacy',
      '/de/furniture/brede',
    ])
      await page.goto(path)
    await page.getByRole('link', { name: 'English' }).click()
    await expectNothingBeforeGrant(page, { vendors })
  })

  test('keeps one cookie from the first piece in the cart to the order', async ({ page, vendors }) => {
    await page.goto('/furniture/halden')
    await page.getByRole('button', { name: 'Add to cart' }).click()
    await expect(page.getByRole('link', { name: 'Cart 1' })).toBeVisible()
    await expectNothingBeforeGrant(page, { vendors, allow: [/^cookie cart@/] })
    await page.getByRole('link', { name: 'Go to checkout' }).click()
    await page.getByRole('button', { name: 'Place order' }).click()
    await expect(page.getByRole('heading', { name: 'Thank you for your order' })).toBeVisible()
    await expectNothingBeforeGrant(page, { vendors })
  })

  test('filters in place, and without scripts by a form', async ({ page, browser }) => {
    await page.goto('/furniture')
    await page.getByLabel('Wool').check()
    await expect(page.getByRole('status').filter({ hasText: '2 pieces' })).toBeVisible()
    const plain = await browser.newContext({
      javaScriptEnabled: false,
      baseURL: 'https://shop.linden-oak.example',
      ignoreHTTPSErrors: true,
    })
    const page2 = await plain.newPage()
    await page2.goto('/furniture')
    await page2.getByLabel('Wool').check()
    await page2.getByRole('button', { name: 'Show' }).click()
    await expect(page2.getByRole('status').filter({ hasText: '2 pieces' })).toBeVisible()
    await plain.close()
  })

  test('works under a strict policy', async ({ page, shop, seen }) => {
    shop.serve({ src: null, csp: 'strict' })
    await page.goto('/furniture')
    await page.getByLabel('Lighting').check()
    await expect(page.getByRole('status').filter({ hasText: '2 pieces' })).toBeVisible()
    expect(seen.violations).toEqual([])
    expect(seen.console).toEqual([])
  })
})
