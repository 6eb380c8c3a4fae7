// biome-ignore-all lint/suspicious/noDocumentCookie: these are the very cookies that have to go
import { decide, settle, test } from '@latchkey/testkit/browser'
import { expect, type Page } from '@playwright/test'

const KINDS = ['cookie', 'local', 'session', 'indexeddb', 'cache']
const keys = [
  ...KINDS.map((kind) => ({ kind, name: 'v_*' })),
  { kind: 'cookie', name: '__Secure-v' },
  { kind: 'cookie', name: '__Host-v' },
]
/** Neither can stop: a withdrawal ends in a reload. */
const services = [
  { service: 'gtm', id: 'GTM-LINDEN1', keys },
  { service: 'intercom', id: 'abcd1234' },
]
const ONE = {
  tag: { analytics: null, marketing: null, chat: null, video: null },
  config: { purposes: { analytics: { services } } },
}

/** What a vendor may leave: cookies in the page's paths, domains and partition, and all storages, one held open. */
function leaveKeys(page: Page): Promise<void> {
  return page.evaluate(async () => {
    const domains = [
      '',
      `;domain=${location.hostname}`,
      `;domain=${location.hostname.split('.').slice(1).join('.')}`,
    ]
    let made = 0
    for (const path of ['/', '/furniture', '/furniture/', '/furniture/halden'])
      for (const domain of domains)
        for (const more of ['', ';secure', ';secure;samesite=none;partitioned'])
          document.cookie = `v_${++made}=1;max-age=86400;path=${path}${domain}${more}`
    document.cookie = '__Secure-v=1;path=/furniture;secure'
    document.cookie = '__Host-v=1;path=/;secure'
    for (const name of ['v_key', 'cart']) {
      localStorage.setItem(name, '1')
      sessionStorage.setItem(name, '1')
    }
    for (const name of ['v_cache', 'shop']) await caches.open(name)
    for (const name of ['v_open', 'shop'])
      await new Promise((resolve) => {
        indexedDB.open(name).onsuccess = resolve
      })
  })
}

/** What of it is on the device. */
function keysLeft(page: Page) {
  return page.evaluate(async () => {
    const of = (names: readonly string[]) => names.filter((name) => /^(v_|__\w+-v|shop$|cart$)/.test(name))
    return {
      cookies: of(document.cookie.split('; ').map((pair) => pair.split('=', 1)[0] ?? '')),
      local: of(Object.keys(localStorage)),
      session: of(Object.keys(sessionStorage)),
      databases: of((await indexedDB.databases()).map(({ name = '' }) => name)),
      caches: of(await caches.keys()),
    }
  })
}

test('a withdrawal deletes cookies in every path, domain and partition, storage, databases and caches (LR-14, D7)', async ({
  page,
  shop,
  preferences,
}) => {
  shop.serve(ONE)
  await page.goto('/furniture/halden')
  await decide(page, { analytics: true })
  await settle(page)
  await leaveKeys(page)
  expect((await keysLeft(page)).cookies).toHaveLength(38)
  await preferences.open()
  await preferences.reject()
  const clean = { cookies: [], local: ['cart'], session: ['cart'], databases: ['shop'], caches: ['shop'] }
  // The page is being replaced meanwhile, and with it what this asks.
  await expect.poll(() => keysLeft(page).catch(() => null), { timeout: 30_000 }).toEqual(clean)
})

test('services that cannot stop end in one reload, with the decision stored and recorded before it', async ({
  page,
  shop,
  preferences,
  ledger,
}) => {
  shop.serve(ONE)
  await page.addInitScript(() => {
    const journal = Object.keys(localStorage).filter((key) => /^latchkey\.(outbox|raw)\./.test(key))
    Object.assign(globalThis, { arrival: { cookie: document.cookie, journal } })
  })
  const pages = () => shop.requests.filter((request) => request === 'GET /furniture').length
  await page.goto('/furniture')
  await decide(page, { analytics: true })
  await settle(page)
  await preferences.open()
  await preferences.reject()
  await expect.poll(pages, { timeout: 30_000 }).toBe(2)
  await page.waitForLoadState('load')
  await settle(page)
  await settle(page)
  expect(pages()).toBe(2)
  const { cookie, journal } = await page.evaluate(
    () => (globalThis as typeof globalThis & { arrival: { cookie: string; journal: string[] } }).arrival,
  )
  expect(cookie).toMatch(/latchkey=1~.*analytics\.denied/)
  const decided = async () => (await ledger.records()).filter(({ event }) => event === 'decided')
  // Written down before the page went, or with the ledger already.
  expect(journal.length > 0 || (await decided()).length === 2).toBe(true)
  await expect
    .poll(async () => (await decided()).map(({ withdrawn }) => withdrawn))
    .toEqual([[], ['analytics']])
})

test('rules that take a grant back on arrival end in no loop of reloads', async ({ page, shop }) => {
  shop.serve({ ...ONE, tag: { ...ONE.tag, region: 'DE' } })
  await page.goto('/furniture')
  await decide(page, { analytics: true })
  await settle(page)
  shop.serve({ ...ONE, tag: { ...ONE.tag, region: 'US-CA' } })
  await page.addInitScript(() => {
    Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { value: true })
  })
  const before = shop.requests.length
  await page.goto('/furniture')
  for (let round = 0; round < 4; round++) await settle(page).catch(() => {}) // the page may be replaced meanwhile
  await settle(page)
  const pages = shop.requests.slice(before).filter((request) => request === 'GET /furniture').length
  expect(pages).toBeLessThanOrEqual(2)
})
