import type { Page } from '@playwright/test'
import { settle } from './settle.ts'
import { bannerOf, preferencesOf } from './surfaces.ts'

/**
 * Answers as a shopper would, once the page has settled: moves the switches of whatever stands on the screen and saves;
 * opens the preferences if nothing does. Resolves when the surface is gone, so the answer counts. Purposes that are
 * asked for on use, as a chat is, have no switch: press their `card` or `tile`.
 *
 * @example
 * await page.goto('/')
 * await decide(page, { analytics: true, marketing: false })
 */
export async function decide(page: Page, answers: Readonly<Record<string, boolean>>): Promise<void> {
  const banner = bannerOf(page)
  const preferences = preferencesOf(page)
  await settle(page)
  const asked = await banner.root.isVisible()
  const surface = asked ? banner : preferences
  if (!asked && !(await preferences.root.isVisible())) await preferences.open()
  for (const [purpose, on] of Object.entries(answers)) await surface.switchOf(purpose).setChecked(on)
  await surface.save()
  await surface.seeNone()
}
