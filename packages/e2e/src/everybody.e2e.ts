import { settle, test } from '@latchkey/testkit/browser'
import { en } from '@latchkey/ui'
import { textsFor } from '@latchkey/ui/texts'
import { expect, type Page } from '@playwright/test'
import { spoken } from './spoken.ts'
import { rare } from './variants.ts'

interface Reader {
  readonly who: string
  readonly lang?: string
  readonly rare?: boolean
  /** Before the page is opened. */
  arrange(page: Page): Promise<void>
  /** That the page is as they need it, so that the test is about them. */
  seen(page: Page): Promise<void>
}

const size = (page: Page) =>
  page
    .locator('#latchkey h2')
    .first()
    .evaluate((heading) => Number.parseFloat(getComputedStyle(heading).fontSize))

const readers: readonly Reader[] = [
  {
    who: 'with a window of 320 × 256',
    arrange: (page) => page.setViewportSize({ width: 320, height: 256 }),
    seen: async (page) => expect(page.viewportSize()).toEqual({ width: 320, height: 256 }),
  },
  {
    who: 'with text of 200 %',
    async arrange(page) {
      const session = await page.context().newCDPSession(page)
      await session.send('Page.setFontSizes', { fontSizes: { standard: 32, fixed: 26 } })
    },
    seen: async (page) => expect(await size(page)).toBe(36),
  },
  {
    who: 'in Arabic',
    lang: 'ar',
    arrange: async () => {},
    seen: (page) => expect(page.locator('#latchkey [dir]').first()).toHaveAttribute('dir', 'rtl'),
  },
  {
    who: 'in forced colours',
    rare: true,
    arrange: (page) => page.emulateMedia({ forcedColors: 'active' }),
    seen: (page) => expect(page.locator('#latchkey input').first()).toHaveCSS('appearance', 'auto'),
  },
  {
    who: 'who wants less motion',
    rare: true,
    arrange: (page) => page.emulateMedia({ reducedMotion: 'reduce' }),
    seen: async (page) => expect(await page.evaluate(() => document.getAnimations().length)).toBe(0),
  },
]

for (const { who, lang = 'en', rare: isRare = false, arrange, seen } of readers)
  test(
    `somebody ${who} can refuse, choose one use, and take it back, by names that are heard (AX-7, AX-8, AX-12)`,
    rare(isRare),
    async ({ page, shop, banner, preferences, ledger }) => {
      const words = (await textsFor(lang)) ?? en
      const role = page.locator('#latchkey')
      const button = (name: string) => role.getByRole('button', { name, exact: true })
      const use = role.getByRole('switch', { name: words.titles.analytics ?? '' })
      /** Nothing has to be scrolled in two directions. */
      const fits = async (surface: typeof banner.root) =>
        expect(await surface.evaluate((one) => one.scrollWidth - one.clientWidth)).toBeLessThanOrEqual(0)
      shop.serve({ tag: { lang } })
      await arrange(page)

      await page.goto('/')
      await banner.see()
      await seen(page)
      await settle(page)
      const heard = await spoken(page, words.ask)
      expect(heard[0]).toBe(`region ${words.ask}`)
      for (const name of [words.rejectAll, words.acceptAll, words.save])
        expect(heard).toContain(`button ${name}`)
      await fits(banner.root)
      await expect(button(words.rejectAll)).toBeInViewport({ ratio: 1 })
      await expect(button(words.acceptAll)).toBeInViewport({ ratio: 1 })
      await button(words.rejectAll).click()
      await banner.seeNone()

      await settle(page) // the shop's server sets a refusal's cookie again (BR-3)
      await page.context().clearCookies()
      await page.evaluate(() => localStorage.clear())
      await page.reload()
      await banner.see()
      await use.check()
      await button(words.save).click()
      await banner.seeNone()

      await page.locator('footer a[href="#privacy-choices"]').click()
      await preferences.see()
      await expect(role.getByRole('dialog', { name: words.choices })).toBeVisible()
      await fits(preferences.root)
      await seen(page)
      await use.uncheck()
      await button(words.save).click()
      await preferences.seeNone()
      await expect
        .poll(async () =>
          (await ledger.records())
            .filter(({ event }) => event === 'decided')
            .map(({ choices, withdrawn }) => [choices.analytics, withdrawn]),
        )
        .toEqual([
          ['denied', []],
          ['granted', []],
          ['denied', ['analytics']],
        ])
    },
  )
