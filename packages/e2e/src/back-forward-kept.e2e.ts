import { settle, test } from '@latchkey/testkit/browser'
import { expect, type Page } from '@playwright/test'

test.use({ backForwardCache: true })

for (const answer of ['accept', 'reject'] as const) {
  test(`the back/forward cache takes a page with everything running after «${answer}», for no reason not to (A3)`, async ({
    page,
    shop,
    banner,
  }) => {
    shop.serve({
      src: '/assets/latchkey.guarded.js',
      config: {
        purposes: { marketing: { services: 'meta-pixel:123456789012345', hosts: ['*.tracker.example'] } },
      },
      tag: { marketing: null },
    })
    await page.goto('/')
    await banner[answer]()
    // The browser itself may be short of room and drop a page; it hides such a reason as «masked». The page's own are told.
    const visits = []
    do {
      await settle(page)
      visits.push(await leaveAndComeBack(page))
    } while (visits.length < 5 && !visits.at(-1)?.persisted)
    expect(visits.flatMap(({ reasons }) => reasons).filter((reason) => reason !== 'masked')).toEqual([])
    expect(visits.at(-1)?.persisted).toBe(true)
  })
}

async function leaveAndComeBack(
  page: Page,
): Promise<{ readonly persisted: boolean; readonly reasons: readonly string[] }> {
  await page.evaluate(() => {
    addEventListener('pageshow', ({ persisted }) => Object.assign(globalThis, { persisted }))
  })
  await page.goto('/help')
  await page.evaluate(() => setTimeout(() => history.back()))
  // Playwright's own goBack waits for a load event, which a page that is brought back does not have.
  await expect.poll(() => page.evaluate(() => location.pathname).catch(() => '')).toBe('/')
  return page.evaluate(() => {
    const [entry] = performance.getEntriesByType('navigation') as (PerformanceNavigationTiming & {
      notRestoredReasons?: { readonly reasons: readonly { readonly reason: string }[] } | null
    })[]
    return {
      persisted: (globalThis as { persisted?: boolean }).persisted ?? false,
      reasons: (entry?.notRestoredReasons?.reasons ?? []).map(({ reason }) => reason),
    }
  })
}
