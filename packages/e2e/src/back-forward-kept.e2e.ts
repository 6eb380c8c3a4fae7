import { settle, test } from '@latchkey/testkit/browser'
import { expect } from '@playwright/test'

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
    await settle(page)
    await page.evaluate(() =>
      addEventListener('pageshow', ({ persisted }) => Object.assign(globalThis, { persisted })),
    )
    await page.goto('/help')
    await page.evaluate(() => setTimeout(() => history.back()))
    // Playwright's own goBack waits for a load event, which a page that is brought back does not have.
    await expect.poll(() => page.evaluate(() => location.pathname).catch(() => '')).toBe('/')
    const { notRestoredReasons, persisted } = await page.evaluate(() => {
      const [entry] = performance.getEntriesByType('navigation') as (PerformanceNavigationTiming & {
        notRestoredReasons?: unknown
      })[]
      return {
        notRestoredReasons: JSON.stringify(entry?.notRestoredReasons ?? null),
        persisted: (globalThis as { persisted?: boolean }).persisted,
      }
    })
    expect(notRestoredReasons).toBe('null')
    expect(persisted).toBe(true)
  })
}
