import AxeBuilder from '@axe-core/playwright'
import { expectNothingBeforeGrant, test } from '@latchkey/testkit/browser'
import { toAskFairly } from '@latchkey/testkit/fairness'
import { expect as base } from '@playwright/test'

const expect = base.extend({ toAskFairly })

test('choices that stand in the page are fair, answer like the dialog, and are way back enough (LR-13)', async ({
  page,
  shop,
  vendors,
  ledger,
  banner,
  preferences,
  seen,
}) => {
  test.slow()
  shop.serve({
    csp: 'strict',
    tag: { analytics: 'ga4:G-LINDEN0AK1', marketing: null, chat: null },
    foot: '<privacy-choices></privacy-choices>',
  })
  await page.goto('/privacy')
  await banner.reject()
  await banner.seeNone()
  await preferences.see()
  await expect(page.locator('#latchkey [data-latchkey-action="settings"]')).toHaveCount(0)
  await expect(page).toAskFairly()
  for (const more of await preferences.root.locator('summary').all()) await more.click()
  const { violations } = await new AxeBuilder({ page }).include('privacy-choices').analyze()
  expect(violations).toEqual([])
  await preferences.action('accept').evaluate((button: HTMLElement) => button.click())
  await expectNothingBeforeGrant(page, { vendors })
  await preferences.switchOf('analytics').check()
  await preferences.save()
  await expect.poll(() => vendors.requestsTo('region1.google-analytics.com').length).toBeGreaterThan(0)
  await expect
    .poll(async () => (await ledger.records()).filter(({ event }) => event === 'decided'))
    .toMatchObject([
      { via: 'banner', choices: { analytics: 'denied' } },
      { via: 'preferences', choices: { analytics: 'denied' }, trusted: false },
      { via: 'preferences', choices: { analytics: 'granted' }, trusted: true },
    ])
  await page.reload()
  await expect(preferences.switchOf('analytics')).toBeChecked()
  await expect(preferences.root).toContainText('first question')
  expect(seen.violations).toEqual([])
})
