import type { Page } from '@playwright/test'
import { bannerOf, preferencesOf } from './surfaces.ts'

/**
 * Answers as a shopper would: moves the switches of whatever stands on the screen and saves; opens the preferences
 * if nothing does.
 *
 * @example
 * await decide(page, { analytics: true, marketing: false })
 */
export async function decide(page: Page, answers: Readonly<Record<string, boolean>>): Promise<void> {
  const banner = bannerOf(page)
  const preferences = preferencesOf(page)
  const asked = await banner.root.isVisible()
  const surface = asked ? banner : preferences
  if (!asked && !(await preferences.root.isVisible())) await preferences.open()
  for (const [purpose, on] of Object.entries(answers)) await surface.switchOf(purpose).setChecked(on)
  await surface.save()
  await surface.seeNone()
}
