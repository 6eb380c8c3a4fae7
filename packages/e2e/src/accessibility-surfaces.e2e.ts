import { toBeAccessible } from '@latchkey/testkit/accessibility'
import { settle, test } from '@latchkey/testkit/browser'
import { expect as base } from '@playwright/test'
import { rare } from './variants.ts'

const expect = base.extend({ toBeAccessible })

test('banner, preferences, tile, card and history can be used by everybody (AX-1…AX-12)', async ({
  page,
  shop,
  banner,
  preferences,
  card,
  tile,
}) => {
  test.slow()
  shop.serve({ tag: { region: 'DE' } })
  await page.goto('/furniture/halden')
  await banner.see()
  await expect.soft(page).toBeAccessible({ pages: ['/', '/help', '/cart'] })
  await banner.settings()
  await preferences.see()
  for (const more of await preferences.root.locator('summary').all()) await more.click()
  await expect.soft(page).toBeAccessible()
  await preferences.reject()
  await tile.root.scrollIntoViewIfNeeded()
  await expect.soft(page).toBeAccessible()
  await card.open()
  await expect.soft(page).toBeAccessible()
  await card.notNow()
  await preferences.open()
  await expect(preferences.root.getByText('Download receipts')).toBeVisible()
  await settle(page)
  await expect.soft(page).toBeAccessible()
})

for (const [region, path, own] of [
  ['US-CA', '/', true],
  ['US-CA', '/', false],
  ['IT', '/de', false],
] as const)
  test(
    `the way back and the panel can be used by everybody: ${region}, ${own ? 'the shop’s link' : 'our control'} (AX-1…AX-12)`,
    rare(own || region === 'IT'),
    async ({ page, shop, banner, preferences }) => {
      test.slow()
      shop.serve({
        tag: { region },
        ...(!own && {
          foot: `<script nonce="{nonce}">addEventListener('DOMContentLoaded', () => document.querySelector('a[href="#privacy-choices"]').remove())</script>`,
        }),
      })
      await page.goto(path)
      if (region === 'IT') {
        await banner.see()
        await expect.soft(page).toBeAccessible()
        await banner.close()
      } else {
        await preferences.open()
        await expect.soft(page).toBeAccessible()
        await preferences.reject()
        await expect(page.locator('#latchkey').getByText('You have opted out.')).toBeVisible()
      }
      await expect.soft(page).toBeAccessible({ pages: ['/help'] })
    },
  )
