import type { Page } from '@playwright/test'
import { settle } from '../settle.ts'
import { bannerOf } from '../surfaces.ts'
import type { MatcherResult } from './matcher.ts'
import type { Unfairness } from './unfairness.ts'

/** Options of {@link askedAgain}. */
export interface AskedAgainOptions {
  /** For how long a refusal has to be left alone. @default 184 */
  readonly days?: number
}

const DAY = 86_400_000

/**
 * Refuses on the banner that stands on this page, then comes back as the days go by, and says when the page asked again
 * of itself (DP-11): on the next day, half way, and on the last day. Moves the clock of the page's context with
 * `page.clock`, and leaves it there.
 *
 * @example
 * await page.goto('http://localhost:3000/')
 * expect(await askedAgain(page)).toEqual([])
 */
export async function askedAgain(
  page: Page,
  { days = 184 }: AskedAgainOptions = {},
): Promise<readonly Unfairness[]> {
  const banner = bannerOf(page)
  await banner.reject()
  await banner.seeNone()
  await settle(page)
  const refused = await page.evaluate(() => Date.now())
  const found: Unfairness[] = []
  for (const day of [1, Math.floor(days / 2), days - 1]) {
    await page.clock.setFixedTime(refused + day * DAY)
    await page.reload()
    await settle(page)
    if (await banner.root.isVisible())
      found.push({
        rule: 'DP-11',
        problem: `asked again ${day} days after a refusal, expected ${days} of rest`,
      })
  }
  return found
}

/**
 * A matcher for Playwright’s `expect`: who has refused on this page is not asked again for half a year.
 *
 * @example
 * import { expect as base } from '@playwright/test'
 * import { toLeaveRefusalsAlone } from '@latchkey/testkit/fairness'
 *
 * const expect = base.extend({ toLeaveRefusalsAlone })
 * await expect(page).toLeaveRefusalsAlone()
 */
export async function toLeaveRefusalsAlone(page: Page, options?: AskedAgainOptions): Promise<MatcherResult> {
  const found = await askedAgain(page, options)
  return {
    pass: found.length === 0,
    message: () =>
      found.length === 0
        ? 'expected the page to ask again after a refusal, but it did not'
        : found.map(({ rule, problem }) => `${rule}: ${problem}`).join('\n'),
  }
}
