import { expectNothingBeforeGrant, settle, test } from '@latchkey/testkit/browser'
import { expect } from '@playwright/test'

test.beforeEach(async ({ page, banner }) => {
  await page.goto('/furniture/halden')
  await banner.reject()
})

test('a tile keeps the video’s place, says who hosts it, and asks for nothing (BR-11)', async ({
  page,
  tile,
  vendors,
}) => {
  await tile.see()
  await expect(tile.root).toContainText('How we make Halden')
  await expect(tile.root).toContainText('YouTube')
  await expect(tile.root).toContainText(/Google/)
  await expect(tile.root.getByRole('link', { name: /Watch on/ })).toHaveAttribute(
    'href',
    /youtube\.com\/watch\?v=LndnHaldenC/,
  )
  await expectNothingBeforeGrant(page, { vendors })
  const before = await tile.root.boundingBox()
  await tile.playOnce()
  const frame = page.locator('iframe[data-purpose="video"]')
  await expect(frame).toBeVisible()
  const after = await frame.boundingBox()
  expect(Math.abs((after?.height ?? 0) - (before?.height ?? 1))).toBeLessThan(4)
})

test('«Play this video» plays this one, this once', async ({ page, tile, vendors }) => {
  await tile.playOnce()
  await expect.poll(() => vendors.requestsTo('www.youtube-nocookie.com').length).toBeGreaterThan(0)
  await page.goto('/furniture/brede')
  vendors.clear() // the player that was left says good-bye
  await tile.see()
  await settle(page)
  expect(vendors.requests).toEqual([])
})

test('«Always» is a decision on record; taking it back brings the tile back at once', async ({
  page,
  tile,
  vendors,
  preferences,
  ledger,
}) => {
  await tile.always()
  await expect.poll(() => vendors.requestsTo('www.youtube-nocookie.com').length).toBeGreaterThan(0)
  await page.goto('/furniture/brede')
  await page.locator('iframe[data-purpose="video"]').scrollIntoViewIfNeeded()
  await expect.poll(() => vendors.requestsTo('www.youtube-nocookie.com', '/embed/LndnBredeLo').length).toBe(1)
  await tile.seeNone()
  await expect
    .poll(async () =>
      (await ledger.records()).filter(({ event, via }) => event === 'decided' && via === 'placeholder'),
    )
    .toMatchObject([{ choices: { video: 'granted' } }])
  await preferences.open()
  await preferences.root.locator('[data-latchkey-action="withdraw"]').click()
  await preferences.seeNone()
  await tile.see()
  await expect(page.locator('iframe[data-purpose="video"][src]')).toHaveCount(0)
  await settle(page)
  vendors.clear()
  await page.reload()
  await tile.see()
  await settle(page)
  expect(vendors.requests).toEqual([])
})

test('with the vendor blocked the link still leads to the video (CH-9)', async ({
  page,
  context,
  tile,
  vendors,
}) => {
  await context.route(/youtube-nocookie\.com/, (route) => route.abort())
  await page.reload()
  await tile.see()
  await tile.playOnce()
  await page.reload()
  const opened = context.waitForEvent('page')
  await tile.root.getByRole('link', { name: 'Watch on youtube.com' }).click()
  const there = await opened
  await there.waitForURL('https://www.youtube.com/watch?v=LndnHaldenC')
  // The shop does not tell whom it sent, nor can the page be reached from there.
  expect(await there.evaluate(() => [document.referrer, window.opener])).toEqual(['', null])
  expect(vendors.requestsTo('www.youtube-nocookie.com')).toEqual([])
})
