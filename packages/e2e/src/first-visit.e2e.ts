import { expectNothingBeforeGrant, settle, test, tracesOf } from '@latchkey/testkit/browser'
import { expect } from '@playwright/test'
import { CART, walkFunnel } from './funnel.ts'

test('nothing is asked for and nothing left while nobody answers, however long and far (LR-1, LR-3, T-1)', async ({
  page,
  vendors,
  banner,
}) => {
  await page.clock.install()
  await page.goto('/')
  await banner.see()
  await page.mouse.wheel(0, 4000)
  await page.keyboard.press('Escape')
  await page.mouse.click(5, 400)
  await page.clock.runFor(30_000)
  await banner.see()
  await expectNothingBeforeGrant(page, { vendors })
  await walkFunnel(page)
  await banner.see()
  await expectNothingBeforeGrant(page, { vendors, allow: [CART] })
})

test('after «Accept all» vendors are asked and leave their keys: what the other tests look for can be seen', async ({
  page,
  vendors,
  banner,
}) => {
  await page.goto('/')
  await banner.accept()
  await expect
    .poll(() => vendors.hosts().toSorted())
    .toEqual(
      expect.arrayContaining([
        'connect.facebook.net',
        'k.clarity.ms',
        'region1.google-analytics.com',
        'www.clarity.ms',
        'www.facebook.com',
        'www.googletagmanager.com',
      ]),
    )
  await settle(page)
  const { keys } = await tracesOf(page, vendors)
  const names = keys.map((key) => key.replace(/^(cookie \S+)@.*/, '$1'))
  expect(names).toEqual(
    expect.arrayContaining([
      'cookie _ga',
      'cookie _ga_LINDEN0AK1',
      'cookie _fbp',
      'cookie _clck',
      'cookie _clsk',
    ]),
  )
  // Third parties too: this browser would keep them, if they came.
  expect(keys).toEqual(expect.arrayContaining(['cookie fr@.facebook.com', 'cookie CLID@.clarity.ms']))
  // Chat and video are asked for when they are used, and are no part of «all» (D8).
  expect(vendors.requestsTo('*.intercom.io')).toEqual([])
  expect(vendors.requestsTo('*.youtube-nocookie.com')).toEqual([])
})

test('markup that polluted prototypes or clobbered names before us opens no gate (B5, B6)', async ({
  page,
  shop,
  vendors,
  banner,
}) => {
  shop.serve({
    head: `<script>Object.prototype.granted = true; Object.prototype.analytics = 'granted'; Object.prototype.trustMarkup = true; Object.prototype.origins = ['https://evil.example']</script>`,
    foot: `<form id="latchkey-config" name="currentScript"><input name="dataset"><input name="src"></form><a id="$latchkey" href="https://evil.example"></a><img name="currentScript"><script type="text/plain" data-purpose="analytics" src="https://evil.example/x.js"></script>`,
  })
  await page.goto('/')
  await banner.see()
  await expectNothingBeforeGrant(page, { vendors })
})

test('a stored text that we did not write is no decision (A2, B7)', async ({
  page,
  context,
  vendors,
  banner,
  shop,
}) => {
  const { origin } = shop
  for (const value of [
    'granted',
    '1~x~y~1~180~184~analytics.granted.0.99999999999999..0',
    '%00',
    'x'.repeat(3000),
    '{"analytics":true}',
  ]) {
    await context.clearCookies()
    await context.addCookies([{ name: 'latchkey', value, url: origin }])
    await page.goto('/')
    await banner.see()
    await expectNothingBeforeGrant(page, { vendors })
  }
})
