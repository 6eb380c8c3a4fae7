import { test } from '@latchkey/testkit/browser'
import { expect, type Locator } from '@playwright/test'

const LAUNCHER = (side: 'left' | 'right') =>
  `<style>#theirs{position:fixed;bottom:16px;${side}:16px;width:56px;height:56px}</style><button id="theirs" type="button">?</button>`

async function apart(one: Locator, other: Locator): Promise<boolean> {
  const [a, b] = [await one.boundingBox(), await other.boundingBox()]
  if (!a || !b) throw new Error('not on the page')
  return a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y
}

for (const side of ['left', 'right'] as const) {
  for (const [screen, viewport] of Object.entries({
    phone: { width: 390, height: 844 },
    desktop: { width: 1280, height: 800 },
  })) {
    test(`a launcher of the page at the lower ${side} is covered by nothing: ${screen}`, async ({
      page,
      shop,
      banner,
      preferences,
    }) => {
      shop.serve({ foot: LAUNCHER(side) })
      await page.setViewportSize(viewport)
      // A page without a way back of its own gets ours, and an offer of a chat.
      await page.goto('/')
      const theirs = page.locator('#theirs')
      await banner.see()
      expect(await apart(theirs, banner.root)).toBe(true)
      for (const action of ['reject', 'accept'])
        await expect(banner.action(action)).toBeInViewport({ ratio: 1 })
      await banner.reject()
      for (const own of await page.locator('#latchkey .pill').all())
        expect(await apart(theirs, own)).toBe(true)
      await preferences.open()
      await preferences.close()
      expect(
        await theirs.evaluate(
          (one) =>
            document.elementFromPoint(
              one.getBoundingClientRect().x + 28,
              one.getBoundingClientRect().y + 28,
            ) === one,
        ),
      ).toBe(true)
    })
  }
}

test('the page can keep its own things above the banner', async ({ page, banner }) => {
  const published = () =>
    page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--latchkey-inset-end'))
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto('/')
  await banner.see()
  const { height = 0 } = (await banner.root.boundingBox()) ?? {}
  expect(await published()).toBe(`${Math.ceil(height)}px`)
  await page.setViewportSize({ width: 1280, height: 800 })
  await expect.poll(published).toBe('0px')
  await banner.reject()
  await expect.poll(published).toBe('')
})

test('the question waits while a dialog of the page is open, and for nothing else', async ({
  page,
  shop,
  banner,
}) => {
  shop.serve({
    foot: `<dialog id="sale">Sale<form method="dialog"><button>Close</button></form></dialog><dialog open>A box that is always there</dialog><script>document.querySelector('#sale').showModal()</script>`,
  })
  await page.goto('/')
  await expect(page.locator('#latchkey')).toBeAttached()
  await banner.seeNone()
  await page.getByRole('button', { name: 'Close', exact: true }).click()
  await banner.see()
  await banner.reject()
  await banner.seeNone()
})
