import { expectNothingBeforeGrant, settle, test } from '@latchkey/testkit/browser'
import { expect } from '@playwright/test'

test('in California vendors run and no banner asks; opting out takes two presses and is confirmed (LR-13, LR-40, LR-45)', async ({
  page,
  shop,
  vendors,
  banner,
  preferences,
  ledger,
}) => {
  shop.serve({ tag: { region: 'US-CA' } })
  await page.goto('/')
  await expect
    .poll(() => vendors.hosts())
    .toEqual(expect.arrayContaining(['region1.google-analytics.com', 'www.facebook.com']))
  await banner.seeNone()
  await page.getByRole('link', { name: 'Your Privacy Choices' }).click()
  await preferences.see()
  await preferences.reject()
  await expect
    .poll(async () => (await ledger.records()).filter(({ event }) => event === 'decided').length)
    .toBe(1)
  await settle(page)
  vendors.clear()
  await page.goto('/furniture')
  await settle(page)
  expect(vendors.requests).toEqual([])
  await expect(
    page.locator('#latchkey').getByRole('status').filter({ hasText: 'You have opted out.' }),
  ).toBeVisible()
  await preferences.open()
  await expect(preferences.root.getByRole('status')).toContainText('You have opted out.')
})

test('where the law asks for a signal it is honoured without a press, and that is to be seen (LR-43, LR-44, LR-46)', async ({
  page,
  context,
  shop,
  vendors,
  banner,
  preferences,
  ledger,
}) => {
  shop.serve({ tag: { region: 'US-CA' } })
  await context.setExtraHTTPHeaders({ 'Sec-GPC': '1' })
  await context.addInitScript(() =>
    Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', {
      get: () => true,
      configurable: true,
    }),
  )
  await page.goto('/')
  const statuses = page.locator('#latchkey').getByRole('status')
  await expect(statuses.filter({ hasText: 'opt-out signal is honoured' })).toBeVisible()
  await banner.seeNone()
  await expectNothingBeforeGrant(page, { vendors })
  await preferences.open()
  await expect(preferences.root.getByRole('status')).toContainText('opt-out signal is honoured')
  await expect(preferences.switchOf('marketing')).not.toBeChecked()
  await expect
    .poll(async () => (await ledger.records()).filter(({ event }) => event === 'signalled'))
    .toMatchObject([{ gpc: true, via: 'signal' }])
})

test('the signal wins over an earlier grant (LR-46)', async ({
  page,
  context,
  shop,
  vendors,
  preferences,
}) => {
  shop.serve({ tag: { region: 'US-CA' } })
  await page.goto('/')
  await preferences.open()
  await preferences.accept()
  await expect.poll(() => vendors.requestsTo('www.facebook.com').length).toBeGreaterThan(0)
  await context.addInitScript(() =>
    Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', {
      get: () => true,
      configurable: true,
    }),
  )
  await page.goto('/furniture')
  await settle(page)
  vendors.clear()
  await page.goto('/help')
  await settle(page)
  expect(vendors.requests).toEqual([])
})

test('a German page asks in German (LR-22)', async ({ page, banner, preferences }) => {
  await page.goto('/de/furniture')
  await banner.see()
  await expect(banner.action('reject')).toHaveText('Alle ablehnen')
  await expect(banner.action('accept')).toHaveText('Alle akzeptieren')
  await expect(banner.action('save')).toHaveText('Auswahl speichern')
  await expect(page.locator('#latchkey [lang]').first()).toHaveAttribute('lang', /^de/)
  await banner.settings()
  await preferences.see()
  await expect(preferences.root).not.toContainText(/Reject|Accept|Save my|Data goes/)
})

test('in Italy an ✕ closes the question as a refusal (Garante 231/2021); elsewhere there is none', async ({
  page,
  shop,
  vendors,
  banner,
  ledger,
}) => {
  shop.serve({ tag: { region: 'DE' } })
  await page.goto('/')
  await banner.see()
  await expect(banner.action('close')).toHaveCount(0)
  shop.serve({ tag: { region: 'IT' } })
  await page.reload()
  await banner.see()
  await banner.close()
  await banner.seeNone()
  await expectNothingBeforeGrant(page, { vendors })
  await expect
    .poll(async () => (await ledger.records()).filter(({ event }) => event === 'decided'))
    .toMatchObject([{ choices: { analytics: 'denied', marketing: 'denied' }, place: 'IT' }])
})

test('a place that nobody knows has the strictest rules (D9)', async ({ page, shop, vendors, banner }) => {
  shop.serve({ tag: { region: 'XX' } })
  await page.goto('/')
  await banner.see()
  await expectNothingBeforeGrant(page, { vendors })
})
