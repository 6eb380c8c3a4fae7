import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from '@playwright/test'
import { frameAddress, surfaces } from '../examples/gallery/src/index.ts'

interface Sheet {
  readonly lang: string
  readonly on: keyof typeof windows
  readonly scheme?: 'light' | 'dark'
  readonly forced?: boolean
}

const windows = {
  phone: { width: 390, height: 844 },
  desktop: { width: 1280, height: 800 },
} as const

const sheets: readonly Sheet[] = [
  { lang: 'en', on: 'phone', scheme: 'light' },
  { lang: 'en', on: 'phone', scheme: 'dark' },
  { lang: 'en', on: 'desktop', scheme: 'light' },
  { lang: 'en', on: 'desktop', scheme: 'dark' },
  { lang: 'ar', on: 'phone', scheme: 'light' },
  { lang: 'ar', on: 'desktop', scheme: 'dark' },
  { lang: 'ja', on: 'phone', scheme: 'light' },
  { lang: 'ja', on: 'desktop', scheme: 'light' },
  { lang: 'de', on: 'phone', scheme: 'light' },
  { lang: 'en', on: 'phone', forced: true },
  { lang: 'en', on: 'desktop', forced: true },
]

export interface ContactSheetOptions {
  readonly browser: Browser
  /** Where the gallery is served. */
  readonly origin: string
  readonly folder: string
  readonly isWanted: (name: string) => boolean
}

/** Writes a picture for each sheet, `gallery-ar-phone-light.png` say, with all surfaces on it; yields its name. */
export async function* contactSheets({
  browser,
  origin,
  folder,
  isWanted,
}: ContactSheetOptions): AsyncIterable<string> {
  mkdirSync(folder, { recursive: true })
  for (const { lang, on, scheme, forced = false } of sheets) {
    const name = ['gallery', lang, on, forced ? 'forced' : scheme].join('-')
    if (!isWanted(name)) continue
    const context = await browser.newContext({
      viewport: windows[on],
      colorScheme: scheme ?? 'light',
      forcedColors: forced ? 'active' : 'none',
      ignoreHTTPSErrors: true,
    })
    const page = await context.newPage()
    const pictures: string[] = []
    for (const { id, shows } of surfaces) {
      await page.goto(origin + frameAddress({ surface: id, lang, scheme }))
      await page.locator(shows).waitFor()
      await page.waitForLoadState('networkidle') // the launcher comes later
      pictures.push((await page.screenshot()).toString('base64'))
    }
    await page.emulateMedia({ forcedColors: 'none' })
    await page.setViewportSize({ width: 2400, height: 1200 })
    await page.setContent(board(pictures, on))
    await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true })
    await context.close()
    yield name
  }
}

/** Pictures beside each other, each under its name. */
function board(pictures: readonly string[], on: Sheet['on']): string {
  const figures = pictures.map(
    (picture, i) =>
      `<figure><figcaption>${surfaces[i]?.title}</figcaption><img src="data:image/png;base64,${picture}" alt=""></figure>`,
  )
  return `<style>
body{margin:24px;display:grid;grid-template-columns:repeat(${on === 'phone' ? 6 : 3},1fr);gap:24px;font:16px sans-serif;color:#111;background:#ddd}
figure{margin:0} figcaption{padding-block:0 8px} img{width:100%;display:block}
</style>${figures.join('')}`
}
