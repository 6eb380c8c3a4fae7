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

async function axe(page: Page): Promise<readonly string[]> {
  await settle(page)
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)
}

for (const [screen, viewport] of Object.entries(screens)) {
  for (const [look, media] of Object.entries(looks)) {
    test(`axe finds nothing on any surface: ${screen}, ${look} (AX-1…AX-12)`, async ({
      page,
      shop,
      banner,
      preferences,
      card,
      tile,
    }) => {
      await page.setViewportSize(viewport)
      await page.emulateMedia(media)
      shop.serve({ tag: { region: 'DE' } })
      await page.goto('/furniture/halden')
      await banner.see()
      expect(await axe(page), 'banner').toEqual([])
      await banner.settings()
      await preferences.see()
      for (const more of await preferences.root.locator('summary').all()) await more.click()
      expect(await axe(page), 'preferences').toEqual([])
      await preferences.reject()
      await tile.root.scrollIntoViewIfNeeded()
      expect(await axe(page), 'tile').toEqual([])
      await card.open()
      expect(await axe(page), 'card').toEqual([])
    })
  }
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
  expect(await axe(page), 'opt-out').toEqual([])
  await preferences.reject()
  await expect(page.locator('#latchkey').getByRole('status')).toContainText('opted out')
  expect(await axe(page), 'opted out').toEqual([])
  await page.context().clearCookies()
  await page.evaluate(() => localStorage.clear())
  shop.serve({ tag: { region: 'IT' } })
  await page.goto('/de')
  await banner.see()
  expect(await axe(page), 'German, Italy').toEqual([])
})

test('the shop itself passes on every page', async ({ page, shop }) => {
  shop.serve({ src: null })
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme })
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
      expect.soft(await axe(page), `${path}, ${scheme}`).toEqual([])
    }
  }
})
