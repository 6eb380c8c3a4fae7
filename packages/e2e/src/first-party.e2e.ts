import { join } from 'node:path'
import { SHOP, test, type VendorNetwork } from '@latchkey/testkit/browser'
import { type Browser, expect } from '@playwright/test'
import { HOSTS, pages, type TestPage } from './first-party/pages.ts'
import { type Seen, serve } from './first-party/site.ts'

const folder = process.env.LATCHKEY_SDK ?? join(import.meta.dirname, '../../embed/dist')

/** The SDK with its guard in the page's first script, which lists what is given here. */
const guarded = (hosts: readonly string[]) => `
<script type="application/json" id="latchkey-config">${JSON.stringify({
  ...{ controller: 'Linden', privacy: '/privacy', records: '/latchkey', region: 'DE' },
  purposes: { marketing: { hosts } },
})}</script>
<script src="/assets/latchkey.guarded.js"></script>`

const LISTED = ['*.tracker.example', 'tracker.example', '*.facebook.com']

interface Visit {
  readonly seen: readonly Seen[]
  readonly done: string
  readonly trackers: readonly string[]
}

/** Opens a page as somebody who has refused everything. */
async function visit(browser: Browser, network: VendorNetwork, page: TestPage, sdk: string): Promise<Visit> {
  network.clear()
  const seen = serve(network, page, { sdk, folder })
  const context = await browser.newContext({ ignoreHTTPSErrors: true })
  const tab = await context.newPage()
  await tab.goto(`${SHOP}/start`)
  await tab.evaluate(async () => {
    const { $latchkey } = globalThis as { $latchkey?: { ready: Promise<unknown>; deny(): void } }
    await $latchkey?.ready
    $latchkey?.deny()
  })
  await context.addCookies([{ name: 'cart', value: 'halden', url: SHOP }])
  await expect.poll(async () => (await context.cookies()).length).toBe(sdk ? 2 : 1)
  await tab.goto(`${SHOP}/page`)
  const done = await tab.waitForFunction(() => (globalThis as { done?: string }).done)
  const text = String(await done.jsonValue())
  // A page that went on to another has left its last script behind.
  if (new URL(tab.url()).pathname !== '/order') await tab.waitForFunction(() => 'tracked' in globalThis)
  await context.close()
  return { seen: [...seen], done: text, trackers: network.requests.map(({ host }) => host) }
}

/** In order for each kind of request. What the parser asks for at once has no order: it is sorted. */
function comparable(seen: readonly Seen[]): Readonly<Record<string, readonly string[]>> {
  const kinds = [...new Set(seen.map(({ kind }) => kind))].toSorted()
  return Object.fromEntries(
    kinds.map((kind) => {
      const texts = seen.flatMap((request) => (request.kind === kind ? request.text : []))
      return [kind, /empty|socket|document|iframe/.test(kind) ? texts : texts.toSorted()]
    }),
  )
}

for (const [name, page] of Object.entries(pages)) {
  test(`the first-party traffic of ${name} is the same, byte for byte, while everything is refused`, async ({
    browser,
    network,
  }) => {
    const without = await visit(browser, network, page, '')
    const refused = await visit(browser, network, page, guarded(LISTED))
    expect(comparable(refused.seen)).toEqual(comparable(without.seen))
    expect(refused.done).toBe(without.done)
    // Positive control: the guard was there, and had something to do.
    expect(refused.trackers).toEqual([])
    if (!name.includes('forms')) expect(without.trackers).toContain('px.tracker.example')
  })
}

test('a guard that blocks one of the shop’s own sub-domains is found out', async ({ browser, network }) => {
  for (const [name, host] of [
    ['images from a sub-domain', HOSTS.images],
    ['web fonts', HOSTS.fonts],
    ['a payment frame', HOSTS.pay],
  ] as const) {
    const page = pages[name]
    if (!page) throw new Error(`expected a page «${name}»`)
    const without = await visit(browser, network, page, '')
    const blocked = await visit(
      browser,
      network,
      // Without its frame this page would never be done.
      {
        ...page,
        body: `${page.body}<script>setTimeout(() => { globalThis.done ??= 'stuck' }, 2000)</script>`,
      },
      guarded([...LISTED, host]),
    )
    const asked = ({ seen }: Visit) => seen.filter(({ kind }) => kind.startsWith(host)).length
    expect(asked(without)).toBeGreaterThan(0)
    expect(asked(blocked)).toBeLessThan(asked(without))
    expect(comparable(blocked.seen)).not.toEqual(comparable(without.seen))
  }
})
