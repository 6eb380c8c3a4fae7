import { expectNothingBeforeGrant, settle, test } from '@latchkey/testkit/browser'
import { expect, type Page } from '@playwright/test'

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

test('one purpose is granted and taken back with the keyboard alone, and focus comes home (AX-2, AX-9)', async ({
  page,
  shop,
  banner,
  preferences,
  vendors,
}) => {
  shop.serve({ tag: { analytics: 'ga4:G-LINDEN0AK1' } })
  await page.goto('/')
  await banner.see()
  await tabTo(page, 'analytics')
  await page.keyboard.press('Space')
  await tabTo(page, 'save')
  await page.keyboard.press('Enter')
  await banner.seeNone()
  await expect.poll(() => vendors.requestsTo('region1.google-analytics.com').length).toBeGreaterThan(0)
  expect(vendors.requestsTo('www.facebook.com')).toEqual([])

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
  await settle(page)
  vendors.clear()
  await page.goto('/help')
  await settle(page)
  expect(vendors.requests).toEqual([])
})

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
