// Makes the pictures of the README from the example storefront: `npm run screenshot`, after a build.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
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

interface Shot {
  readonly name: string
  readonly size: { readonly width: number; readonly height: number }
  readonly dark?: boolean
  readonly path: string
  prepare(page: Page): Promise<void>
}

const phone = { width: 390, height: 844 }
const desktop = { width: 1280, height: 800 }
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
]

const folder = join(import.meta.dirname, '../docs/images')
const nobody = () => ({ status: 404, headers: {}, body: '' })
mkdirSync(folder, { recursive: true })
const network = await startVendorNetwork({ answer: nobody })
network.route(new URL(SHOP).host, createShop({ tag: { region: 'DE', records: null } }).fetch)
const { browser, close } = await launch({ args: network.chromiumArgs })
for (const { name, size, dark = false, path, prepare } of shots) {
  const context = await browser.newContext({
    viewport: size,
    deviceScaleFactor: 2,
    colorScheme: dark ? 'dark' : 'light',
    locale: 'en-IE',
    ignoreHTTPSErrors: true,
  })
  const page = await context.newPage()
  await page.goto(SHOP + path)
  await prepare(page)
  await settle(page)
  await page.screenshot({ path: join(folder, `${name}.png`) })
  await context.close()
  console.log(`docs/images/${name}.png`)
}
await close()
await network.close()
