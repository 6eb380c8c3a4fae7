import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expectNothingBeforeGrant, test } from '@latchkey/testkit/browser'
import { en } from '@latchkey/ui'
import { renderBanner } from '@latchkey/ui/server'
import { expect, type Page } from '@playwright/test'

const sdk = process.env.LATCHKEY_SDK ?? fileURLToPath(new URL('../../embed/dist', import.meta.url))
const stub = readFileSync(`${sdk}/latchkey.stub.js`, 'utf8')

/** The shop's own tag, and the same as the server has to know it. */
const tag = { analytics: '', marketing: null, chat: null, video: null, region: 'DE' }
const policy = { version: '1', purposes: [{ id: 'analytics' }] }
const regime = { id: 'eu-opt-in', model: 'opt-in', grantDays: 180, refusalDays: 184 } as const

const drawn = {
  csp: 'strict',
  tag,
  head: `<script nonce="{nonce}">${stub}</script>`,
  banner: (request: Request, nonce: string | undefined) =>
    renderBanner({
      policy,
      regime,
      nonce,
      cookie: request.headers.get('cookie'),
      controller: 'Linden & Oak GmbH',
      privacyUrl: '/privacy',
      texts: en,
      locale: 'en',
      services: [],
    }),
} as const

/** Sums what moves on the page by itself, as CLS does: what a press moves is left out. */
async function watchShifts(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const seen = { shift: 0 }
    const shiftOf = (entry: { value: number; hadRecentInput: boolean }) =>
      entry.hadRecentInput ? 0 : entry.value
    Object.assign(globalThis, { seen })
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries())
        seen.shift += shiftOf(entry as PerformanceEntry & { value: number; hadRecentInput: boolean })
    }).observe({ type: 'layout-shift', buffered: true })
  })
}

test('a question from the server stands before any script, moves nothing when ours comes, and works (BR-14, CLS 0)', async ({
  page,
  shop,
  vendors,
  banner,
  ledger,
  seen,
}) => {
  await watchShifts(page)
  let come = () => {}
  const later = new Promise<void>((resolve) => {
    come = resolve
  })
  await page.route('**/assets/latchkey.js', async (route) => {
    await later
    await route.fallback()
  })
  shop.serve(drawn)
  await page.goto('/', { waitUntil: 'commit' })
  await banner.see()
  const before = await banner.root.boundingBox()
  await banner.switchOf('analytics').focus()
  await banner.switchOf('analytics').check()
  await banner.accept()
  await banner.see()
  come()
  await expect(page.locator('#latchkey')).not.toHaveAttribute('data-asks')
  expect((await banner.root.boundingBox())?.y).toBe(before?.y)
  await expect(banner.switchOf('analytics')).toBeChecked()
  await expectNothingBeforeGrant(page, { vendors })
  await banner.save()
  await banner.seeNone()
  await expect
    .poll(async () => (await ledger.records()).filter(({ event }) => event === 'decided'))
    .toMatchObject([{ via: 'banner', choices: { analytics: 'granted' }, trusted: true }])
  expect(await page.evaluate(() => (globalThis as unknown as { seen: unknown }).seen)).toEqual({ shift: 0 })
  await page.reload()
  await banner.seeNone()
  await expect(page.locator('#latchkey')).toHaveCount(0)
  expect(seen.violations).toEqual([])
  expect(seen.errors).toEqual([])
})

test('a refusal before the script is here is on record once it has come', async ({
  page,
  shop,
  banner,
  ledger,
}) => {
  let come = () => {}
  const later = new Promise<void>((resolve) => {
    come = resolve
  })
  await page.route('**/assets/latchkey.js', async (route) => {
    await later
    await route.fallback()
  })
  shop.serve(drawn)
  await page.goto('/', { waitUntil: 'commit' })
  await banner.reject()
  await banner.seeNone()
  come()
  await expect
    .poll(async () => (await ledger.records()).filter(({ event }) => event === 'decided'))
    .toMatchObject([{ choices: { analytics: 'denied' } }])
  await banner.seeNone()
})
