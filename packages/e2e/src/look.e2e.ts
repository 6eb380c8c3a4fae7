import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { settle, test } from '@latchkey/testkit/browser'
import { expect, type Page } from '@playwright/test'

// `look.theme: "inherit"`: the surfaces take after the shop's own buttons, in a file of its own beside the panel.

const sdk = process.env.LATCHKEY_SDK ?? fileURLToPath(new URL('../../embed/dist', import.meta.url))

const INHERIT = { config: { look: { theme: 'inherit' } } }

/** The example shop sets the tokens itself; here it has not heard of them. */
test.beforeEach(({ page }) => {
  const file = new URL('../../../examples/storefront/public/shop.css', import.meta.url)
  const body = readFileSync(file, 'utf8').replace(/--latchkey-[\w-]+:[^;]+;/g, '')
  return page.route('**/shop.css', (route) => route.fulfill({ contentType: 'text/css', body }))
})

const looksOf = (page: Page) =>
  page.evaluate(() => {
    const of = (element: Element | null | undefined) => {
      const { backgroundColor, color } = element
        ? getComputedStyle(element)
        : { backgroundColor: '', color: '' }
      return [backgroundColor, color]
    }
    const root = document.querySelector('#latchkey')?.shadowRoot
    return {
      shop: of(document.querySelector('main .button, main a.button')),
      reject: of(root?.querySelector('[data-latchkey-action=reject]')),
      accept: of(root?.querySelector('[data-latchkey-action=accept]')),
    }
  })

test('the surfaces take after the shop’s own button in light and dark, and nothing moves (CLS 0)', async ({
  page,
  shop,
  banner,
}) => {
  await page.addInitScript(() => {
    Object.assign(globalThis, { shift: 0 })
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries())
        Object.assign(globalThis, {
          shift: Reflect.get(globalThis, 'shift') + (entry as PerformanceEntry & { value: number }).value,
        })
    }).observe({ type: 'layout-shift', buffered: true })
  })
  shop.serve(INHERIT)
  const seen = new Set<string>()
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    if (colorScheme === 'light') await page.goto('/')
    await banner.see()
    await expect.poll(async () => (await looksOf(page)).accept).toEqual((await looksOf(page)).shop)
    const { accept, reject } = await looksOf(page)
    expect(reject).toEqual(accept)
    seen.add(accept.join())
  }
  expect(seen.size, 'the shop’s button differs between light and dark').toBe(2)
  expect(await page.evaluate(() => Reflect.get(globalThis, 'shift'))).toBe(0)
})

test('what the shop says itself holds before what its buttons look like', async ({ page, shop, banner }) => {
  shop.serve({ ...INHERIT, head: '<style>html{--latchkey-accent:rgb(90, 20, 60)}</style>' })
  await page.goto('/')
  await banner.see()
  await settle(page)
  expect((await looksOf(page)).accept[0]).toBe('rgb(90, 20, 60)')
})

test('a button that cannot be read is not taken after', async ({ page, shop, banner }) => {
  const pale =
    '<style>.button{background:rgb(150, 170, 160)!important;color:rgb(255, 255, 255)!important}</style>'
  shop.serve({ ...INHERIT, head: pale })
  await page.goto('/')
  await banner.see()
  await settle(page)
  const { shop: theirs, accept } = await looksOf(page)
  expect(theirs).toEqual(['rgb(150, 170, 160)', 'rgb(255, 255, 255)'])
  expect(accept).toEqual(['rgb(22, 24, 29)', 'rgb(255, 255, 255)'])
})

test('a look that cannot be fetched costs the question nothing, and pages that ask for none fetch none', async ({
  page,
  shop,
  banner,
  seen,
}) => {
  const { chunks } = JSON.parse(readFileSync(`${sdk}/latchkey.manifest.json`, 'utf8'))
  const file: string = chunks['places.inherit']
  const fetched = () => shop.requests.filter((request) => request.endsWith(`/${file}`))
  await page.goto('/')
  await banner.see()
  await settle(page)
  expect(fetched()).toEqual([])

  await page.route(`**/${file}`, (route) => route.abort())
  shop.serve(INHERIT)
  await page.goto('/')
  await banner.see()
  expect((await looksOf(page)).accept).toEqual(['rgb(22, 24, 29)', 'rgb(255, 255, 255)'])
  await expect
    .poll(() => seen.problems)
    .toContainEqual(expect.objectContaining({ code: 'C112', where: 'look' }))
})
