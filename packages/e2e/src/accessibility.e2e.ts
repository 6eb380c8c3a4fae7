import AxeBuilder from '@axe-core/playwright'
import { settle, test } from '@latchkey/testkit/browser'
import { expect, type Page } from '@playwright/test'

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

/** Every screen once and every look once; `LATCHKEY_ALL=1` takes each with each. */
const pairs = Object.keys(screens).flatMap((screen, i) =>
  Object.keys(looks)
    .filter((_, j) => process.env.LATCHKEY_ALL || (i + j) % 3 === 2)
    .map((look) => [screen, look] as [keyof typeof screens, keyof typeof looks]),
)

async function axe(page: Page): Promise<readonly string[]> {
  await settle(page)
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)
}

for (const [screen, look] of pairs) {
  test(`axe finds nothing on any surface: ${screen}, ${look} (AX-1…AX-12)`, async ({
    page,
    shop,
    banner,
    preferences,
    card,
    tile,
  }) => {
    test.slow()
    await page.setViewportSize(screens[screen])
    await page.emulateMedia(looks[look])
    shop.serve({ tag: { region: 'DE' } })
    await page.goto('/furniture/halden')
    await banner.see()
    expect.soft(await axe(page), 'banner').toEqual([])
    await banner.settings()
    await preferences.see()
    for (const more of await preferences.root.locator('summary').all()) await more.click()
    expect.soft(await axe(page), 'preferences').toEqual([])
    await preferences.reject()
    await tile.root.scrollIntoViewIfNeeded()
    expect.soft(await axe(page), 'tile').toEqual([])
    await card.open()
    expect.soft(await axe(page), 'card').toEqual([])
  })
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
  expect.soft(await axe(page), 'opt-out').toEqual([])
  await preferences.reject()
  await expect(page.locator('#latchkey').getByText('You have opted out.')).toBeVisible()
  expect.soft(await axe(page), 'opted out').toEqual([])
  await page.context().clearCookies()
  await page.evaluate(() => localStorage.clear())
  shop.serve({ tag: { region: 'IT' } })
  await page.goto('/de')
  await banner.see()
  expect.soft(await axe(page), 'German, Italy').toEqual([])
})

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the shop itself passes on every page, ${colorScheme}`, async ({ page, shop }) => {
    test.slow()
    shop.serve({ src: null })
    await page.emulateMedia({ colorScheme })
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
      expect.soft(await axe(page), path).toEqual([])
    }
  })
}
