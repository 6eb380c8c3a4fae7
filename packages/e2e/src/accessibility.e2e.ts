import { settle, test } from '@latchkey/testkit/browser'
import { expect, type Page } from '@playwright/test'
import { axeFinds } from './axe.ts'
import { rare } from './variants.ts'

const screens = {
  phone: { width: 390, height: 844 },
  small: { width: 320, height: 256 },
  desktop: { width: 1280, height: 800 },
} as const
const looks = {
  light: { colorScheme: 'light', forcedColors: 'none' },
  dark: { colorScheme: 'dark', forcedColors: 'none' },
  forced: { colorScheme: 'light', forcedColors: 'active' },
} as const

/** What axe finds on the page, or in these parts of it. */
async function axe(page: Page, ...parts: readonly string[]): Promise<readonly string[]> {
  await settle(page)
  return axeFinds(page, { parts })
}

const pairs = Object.keys(screens).flatMap((screen, i) =>
  Object.keys(looks).map((look, j) => {
    // Every screen once and every look once, unless all are asked for.
    return [screen, look, (i + j) % 3 !== 2] as [keyof typeof screens, keyof typeof looks, boolean]
  }),
)

for (const [screen, look, isRare] of pairs) {
  test(
    `axe finds nothing on any surface: ${screen}, ${look} (AX-1…AX-12)`,
    rare(isRare),
    async ({ page, shop, banner, preferences, card, tile }) => {
      test.slow()
      // On one screen with the whole page around them; that takes a second or two each time.
      const parts = screen === 'desktop' ? [] : ['#latchkey']
      await page.setViewportSize(screens[screen])
      await page.emulateMedia(looks[look])
      shop.serve({ tag: { region: 'DE' } })
      await page.goto('/furniture/halden')
      await banner.see()
      expect.soft(await axe(page, ...parts), 'banner').toEqual([])
      await banner.settings()
      await preferences.see()
      for (const more of await preferences.root.locator('summary').all()) await more.click()
      expect.soft(await axe(page, ...parts), 'preferences').toEqual([])
      await preferences.reject()
      await tile.root.scrollIntoViewIfNeeded()
      expect.soft(await axe(page, 'latchkey-placeholder'), 'tile').toEqual([])
      await card.open()
      expect.soft(await axe(page, ...parts), 'card').toEqual([])
    },
  )
}

test('axe finds nothing in an opt-out place, in German and in Italy', async ({
  page,
  shop,
  banner,
  preferences,
}) => {
  shop.serve({ tag: { region: 'US-CA' } })
  await page.goto('/')
  await preferences.open()
  expect.soft(await axe(page, '#latchkey'), 'opt-out').toEqual([])
  await preferences.reject()
  await expect(page.locator('#latchkey').getByText('You have opted out.')).toBeVisible()
  expect.soft(await axe(page, '#latchkey'), 'opted out').toEqual([])
  // The shop's server sets its own cookie of the refusal (BR-3).
  await settle(page)
  await page.context().clearCookies()
  await page.evaluate(() => localStorage.clear())
  shop.serve({ tag: { region: 'IT' } })
  await page.goto('/de')
  await banner.see()
  expect.soft(await axe(page, '#latchkey'), 'German, Italy').toEqual([])
})

test('the shop itself passes on every page, light and dark', async ({ page, shop }) => {
  test.slow()
  shop.serve({ src: null })
  for (const path of [
    '/',
    '/furniture',
    '/furniture/halden',
    '/cart',
    '/checkout',
    '/help',
    '/privacy',
    '/de',
  ]) {
    await page.goto(path)
    await settle(page)
    await page.emulateMedia({ colorScheme: 'light' })
    const light = await axeFinds(page)
    // Only colours differ.
    await page.emulateMedia({ colorScheme: 'dark' })
    const dark = await axeFinds(page, { rules: ['color-contrast'] })
    expect.soft([...light, ...dark], path).toEqual([])
  }
})
