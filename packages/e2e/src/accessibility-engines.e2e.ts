import { existsSync } from 'node:fs'
import { webkitDriver } from '@latchkey/bench/drivers'
import { bannerOf, cardOf, preferencesOf, tileOf } from '@latchkey/testkit'
import { checkAccessibility, type Inaccessibility, toBeAccessible } from '@latchkey/testkit/accessibility'
import { expect as base, firefox, test } from '@playwright/test'
import { type PlainShop, plainShop } from './accessibility/plain-shop.ts'
import { rare } from './variants.ts'

const expect = base.extend({ toBeAccessible })
const FIREFOX = process.env.FIREFOX || '/usr/bin/firefox-esr'

let shop: PlainShop
test.beforeAll(async () => {
  shop = await plainShop()
})
test.afterAll(() => shop.close())

/** Firefox takes a reader's wishes as preferences; Playwright's `emulateMedia` does nothing there. */
const readers = {
  'as it comes': {},
  'in the dark': { 'ui.systemUsesDarkTheme': 1 },
  'with forced colours and less motion': {
    'browser.display.document_color_use': 2,
    'ui.prefersReducedMotion': 1,
  },
} as const

for (const [reader, firefoxUserPrefs] of Object.entries(readers))
  test(
    `Firefox, ${reader}: banner, preferences, tile and card can be used by everybody (AX-1…AX-12)`,
    rare(reader !== 'as it comes'),
    async () => {
      test.slow()
      test.skip(!existsSync(FIREFOX), `no Firefox at ${FIREFOX}`)
      const browser = await firefox.launch({
        executablePath: FIREFOX,
        channel: 'moz-firefox',
        firefoxUserPrefs,
      })
      // Of a context, in which the check can open a page of its own.
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-IE' })
      const page = await context.newPage()
      const preferences = preferencesOf(page)
      await page.goto(`${shop.origin}/furniture/halden`)
      await bannerOf(page).see()
      await expect.soft(page).toBeAccessible()
      if (reader !== 'as it comes') {
        await bannerOf(page).settings()
        await preferences.see()
        await expect.soft(page).toBeAccessible()
        await preferences.reject()
        await tileOf(page).root.scrollIntoViewIfNeeded()
        await cardOf(page).open()
        await expect.soft(page).toBeAccessible()
      }
      await browser.close()
    },
  )

test('WebKit: banner and preferences pass a look (AX-1, AX-5…AX-12)', async () => {
  test.slow()
  const browser = await webkitDriver(shop.port)
  test.skip(!browser, 'WebKitWebDriver, its MiniBrowser or Xvfb is not installed')
  if (!browser) return
  const tab = await browser.newTab()
  const look = async (surface: string) => {
    const stands = `return !!document.querySelector('#latchkey')?.shadowRoot.querySelector('[data-surface=${surface}]')`
    await expect.poll(() => tab.evaluate(stands)).toBe(true)
    return tab.evaluate<readonly Inaccessibility[]>(
      `return (${checkAccessibility})(document.querySelector('#latchkey').shadowRoot)`,
    )
  }
  await tab.open(`${shop.origin}/furniture/halden`)
  expect.soft(await look('banner')).toEqual([])
  await tab.evaluate(
    `document.querySelector('#latchkey').shadowRoot.querySelector('[data-latchkey-action=settings]').click()`,
  )
  expect.soft(await look('preferences')).toEqual([])
  await browser.close()
})
