// Makes the pictures of the README and of the ready themes from the example storefront, and contact sheets of the gallery:
// `npm run screenshot`, after a build; `… run screenshot theme gallery` for those whose names begin like that.
import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join, parse } from 'node:path'
import type { Page } from '@playwright/test'
import { withGallery } from '../examples/gallery/src/index.ts'
import { createShop } from '../examples/storefront/src/index.ts'
import {
  bannerOf,
  cardOf,
  launch,
  preferencesOf,
  SHOP,
  settle,
  startVendorNetwork,
} from '../packages/testkit/src/browser/index.ts'
import { contactSheets } from './contact-sheets.ts'

interface Shot {
  readonly name: string
  readonly size: { readonly width: number; readonly height: number }
  readonly dark?: boolean
  readonly path: string
  /** Pixels of the picture to one of the page. @default 2 */
  readonly scale?: number
  /** Of the banner alone. @default of the whole window */
  readonly banner?: boolean
  prepare(page: Page): Promise<void>
}

const phone = { width: 390, height: 844 }
const desktop = { width: 1280, height: 800 }
const themes = join(import.meta.dirname, '../packages/ui/themes')
const shots: readonly Shot[] = [
  { name: 'banner-desktop', size: desktop, path: '/', prepare: (page) => bannerOf(page).see() },
  { name: 'banner-phone', size: phone, dark: true, path: '/', prepare: (page) => bannerOf(page).see() },
  {
    name: 'preferences-desktop',
    size: desktop,
    path: '/',
    async prepare(page) {
      await bannerOf(page).settings()
      await preferencesOf(page).see()
    },
  },
  {
    name: 'chat-phone',
    size: phone,
    path: '/help',
    async prepare(page) {
      await bannerOf(page).reject()
      await cardOf(page).open()
    },
  },
  {
    name: 'video-desktop',
    size: desktop,
    path: '/furniture/halden',
    async prepare(page) {
      await bannerOf(page).reject()
      await page.locator('.film').scrollIntoViewIfNeeded()
    },
  },
  ...readdirSync(themes).flatMap((file) =>
    [false, true].map((dark) => ({
      name: `theme-${parse(file).name}-${dark ? 'dark' : 'light'}`,
      size: desktop,
      dark,
      path: '/',
      scale: 1,
      banner: true,
      async prepare(page: Page) {
        await wear(page, readFileSync(join(themes, file), 'utf8'))
        await bannerOf(page).switchOf('analytics').check()
        await page.mouse.move(0, 0)
      },
    })),
  ),
]

/** Puts a ready theme before the colours that the example shop has of its own. */
async function wear(page: Page, theme: string): Promise<void> {
  await page.evaluate((css) => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(css.replace(':where(:root)', ':root:root'))
    document.adoptedStyleSheets.push(sheet)
  }, theme)
}

const folder = join(import.meta.dirname, '../docs/images')
const nobody = () => ({ status: 404, headers: {}, body: '' })
mkdirSync(folder, { recursive: true })
const network = await startVendorNetwork({ answer: nobody })
const shop = createShop({ tag: { region: 'DE', records: null } })
network.route(new URL(SHOP).host, withGallery(shop.fetch))
const { browser, close } = await launch({ args: network.chromiumArgs })
const only = process.argv.slice(2)
const isWanted = (name: string) => only.length === 0 || only.some((start) => name.startsWith(start))
for (const { name, size, dark = false, path, scale = 2, banner = false, prepare } of shots) {
  if (!isWanted(name)) continue
  const context = await browser.newContext({
    viewport: size,
    deviceScaleFactor: scale,
    colorScheme: dark ? 'dark' : 'light',
    locale: 'en-IE',
    ignoreHTTPSErrors: true,
  })
  const page = await context.newPage()
  await page.goto(SHOP + path)
  await prepare(page)
  await settle(page)
  const to = { path: join(folder, `${name}.png`) }
  await (banner ? bannerOf(page).root.screenshot(to) : page.screenshot(to))
  await context.close()
  console.log(`docs/images/${name}.png`)
}
const sheets = join(import.meta.dirname, '../.cache/gallery')
for await (const name of contactSheets({ browser, origin: SHOP, folder: sheets, isWanted }))
  console.log(`.cache/gallery/${name}.png`)
await close()
await network.close()
