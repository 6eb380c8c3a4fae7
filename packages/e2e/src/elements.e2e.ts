import { toBeAccessible } from '@latchkey/testkit/accessibility'
import { expectNothingBeforeGrant, test } from '@latchkey/testkit/browser'
import { toAskFairly } from '@latchkey/testkit/fairness'
import { expect as base } from '@playwright/test'

const expect = base.extend({ toAskFairly, toBeAccessible })

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
  await expect(page).toBeAccessible()
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

test('a placeholder that the page writes holds a tile, then the film, in one box (B3, BR-11)', async ({
  page,
  shop,
  vendors,
  banner,
  tile,
  seen,
}) => {
  const film = 'https://www.youtube-nocookie.com/embed/LndnHaldenC'
  shop.serve({
    csp: 'strict',
    head: '<style nonce="{nonce}">latchkey-placeholder{display:block;aspect-ratio:16/9;max-width:480px}</style>',
    foot: `<latchkey-placeholder id="ours" purpose="video" src="${film}" title="How we make Halden"></latchkey-placeholder>
      <latchkey-placeholder id="theirs" purpose="video" src="https://films.evil.example/1" title="x"></latchkey-placeholder>`,
  })
  await page.goto('/help')
  await banner.reject()
  const ours = page.locator('#ours')
  const before = await ours.boundingBox()
  expect(before).toMatchObject({ width: 480, height: 270 })
  await expect(page.locator('#theirs [data-surface]')).toHaveCount(0)
  await expect(tile.root).toContainText('How we make Halden')
  expect(await tile.root.boundingBox()).toEqual(before)
  await expectNothingBeforeGrant(page, { vendors })
  await tile.always()
  await expect(ours.locator('iframe')).toHaveAttribute('src', film)
  expect(await ours.locator('iframe').boundingBox()).toEqual(await ours.boundingBox())
  expect(await ours.boundingBox()).toMatchObject({ width: 480, height: 270 })
  await expect(page.locator('#theirs iframe')).not.toHaveAttribute('src')
  expect(seen.violations).toEqual([])
})
