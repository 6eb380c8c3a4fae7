import { settle, test } from '@latchkey/testkit/browser'
import { expect, type Page } from '@playwright/test'

test.use({ backForwardCache: true })

/** The browser drops a page when it is short of room, and hides that as «masked»: such a visit shows nothing, and is made again. */
const VISITS = 5

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
    const visits: Visit[] = []
    do {
      await settle(page)
      visits.push(await leaveAndComeBack(page))
    } while (visits.length < VISITS && !visits.at(-1)?.persisted)
    expect(visits.flatMap(({ reasons }) => reasons).filter((reason) => reason !== 'masked')).toEqual([])
    expect(visits.at(-1)?.persisted).toBe(true)
  })
}

test('a page from the back/forward cache reads again what holds (A3, BR-8)', async ({
  page,
  vendors,
  banner,
  preferences,
}) => {
  await page.goto('/')
  await banner.accept()
  await expect.poll(() => vendors.requestsTo('region1.google-analytics.com').length).toBeGreaterThan(0)
  let visit: Visit | undefined
  for (let visits = 0; visits < VISITS && !visit?.persisted; visits++) {
    if (visit) {
      await preferences.open()
      await preferences.accept()
    }
    await settle(page)
    visit = await leaveAndComeBack(page, async () => {
      await preferences.open()
      await preferences.reject()
      await settle(page)
      vendors.clear()
    })
  }
  // Positive control: without it, this test would show nothing about the cache.
  expect(visit).toMatchObject({ persisted: true })
  await expect
    .poll(() =>
      page.evaluate(() =>
        (globalThis as unknown as { $latchkey: { isGranted(id: string): boolean } }).$latchkey.isGranted(
          'analytics',
        ),
      ),
    )
    .toBe(false)
  await page.evaluate(() => history.pushState(null, '', '?again'))
  await settle(page)
  expect(vendors.requests).toEqual([])
})

interface Visit {
  /** Whether the page came back from the cache. */
  readonly persisted: boolean
  /** Why it did not, as the browser tells. */
  readonly reasons: readonly string[]
}

async function leaveAndComeBack(page: Page, meanwhile?: () => Promise<void>): Promise<Visit> {
  await page.evaluate(() => {
    addEventListener('pageshow', ({ persisted }) => Object.assign(globalThis, { persisted }))
  })
  await page.goto('/help')
  await meanwhile?.()
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
