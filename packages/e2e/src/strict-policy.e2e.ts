import { expectNothingBeforeGrant, settle, test } from '@latchkey/testkit/browser'
import { expect } from '@playwright/test'

// Clarity and Meta are left out: their own scripts set addresses as strings, which is theirs to mend.
const TAG = { analytics: 'ga4:G-LINDEN0AK1', marketing: null }

test('everything works under nonces, strict-dynamic and Trusted Types, without one violation (B1, BR-9, BR-10)', async ({
  page,
  shop,
  vendors,
  banner,
  preferences,
  card,
  tile,
  seen,
}) => {
  shop.serve({
    csp: 'strict',
    tag: TAG,
    foot: `<script type="text/plain" data-purpose="analytics" nonce="{nonce}">window.inertRan = (window.inertRan || 0) + 1</script>`,
  })
  await page.goto('/furniture/halden')
  await banner.see()
  await expectNothingBeforeGrant(page, { vendors })
  await banner.accept()
  await expect.poll(() => vendors.requestsTo('region1.google-analytics.com').length).toBeGreaterThan(0)
  await expect.poll(() => page.evaluate(() => (globalThis as { inertRan?: number }).inertRan)).toBe(1)
  await tile.root.scrollIntoViewIfNeeded()
  await tile.playOnce()
  await expect.poll(() => vendors.requestsTo('www.youtube-nocookie.com').length).toBeGreaterThan(0)
  await card.open()
  await card.start()
  await expect.poll(() => vendors.requestsTo('widget.intercom.io')).toHaveLength(1)
  await preferences.open()
  await preferences.close()
  await preferences.open()
  await preferences.reject()
  await settle(page)
  expect(seen.violations).toEqual([])
  expect(seen.errors).toEqual([])
  expect(seen.console.filter((line) => /security policy|trusted/i.test(line))).toEqual([])
})

test('a policy without our nonce keeps everything off and the shop alive (A1)', async ({
  page,
  shop,
  vendors,
  seen,
}) => {
  shop.serve({
    csp: 'strict',
    src: null,
    foot: `<script async src="/assets/latchkey.js" data-controller="X" data-analytics="ga4:G-LINDEN0AK1"></script>`,
  })
  await page.goto('/furniture')
  await page.getByLabel('Wool').check()
  await expect(page.getByRole('status').filter({ hasText: '2 pieces' })).toBeVisible()
  await expectNothingBeforeGrant(page, { vendors })
  expect(seen.violations.length).toBeGreaterThan(0)
})
