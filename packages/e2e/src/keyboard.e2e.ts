import { expectNothingBeforeGrant, settle, test, tracesOf } from '@latchkey/testkit/browser'
import { expect, type Page } from '@playwright/test'
import { verify } from './verify.ts'

/** What has the focus, through shadow roots: its action, its purpose, or its text. */
function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    let element = document.activeElement
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement
    if (!(element instanceof HTMLElement)) return ''
    return (
      element.dataset.latchkeyAction ?? element.dataset.latchkeyPurpose ?? element.textContent?.trim() ?? ''
    )
  })
}

/** Presses Tab until something has the focus; counts the presses. */
async function tabTo(page: Page, wanted: string): Promise<number> {
  for (let presses = 1; presses <= 60; presses += 1) {
    await page.keyboard.press('Tab')
    if ((await focused(page)) === wanted) return presses
  }
  throw new Error(
    `[e2e] tabTo: expected to reach "${wanted}" within 60 presses, got to "${await focused(page)}".`,
  )
}

test('the banner takes no focus, comes first in the tab order, and refusing is as near as accepting (AX-2, DP-6, T-7)', async ({
  page,
  banner,
  vendors,
}) => {
  await page.goto('/')
  await banner.see()
  expect(await page.evaluate(() => document.activeElement?.localName)).toBe('body')
  await page.keyboard.press('Tab')
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('latchkey')
  const reject = await tabTo(page, 'reject')
  const accept = await tabTo(page, 'accept')
  expect(reject).toBeGreaterThan(0)
  expect(accept).toBe(1)
  await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('Enter')
  await banner.seeNone()
  await expectNothingBeforeGrant(page, { vendors })
})

/** What holds for analytics, as a page knows it. */
const isGranted = (page: Page) =>
  page.evaluate(() => {
    const { $latchkey } = globalThis as unknown as { $latchkey: { isGranted(id: string): boolean } }
    return $latchkey.isGranted('analytics')
  })

test('one purpose is granted and regretted with the keyboard alone: tabs follow, keys go, focus comes home, receipts verify (AX-2, AX-9, LR-13, RE-7)', async ({
  page,
  context,
  shop,
  banner,
  preferences,
  vendors,
  ledger,
}) => {
  shop.serve({ tag: { analytics: 'ga4:G-LINDEN0AK1' } })
  const other = await context.newPage()
  await other.goto('/furniture')
  await page.bringToFront()
  await page.goto('/')
  await banner.see()
  await tabTo(page, 'analytics')
  await page.keyboard.press('Space')
  await tabTo(page, 'save')
  await page.keyboard.press('Enter')
  await banner.seeNone()
  await expect.poll(() => vendors.requestsTo('region1.google-analytics.com').length).toBeGreaterThan(0)
  expect(vendors.requestsTo('www.facebook.com')).toEqual([])
  await expect.poll(() => isGranted(other)).toBe(true)
  const ours = async () => (await tracesOf(page, vendors)).keys.filter((key) => /^cookie _ga/.test(key))
  await expect.poll(ours).not.toEqual([])

  const opener = page.locator('footer a[href="#privacy-choices"]')
  await opener.focus()
  await page.keyboard.press('Enter')
  await preferences.see()
  expect(
    await page.evaluate(() => document.querySelector('#latchkey')?.shadowRoot?.activeElement?.localName),
  ).toBe('h2')
  await tabTo(page, 'analytics')
  await page.keyboard.press('Space')
  await tabTo(page, 'save')
  await page.keyboard.press('Enter')
  await preferences.seeNone()
  await expect(opener).toBeFocused()
  await expect.poll(() => isGranted(other)).toBe(false)
  await expect.poll(ours).toEqual([])
  await settle(page)
  vendors.clear()
  await page.goto('/help')
  await settle(page)
  expect(vendors.requests).toEqual([])

  await expect.poll(() => proven(page)).toBe(2)
  await page.locator('footer a[href="#privacy-choices"]').focus()
  await page.keyboard.press('Enter')
  await preferences.see()
  await tabTo(page, 'download')
  const downloaded = page.waitForEvent('download')
  await page.keyboard.press('Enter')
  const { exit, said } = verify(await (await downloaded).path(), '--json')
  expect(exit, said).toBe(0)
  const receipts: readonly { readonly outcome: string }[] = JSON.parse(said).receipts
  expect(receipts.every(({ outcome }) => outcome === 'holds')).toBe(true)
  expect(receipts.length).toBeGreaterThanOrEqual(2)
  expect((await ledger.records()).filter(({ event }) => event === 'decided')).toMatchObject([
    { choices: { analytics: 'granted' }, withdrawn: [], trusted: true },
    { choices: { analytics: 'denied' }, withdrawn: ['analytics'], trusted: true },
  ])
})

/** How many decisions of this device have their receipt in full. */
function proven(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const { $latchkey } = globalThis as unknown as {
      $latchkey: { history(): Promise<readonly { event: string; proof?: object }[]> }
    }
    return (await $latchkey.history()).filter(({ event, proof }) => event === 'decided' && proof).length
  })
}

test('Escape closes the panel and decides nothing; the question is still open (AX-3, LR-3)', async ({
  page,
  banner,
  preferences,
  ledger,
}) => {
  await page.goto('/')
  await banner.settings()
  await preferences.see()
  await preferences.switchOf('analytics').check()
  await page.keyboard.press('Escape')
  await preferences.seeNone()
  await banner.see()
  expect((await ledger.records()).filter(({ event }) => event === 'decided')).toEqual([])
})

test('no focused element of the page hides behind the banner (AX-4, WCAG 2.4.11)', async ({
  page,
  banner,
}) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.goto('/')
  await banner.see()
  const links = await page.locator('main a, footer a').all()
  for (const link of links) {
    await link.focus()
    const [box, cover] = [await link.boundingBox(), await banner.root.boundingBox()]
    expect((box?.y ?? 0) + 1, (await link.textContent()) ?? '').toBeLessThan(cover?.y ?? 0)
  }
})
