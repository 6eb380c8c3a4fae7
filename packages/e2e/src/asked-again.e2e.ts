import { expectNothingBeforeGrant, test } from '@latchkey/testkit/browser'
import { expect } from '@playwright/test'
import { CART, walkFunnel } from './funnel.ts'

const DAY = 86_400_000

test('one press on a phone refuses, to the end of the order; day 183 is not asked, day 185 once (T-2, LR-20, LR-21)', async ({
  page,
  vendors,
  banner,
  ledger,
}) => {
  await page.setViewportSize({ width: 390, height: 844 })
  const start = Date.now()
  await page.clock.install({ time: start })
  await page.goto('/')
  await banner.reject()
  await banner.seeNone()
  await walkFunnel(page)
  await expectNothingBeforeGrant(page, { vendors, allow: [CART] })
  await expect
    .poll(async () => (await ledger.records()).filter(({ event }) => event === 'decided'))
    .toMatchObject([
      { choices: { analytics: 'denied', marketing: 'denied' }, withdrawn: [], via: 'banner', trusted: true },
    ])

  await page.clock.setSystemTime(start + 183 * DAY)
  await page.goto('/')
  await walkFunnel(page)
  await banner.seeNone()
  await page.clock.setSystemTime(start + 185 * DAY)
  await page.goto('/')
  await banner.see()
  await banner.reject()
  await walkFunnel(page)
  await banner.seeNone()
  await page.clock.setSystemTime(start + (185 + 183) * DAY)
  await page.goto('/')
  await expectNothingBeforeGrant(page, { vendors, allow: [CART] })
  await banner.seeNone()
})

for (const [what, changed] of [
  ['a partner that joins', { tag: { analytics: 'ga4:G-LINDEN0AK1, clarity:abcdefghij' } }],
  [
    'a new wording',
    { config: { purposes: { analytics: { services: 'ga4:G-LINDEN0AK1', revision: '2026-12' } } } },
  ],
] as const)
  test(`${what} opens the question of that purpose alone, and nothing of it runs meanwhile (LR-10)`, async ({
    page,
    shop,
    vendors,
    banner,
    ledger,
  }) => {
    const tag = {
      analytics: 'ga4:G-LINDEN0AK1',
      marketing: 'meta-pixel:123456789012345',
      chat: null,
      video: null,
    }
    shop.serve({ tag })
    await page.goto('/')
    await banner.accept()
    await expect.poll(() => vendors.hosts()).toContain('www.facebook.com')
    shop.serve({ ...changed, tag: { ...tag, ...('tag' in changed ? changed.tag : {}) } })
    vendors.clear()
    await page.goto('/furniture')
    await banner.see()
    await expect(banner.switchOf('analytics')).not.toBeChecked()
    await expect(banner.switchOf('marketing')).toHaveCount(0)
    // What was allowed and has not changed goes on.
    await expect.poll(() => vendors.hosts()).toContain('www.facebook.com')
    // The page that was left, where it was allowed, may have said good-bye; on this one none of it is loaded.
    expect(vendors.hosts().filter((host) => /googletagmanager|clarity/.test(host))).toEqual([])
    expect(
      vendors.requests.filter(({ host, path }) => /google/.test(host) && /furniture/.test(path)),
    ).toEqual([])
    await banner.reject()
    await banner.seeNone()
    await page.goto('/help')
    await banner.seeNone()
    await expect
      .poll(async () =>
        (await ledger.records()).filter(({ event }) => event === 'decided').map(({ choices }) => choices),
      )
      .toEqual([{ analytics: 'granted', marketing: 'granted' }, { analytics: 'denied' }])
  })
