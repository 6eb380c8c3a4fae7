import { test } from '@latchkey/testkit/browser'
import { lintFairness } from '@latchkey/testkit/fairness'
import { languages, textsFor } from '@latchkey/ui/texts'
import { expect } from '@playwright/test'
import { rare } from './variants.ts'

/** Long words, right to left, no spaces between words, a script with marks above and below. */
const TELLING = ['ar', 'el', 'fi', 'hi', 'ja']

for (const tag of Object.keys(languages)) {
  test(
    `a page in ${tag} asks fairly and in its own words, all of them (LR-22, AX-12, DP-1…18)`,
    rare(!TELLING.includes(tag)),
    async ({ page, shop, banner, preferences }) => {
      const texts = await textsFor(tag)
      if (!texts) throw new Error(`no texts in ${tag}`)
      shop.serve({ tag: { lang: tag, region: 'DE' } })
      await page.setViewportSize({ width: 320, height: 568 })
      await page.goto('/')
      await expect(banner.action('reject')).toHaveText(texts.rejectAll)
      await expect(page.locator('#latchkey .root')).toHaveAttribute('lang', tag)
      await expect(page.locator('#latchkey .root')).toHaveAttribute('dir', texts.dir)
      expect(await lintFairness(page, { looks: ['light'], links: false })).toEqual([])
      await banner.settings()
      await preferences.see()
      await expect(preferences.root).toContainText(texts.rights)
      await expect(preferences.root).toContainText(texts.by)
      await expect(preferences.root).not.toContainText(/Reject|Accept|Save my|Data goes|Your data/)
      expect(await lintFairness(page, { looks: ['light'], links: false })).toEqual([])
      // Nothing is wider than the smallest screen (AX-7).
      const over = await preferences.root.evaluate((panel) => panel.scrollWidth - panel.clientWidth)
      expect(over).toBeLessThanOrEqual(0)
    },
  )
}
