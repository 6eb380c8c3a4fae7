import { barrier, decide, expectNothingBeforeGrant, settle, test, tracesOf } from '@latchkey/testkit/browser'
import { expect, type Page } from '@playwright/test'

const ONE = { analytics: 'ga4:G-LINDEN0AK1' }

test('a refusal by a script’s click counts, a grant by one does not (C1, PR-30, PR-31)', async ({
  page,
  vendors,
  banner,
}) => {
  await page.goto('/')
  await banner.see()
  await banner.action('accept').evaluate((button: HTMLElement) => button.click())
  await settle(page)
  await expectNothingBeforeGrant(page, { vendors })
  expect(await standings(page)).toEqual({ analytics: false, marketing: false, chat: false, video: false })
})

test('analytics alone lets in analytics alone, one page view a page (LR-9)', async ({
  page,
  shop,
  vendors,
}) => {
  shop.serve({ tag: ONE })
  await page.goto('/')
  await decide(page, { analytics: true, marketing: false })
  await expect.poll(() => pageViews(vendors)).toHaveLength(1)
  await page.goto('/furniture')
  await expect.poll(() => pageViews(vendors)).toHaveLength(2)
  await page.goto('/furniture/halden')
  await expect.poll(() => pageViews(vendors)).toHaveLength(3)
  await settle(page)
  expect(pageViews(vendors)).toEqual(['/', '/furniture', '/furniture/halden'])
  expect(new Set(vendors.hosts())).toEqual(
    new Set(['www.googletagmanager.com', 'region1.google-analytics.com']),
  )
  for (const { path } of vendors.requestsTo('region1.google-analytics.com'))
    expect(path).toContain('gcs=G101')
})

test('Consent Mode hears «denied» first, then what is granted, then Google’s own commands', async ({
  page,
  shop,
  vendors,
}) => {
  shop.serve({ tag: ONE })
  const layer = () =>
    page.evaluate(() =>
      (globalThis as typeof globalThis & { dataLayer: unknown[] }).dataLayer.map((entry) =>
        Object.prototype.toString.call(entry) === '[object Arguments]'
          ? Array.from(entry as ArrayLike<unknown>, (part) => (part instanceof Date ? 'now' : part))
          : entry,
      ),
    )
  const denied = {
    ad_storage: 'denied',
    ad_user_data: 'denied',
    ad_personalization: 'denied',
    analytics_storage: 'denied',
  }
  const before = ['consent', 'default', expect.objectContaining({ ...denied, security_storage: 'granted' })]
  const update = ['consent', 'update', expect.objectContaining({ ...denied, analytics_storage: 'granted' })]
  const started = [before, update, ['js', 'now'], ['config', 'G-LINDEN0AK1', {}]]

  await page.goto('/')
  await settle(page)
  expect(await layer()).toEqual([before])
  await decide(page, { analytics: true, marketing: false })
  await expect.poll(() => pageViews(vendors)).toHaveLength(1)
  await expect.poll(layer).toEqual([...started, expect.objectContaining({ event: 'latchkey_change' })])
  // A later page: the answer is known, the order the same.
  await page.goto('/furniture')
  await expect.poll(() => pageViews(vendors)).toHaveLength(2)
  expect((await layer()).slice(0, 4)).toEqual(started)
})

test('withdrawal stops vendors and removes their keys without a reload, and a new grant starts them again (LR-14, T-3)', async ({
  page,
  vendors,
  banner,
  preferences,
  ledger,
}) => {
  await page.clock.install()
  await page.goto('/')
  await banner.accept()
  await expect
    .poll(() => vendors.hosts())
    .toEqual(expect.arrayContaining(['region1.google-analytics.com', 'www.facebook.com', 'k.clarity.ms']))
  await page.evaluate(() => Object.assign(globalThis, { samePage: true }))

  await preferences.open()
  // The clock stands still from before the press, so that whatever is seen from here on came after it.
  await page.clock.pauseAt((await page.evaluate(() => Date.now())) + 1000)
  await barrier(page)
  vendors.clear()
  await preferences.reject()
  await page.evaluate(() => {
    const page = globalThis as typeof globalThis & Record<string, (...args: unknown[]) => void>
    page.gtag?.('event', 'add_to_cart')
    page.fbq?.('track', 'AddToCart')
    page.clarity?.('event', 'added')
    history.pushState(null, '', '?again')
  })
  await page.mouse.click(600, 300)
  await page.clock.runFor(30_000)
  await page.clock.resume()
  await settle(page)
  const left = await tracesOf(page, vendors)
  expect(left.hosts).toEqual([])
  expect(left.keys.filter((key) => /_ga|_fb|_cl/.test(key))).toEqual([])
  expect(await page.evaluate(() => 'samePage' in globalThis)).toBe(true)

  await preferences.open()
  await preferences.accept()
  await expect
    .poll(() => vendors.hosts())
    .toEqual(expect.arrayContaining(['region1.google-analytics.com', 'www.facebook.com']))
  await expect
    .poll(async () =>
      (await ledger.records())
        .filter(({ event }) => event === 'decided')
        .map(({ choices, withdrawn }) => [choices.analytics, withdrawn]),
    )
    .toEqual([
      ['granted', []],
      ['denied', ['analytics', 'marketing']],
      ['granted', []],
    ])
})

test('what was withdrawn sends nothing on the way out of the page either (LR-14)', async ({
  page,
  vendors,
  banner,
  preferences,
}) => {
  await page.goto('/')
  await banner.accept()
  await expect.poll(() => pageViews(vendors)).toHaveLength(1)
  await preferences.open()
  await preferences.reject()
  await preferences.seeNone()
  await settle(page)
  vendors.clear()
  await page.goto('/help')
  await settle(page)
  expect(vendors.requests).toEqual([])
  expect((await tracesOf(page, vendors)).keys.filter((key) => /_ga|_fb|_cl/.test(key))).toEqual([])
})

test('a second tab follows a grant and a withdrawal within a second, without a reload (T-12)', async ({
  page,
  context,
  vendors,
  banner,
  preferences,
}) => {
  const other = await context.newPage()
  await page.goto('/')
  await other.goto('/furniture')
  for (const tab of [page, other]) await listen(tab)
  await page.bringToFront()
  await banner.accept()
  await expect.poll(() => pageViews(vendors).toSorted()).toEqual(['/', '/furniture'])
  expect(await delay(page, other, 0)).toBeLessThan(1000)

  await preferences.open()
  await preferences.reject()
  await expect.poll(() => heard(other)).toHaveLength(2)
  expect(await delay(page, other, 1)).toBeLessThan(1000)
  expect(await standings(other)).toMatchObject({ analytics: false, marketing: false })
  await settle(other)
  vendors.clear()
  await other.evaluate(() => {
    const page = globalThis as typeof globalThis & Record<string, (...args: unknown[]) => void>
    page.gtag?.('event', 'add_to_cart')
    page.fbq?.('track', 'AddToCart')
    history.pushState(null, '', '?again')
  })
  await settle(other)
  expect(vendors.requests).toEqual([])
  expect((await heard(other)).map(({ same }) => same)).toEqual([true, true])
})

/** Addresses of the pages that GA4 counted. */
function pageViews(vendors: { requestsTo(host: string): readonly { readonly path: string }[] }): string[] {
  return vendors
    .requestsTo('region1.google-analytics.com')
    .map(({ path }) => new URL(path, 'https://x').searchParams)
    .filter((query) => query.get('en') === 'page_view')
    .map((query) => new URL(query.get('dl') ?? '').pathname)
}

function standings(page: Page): Promise<Record<string, boolean>> {
  return page.evaluate(() => {
    const { $latchkey } = globalThis as typeof globalThis & {
      $latchkey: { get(): { standings: Record<string, { granted: boolean }> } }
    }
    return Object.fromEntries(
      Object.entries($latchkey.get().standings).map(([id, { granted }]) => [id, granted]),
    )
  })
}

interface Heard {
  readonly at: number
  readonly same: boolean
}

/** Notes when the page hears of changes, by the machine's clock, and that it is still the same page. */
async function listen(page: Page): Promise<void> {
  await page.evaluate(() => {
    const changes: { at: number; same: boolean }[] = []
    Object.assign(globalThis, { changes })
    document.addEventListener('latchkey:change', () => changes.push({ at: Date.now(), same: true }))
  })
}

function heard(page: Page): Promise<readonly Heard[]> {
  return page.evaluate(() => (globalThis as typeof globalThis & { changes: Heard[] }).changes)
}

async function delay(first: Page, second: Page, change: number): Promise<number> {
  const [here, there] = await Promise.all([heard(first), heard(second)])
  return (there[change]?.at ?? Number.POSITIVE_INFINITY) - (here[change]?.at ?? 0)
}
