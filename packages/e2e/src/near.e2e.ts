import { expectNothingBeforeGrant, type ShopUnderTest, test } from '@latchkey/testkit/browser'
import { expect, type Locator, type Page } from '@playwright/test'
import { rare } from './variants.ts'

const phone = { width: 390, height: 844 }

/** A shop whose page has a button that asks for one purpose, beside itself. */
function serveOpener(
  shop: ShopUnderTest,
  purpose: string,
  tag: Readonly<Record<string, string | null>> = {},
) {
  shop.serve({
    tag,
    config: { purposes: { [purpose]: {} } },
    foot: `<p style="margin: 300px 0 900px 480px"><button id="opener">Have a look</button></p><script>
      const opener = document.getElementById('opener')
      opener.onclick = () => $latchkey.ask('${purpose}', { near: opener }).then((standing) => { globalThis.standing = standing })
    </script>`,
  })
}

async function boxesOf(card: Locator, page: Page) {
  const [own, opener] = [await card.boundingBox(), await page.locator('#opener').boundingBox()]
  if (!own || !opener) throw new Error('expected both to be drawn')
  return { own, opener }
}

/** Pixels between card and opener, down or up the page; negative where one covers the other. */
async function gap(card: Locator, page: Page): Promise<number> {
  const { own, opener } = await boxesOf(card, page)
  return Math.round(Math.max(own.y - (opener.y + opener.height), opener.y - (own.y + own.height)))
}

const standing = (page: Page) => page.evaluate(() => Reflect.get(globalThis, 'standing'))

test('a card stands near what it was asked for, never on it, follows it, and answers with the standing', async ({
  page,
  shop,
  banner,
  card,
  ledger,
}) => {
  serveOpener(shop, 'maps')
  await page.goto('/help')
  await banner.reject()
  const opener = page.locator('#opener')
  await opener.click()
  await card.see()
  await expect(card.root.getByRole('heading')).toBeFocused()
  expect(await gap(card.root, page)).toBe(12)
  for (const way of [120, -240]) {
    const before = (await boxesOf(card.root, page)).opener.y
    await page.mouse.wheel(0, way)
    await expect.poll(async () => (await boxesOf(card.root, page)).opener.y).toBe(before - way)
    await expect.poll(() => gap(card.root, page)).toBe(12)
  }
  // Scrolled away, it stands in its corner; brought back, beside it again.
  await page.mouse.wheel(0, 5000)
  await expect.poll(async () => (await boxesOf(card.root, page)).own.x).toBe(1280 - 440 - 16)
  await opener.scrollIntoViewIfNeeded()
  await expect.poll(() => gap(card.root, page)).toBe(12)

  await card.notNow()
  await expect(opener).toBeFocused()
  await expect.poll(() => standing(page)).toEqual({ granted: false, basis: 'default' })
  await page.keyboard.press('Enter')
  await card.start()
  await expect(opener).toBeFocused()
  await expect.poll(() => standing(page)).toEqual({ granted: true, basis: 'subject' })
  await expect
    .poll(async () => (await ledger.records()).filter(({ via }) => via === 'card' && 'choices'))
    .toContainEqual(expect.objectContaining({ event: 'decided', choices: { maps: 'granted' } }))
})

test('surfaces that are fetched for a card know where it was asked for', async ({
  page,
  shop,
  card,
  banner,
}) => {
  serveOpener(shop, 'try-on', { chat: null })
  await page.goto('/help')
  await banner.reject()
  await page.reload()
  await page.locator('#opener').click()
  await card.see()
  await expect(card.root).toContainText('camera')
  expect(await gap(card.root, page)).toBe(12)
})

for (const [what, viewport] of [
  ['on a phone', phone],
  ['where text is twice as large and nothing else fits', { width: 500, height: 420 }],
] as const) {
  test(
    `${what} it is a sheet at the bottom, and can be answered`,
    rare(viewport !== phone),
    async ({ page, shop, card, banner, vendors }) => {
      serveOpener(shop, 'maps')
      await page.setViewportSize(viewport)
      await page.goto('/help')
      await banner.reject()
      await page.locator('#opener').click()
      await card.see()
      const { own } = await boxesOf(card.root, page)
      expect([own.x, own.width, Math.round(own.y + own.height)]).toEqual([0, viewport.width, viewport.height])
      await card.notNow()
      await expectNothingBeforeGrant(page, { vendors })
      await expect(page.locator('#opener')).toBeFocused()
    },
  )
}

test('where people read from right to left it ends where the element ends', async ({
  page,
  shop,
  card,
  banner,
}) => {
  serveOpener(shop, 'maps', { lang: 'ar' })
  await page.goto('/help')
  await banner.reject()
  await page.locator('#opener').click()
  await card.see()
  const { own, opener } = await boxesOf(card.root, page)
  expect(Math.round(own.x + own.width)).toBe(Math.round(opener.x + opener.width))
  expect(await gap(card.root, page)).toBe(12)
})
