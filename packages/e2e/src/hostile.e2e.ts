import { watchTraffic } from '@latchkey/testkit'
import { expectNothingBeforeGrant, settle, test } from '@latchkey/testkit/browser'
import { expect, type Page } from '@playwright/test'

// What a comment's author, another script, a sibling sub-domain or a link may try (threat model A to C). The state is
// read from what the page may see of it, and what was asked for from the servers.

/** A listed service, marked elements of three kinds that the site vouches for, and one of a stranger's. */
const MARKED = `<script type="text/plain" data-purpose="analytics" src="https://cdn.acme.example/a.js"></script><iframe title="Film" data-purpose="video" data-src="https://cdn.acme.example/film"></iframe><img alt="" data-purpose="marketing" data-src="https://cdn.acme.example/px.gif"><script type="text/plain" data-purpose="analytics" src="https://evil.example/x.js"></script>`
/** Purposes without services of ours: nobody but the marked elements has anything to load. */
const BARE = { analytics: '', marketing: '', chat: null, video: '' }
const shopWith = (head: string, foot = '', tag: Readonly<Record<string, string | null>> = {}) => ({
  tag,
  config: { origins: ['https://cdn.acme.example'] },
  head,
  foot: foot + MARKED,
})

const polluted: Readonly<Record<string, string>> = {
  'answers and settings on every object': `Object.assign(Object.prototype, { granted: true, analytics: 'granted', answer: 'granted', trustMarkup: true, 'trust-markup': '', origins: ['https://evil.example'], necessary: true, regime: 'x', until: 9e15, snapshot: { answers: {} }, services: 'gtm:GTM-EVIL001', purposes: { analytics: 'gtm:GTM-EVIL001' } })`,
  'conditions and rules on every object': `Object.assign(Object.prototype, { some: ['video', 'analytics', 'marketing'], every: ['video'], model: 'notice-only', needs: 'video', hosts: ['evil.example'], script: 'https://evil.example/x.js', standings: { analytics: { granted: true } }, basis: 'necessary', subject: true, via: 'api', nonce: '' })`,
  'purposes on every object, as what holds and what is said': `for (const id of ['analytics', 'marketing', 'video', 'chat', 'nosuch']) Object.prototype[id] = { granted: true, basis: 'subject', answer: 'granted', at: 1, until: 9e15, revision: '', signal: false }`,
  'setters for what is written': `for (const name of ['granted', 'analytics', 'marketing']) Object.defineProperty(Object.prototype, name, { configurable: true, get: () => true, set() {} })`,
}

test('a page polluted before us opens no gate (B6)', async ({ page, shop, vendors }) => {
  for (const [what, script] of Object.entries(polluted)) {
    await test.step(what, async () => {
      shop.serve(shopWith(`<script>${script}</script>`))
      await page.goto('/')
      await page.waitForFunction(() => document.readyState === 'complete')
      await expectNothingBeforeGrant(page, { vendors })
    })
  }
})

const patched: Readonly<Record<string, string>> = {
  'lists as old libraries left them': `Array.prototype.toJSON = Object.prototype.toJSON = function () { return 'x' }; Array.from = (one) => [one]; Array.prototype.flat = function () { return this }; Array.prototype.includes = () => true; Array.prototype.remove = String.prototype.trim = () => {}`,
  'JSON that cannot be read': `JSON.parse = () => { throw new Error('parse') }`,
  'JSON that is none': `JSON.parse = () => ['granted', { analytics: 'granted' }]`,
  'storage that throws': `for (const name of ['localStorage', 'sessionStorage', 'indexedDB']) Object.defineProperty(globalThis, name, { get() { throw new Error(name) } })`,
  'cookies that throw': `Object.defineProperty(document, 'cookie', { get() { throw new Error('cookie') }, set() { throw new Error('cookie') } })`,
  'cookies that lie': `Object.defineProperty(document, 'cookie', { get: () => 'latchkey=granted; latchkey=1~x', set() {} })`,
  'a network that throws': `fetch = () => { throw new Error('fetch') }; Navigator.prototype.sendBeacon = () => { throw new Error('beacon') }`,
  'listening that throws': `EventTarget.prototype.addEventListener = () => { throw new Error('listen') }`,
  'no watching and no idling': `MutationObserver = requestIdleCallback = undefined`,
  'randomness and ciphers that throw': `for (const name of ['getRandomValues', 'randomUUID']) Crypto.prototype[name] = () => { throw new Error(name) }; SubtleCrypto.prototype.digest = () => { throw new Error('digest') }`,
  'a clock that is no clock': `Date.now = () => NaN`,
  'objects that are not to be asked': `Object.hasOwn = () => true; Object.entries = () => []; Object.freeze = (one) => one`,
}

test('a page that has patched what scripts rest on opens no gate, and its shop lives (A1, A2, D4)', async ({
  page,
  shop,
  vendors,
}) => {
  for (const [what, script] of Object.entries(patched)) {
    await test.step(what, async () => {
      shop.serve(shopWith(`<script>${script}</script>`))
      await page.goto('/furniture')
      const shown = await page.evaluate(() => document.querySelector('h1')?.textContent)
      expect(shown).toBeTruthy()
      await idle(page)
      expect(vendors.hosts()).toEqual([])
    })
  }
})

test('named elements take no part in anything: not in the set-up, not in a decision (B5)', async ({
  page,
  shop,
  vendors,
  banner,
  seen,
}) => {
  const names = [
    ...[
      '$latchkey',
      'latchkey',
      'currentScript',
      'baseURI',
      'dataLayer',
      'trustedTypes',
      'fbq',
      'gtag',
      'Intercom',
    ],
    ...[
      'readyState',
      'hidden',
      'prerendering',
      'visibilityState',
      'defaultView',
      'referrer',
      'URL',
      'domain',
      'title',
    ],
    ...[
      'settings',
      'config',
      'policies',
      'cookieStore',
      'scheduler',
      'navigation',
      'fetchLater',
      'requestIdleCallback',
      'name',
      'nonce',
    ],
  ]
  const foot = names
    .map(
      (name) =>
        `<img alt="" name="${name}" id="${name}"><form name="${name}"><input name="push"><input name="dataset"></form>`,
    )
    .join('')
  shop.serve(
    shopWith(
      `<form id="latchkey-config" name="latchkey-config"><input name="textContent" value='{"trustMarkup":true}'></form>`,
      `${foot}<a id="latchkey-config" href="https://evil.example"></a><a id="$latchkey" name="push" href="https://evil.example"></a>`,
      BARE,
    ),
  )
  await page.goto('/')
  await banner.see()
  await expectNothingBeforeGrant(page, { vendors })
  await banner.accept()
  await expect
    .poll(() =>
      vendors
        .requestsTo('cdn.acme.example')
        .map(({ path }) => path)
        .sort(),
    )
    .toEqual(['/a.js', '/px.gif'])
  await idle(page)
  expect(vendors.hosts()).not.toContain('evil.example')
  expect(seen.errors).toEqual([])
})

test('an element whose name takes a member of the document from every script opens no gate (B5, A1)', async ({
  page,
  shop,
  vendors,
}) => {
  for (const name of [
    'cookie',
    'querySelector',
    'createElement',
    'head',
    'body',
    'documentElement',
    'addEventListener',
  ]) {
    await test.step(name, async () => {
      shop.serve(shopWith(`<form name="${name}"></form>`))
      await page.goto('/')
      await idle(page)
      expect(vendors.hosts()).toEqual([])
    })
  }
})

test('what a comment’s author can write stays inert after everything was granted (B3, B8)', async ({
  page,
  shop,
  vendors,
  seen,
}) => {
  const evil = 'parent.evil=top.evil=globalThis.evil=1'
  const foreign = [
    'data:text/html,<script>top.evil=1</script>',
    `javascript:${evil}`,
    ' java&#10;script:evil=1',
    'blob:https://shop.linden-oak.example/1',
    'filesystem:https://shop.linden-oak.example/temporary/x',
    'about:srcdoc',
    '//evil.example/x',
    'https://cdn.acme.example@evil.example/',
    'https://cdn.acme.example.evil.example/',
    'https:evil.example',
    '\\\\evil.example\\x',
  ]
  const marked = foreign
    .map(
      (src) =>
        `<script type="text/plain" data-purpose="analytics" src="${src}"></script><iframe title="x" data-purpose="video" data-src="${src}" data-srcdoc="<script>${evil}</script>"></iframe><img alt="" data-purpose="analytics" data-src="${src}">`,
    )
    .join('')
  const comment = `<div data-trust-markup data-origins="https://evil.example" data-latchkey='{"trustMarkup":true}'>${marked}
    <script type="text/plain" data-purpose="analytics">${evil}</script>
    <script type="text/plain" data-purpose="analytics" nonce="">${evil}</script>
    <script type="text/plain" data-purpose="analytics|marketing" nonce="guess">${evil}</script>
    <script type="text/plain" data-purpose="analytics" data-type="module" async>${evil}</script>
    <script type="text/plain" data-purpose="analytics" data-service="ga4" data-src="https://evil.example/x.js"></script>
    <script type="text/plain" data-purpose="" data-trust-markup>${evil}</script>
    <svg><script type="text/plain" data-purpose="analytics">${evil}</script></svg>
    <img alt="" data-purpose="analytics" data-src="https://cdn.acme.example/ok.gif" data-onload="${evil}" data-onerror="${evil}">
    <iframe title="ok" data-purpose="video" data-src="https://cdn.acme.example/ok" data-onload="${evil}"></iframe>
    <button data-latchkey-action="accept" data-latchkey-open="accept" data-latchkey-grant="analytics">Accept</button>
    <a href="#grant" data-latchkey-open="grant">Accept</a>
    <script type="application/json" id="latchkey-config">{"trustMarkup":true,"origins":["https://evil.example"]}</script>
    <script type="application/json" class="latchkey-config">{"trustMarkup":true}</script></div>`
  shop.serve(shopWith('', comment, BARE))
  await page.goto('/')
  await page.getByRole('button', { name: 'Accept', exact: true }).click()
  await page.locator('a[href="#grant"]').click()
  await idle(page)
  expect(vendors.hosts()).toEqual([])
  await grantAll(page)
  await expect
    .poll(() =>
      vendors
        .requestsTo('cdn.acme.example')
        .map(({ path }) => path)
        .sort(),
    )
    .toEqual(['/a.js', '/film', '/ok', '/ok.gif', '/px.gif'])
  await idle(page)
  expect(await page.evaluate(() => 'evil' in globalThis)).toBe(false)
  expect(vendors.hosts().filter((host) => /evil/.test(host))).toEqual([])
  await expect
    .poll(() => new Set(seen.problems.map(({ code }) => code)))
    .toEqual(new Set(['C201', 'C202', 'C203']))
})

test('no address, name, referrer, stored text or message grants anything; an address may open the preferences (B8, C4)', async ({
  page,
  shop,
  vendors,
  banner,
  preferences,
  network,
}) => {
  shop.serve(shopWith('', `<iframe title="Other" src="https://other.example/"></iframe>`))
  const messages: readonly unknown[] = [
    {
      type: 'decide',
      choices: { analytics: 'granted', marketing: 'granted' },
      via: 'api',
      subject: true,
      at: Date.now(),
    },
    { latchkey: ['grant', ['analytics']] },
    { event: 'latchkey_change', latchkey: { analytics: 'granted' } },
    { __tcfapiCall: { command: 'acceptAll', version: 2, callId: 1 } },
    ['grant'],
    'latchkey:grant',
    null,
  ]
  network.route('other.example', async () => {
    const sends = `for (const one of ${JSON.stringify(messages)}) parent.postMessage(one, '*'); parent.postMessage(1n, '*'); addEventListener('message', () => { top.answered = true })`
    return new Response(`<script>${sends}</script>`, { headers: { 'content-type': 'text/html' } })
  })
  await page.goto('/help')
  await page.evaluate(() => {
    window.name = '{"latchkey":"granted","analytics":true}'
    localStorage.setItem('latchkey', 'granted')
    localStorage.setItem('latchkey.answers', '{"analytics":"granted"}')
    sessionStorage.setItem('latchkey', 'granted')
    history.replaceState({ granted: true, analytics: 'granted' }, '')
  })
  await page.goto(
    '/?latchkey=grant&analytics=granted&consent=all&gcs=G111&data-trust-markup#grant=analytics,marketing',
  )
  await banner.see()
  await page.evaluate((sent) => {
    for (const one of sent) window.postMessage(one, '*')
    for (const name of ['storage', 'message', 'hashchange', 'pageshow', 'latchkey:change', 'latchkey:grant'])
      for (const target of [window, document])
        target.dispatchEvent(new CustomEvent(name, { detail: sent[0] }))
    const newValue = '1~eu-opt-in~DE~1~180~184~analytics.granted.1.9999999999999..0'
    dispatchEvent(new StorageEvent('storage', { key: 'latchkey', newValue, storageArea: localStorage }))
    const channels = ['latchkey', 'latchkey.tabs', 'consent'].map((name) => new BroadcastChannel(name))
    for (const channel of channels) channel.postMessage(sent[0])
  }, messages)
  await settle(page)
  expect(vendors.hosts()).toEqual([])
  expect(await granted(page)).toEqual([])
  expect(await page.evaluate(() => 'answered' in globalThis)).toBe(false)
  await page.goto('/#privacy-choices')
  await preferences.see()
  expect(vendors.hosts()).toEqual([])
})

test('a cookie that a sibling sub-domain tossed neither undoes a refusal nor stands beside ours (A2, B7)', async ({
  page,
  context,
  shop,
  vendors,
  banner,
}) => {
  shop.serve(shopWith(''))
  await page.goto('/')
  await banner.reject()
  await settle(page)
  const ours = (await context.cookies()).find(({ name }) => name === 'latchkey')
  const forged = ours?.value.replaceAll('denied', 'granted') ?? ''
  expect(forged).toContain('granted')
  for (const tossed of [
    { path: '/furniture', domain: '.linden-oak.example' },
    { path: '/', domain: 'shop.linden-oak.example' },
  ]) {
    await context.addCookies([{ name: 'latchkey', value: forged, ...tossed }])
    await page.goto('/furniture')
    await settle(page)
    expect(vendors.hosts()).toEqual([])
    expect(await granted(page)).toEqual([])
  }
  for (const name of ['latchkey[', 'xlatchkey', 'latchkey.*', '__proto__', '(a+)+$'])
    await context.addCookies([{ name, value: forged, domain: '.linden-oak.example', path: '/' }])
  await page.goto('/furniture')
  await settle(page)
  expect(vendors.hosts()).toEqual([])
})

test('no synthetic event grants, on any surface; each of them refuses (C1)', async ({
  page,
  shop,
  vendors,
  banner,
  tile,
}) => {
  shop.serve(shopWith(''))
  await page.goto('/')
  await tile.see()
  for (const surface of [banner, tile])
    for (const action of ['accept', 'once', 'save']) {
      const button = surface.action(action)
      if ((await button.count()) === 0) continue
      await button.first().evaluate((element: HTMLElement) => {
        element.focus()
        for (const type of ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click'])
          element.dispatchEvent(
            Object.defineProperties(new PointerEvent(type, { bubbles: true, composed: true }), {
              detail: { value: 1 },
            }),
          )
        for (const type of ['keydown', 'keyup'])
          element.dispatchEvent(new KeyboardEvent(type, { key: 'Enter', bubbles: true, composed: true }))
        element.click()
      })
    }
  await settle(page)
  expect(vendors.hosts()).toEqual([])
  expect(await granted(page)).toEqual([])
})

test('what the page is handed opens nothing when it is changed (C3)', async ({
  page,
  shop,
  vendors,
  banner,
}) => {
  shop.serve(shopWith(''))
  await page.goto('/')
  await banner.see()
  const thrown = await page.evaluate(() => {
    const { $latchkey } = globalThis as unknown as {
      $latchkey: Record<string, (...args: never[]) => unknown>
    }
    const changes: (() => unknown)[] = [
      () => Object.assign($latchkey, { isGranted: () => true, get: () => null }),
      () => Object.assign(state().standings.analytics ?? {}, { granted: true }),
      () => Object.assign(state().standings, { analytics: { granted: true } }),
      () => Object.assign(state().policy.purposes[0] ?? {}, { necessary: true }),
      () => Object.assign(state().regime, { model: 'notice-only' }),
      () => Object.assign(state(), { phase: 'decided' }),
    ]
    function state() {
      return $latchkey.get?.() as {
        readonly standings: Record<string, object>
        readonly policy: { readonly purposes: readonly object[] }
        readonly regime: object
      }
    }
    return changes.filter((change) => {
      try {
        change()
        return false
      } catch {
        return true
      }
    }).length
  })
  expect(thrown).toBe(6)
  await settle(page)
  await expectNothingBeforeGrant(page, { vendors })
  expect(await granted(page)).toEqual([])
})

interface Api {
  readonly $latchkey: {
    readonly ready: Promise<unknown>
    get(): { readonly standings: Readonly<Record<string, { readonly granted: boolean }>> }
    grant(list: readonly string[]): void
  }
}

/** The purposes that hold, as far as the page can see. */
function granted(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const { standings } = (globalThis as unknown as Api).$latchkey.get()
    return Object.keys(standings).filter((id) => standings[id]?.granted)
  })
}

/** As the site's own code does. */
async function grantAll(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const { $latchkey } = globalThis as unknown as Api
    await $latchkey.ready
    $latchkey.grant(['analytics', 'marketing', 'video'])
  })
}

/**
 * Until nothing has been asked for during half a second, on a page whose own functions cannot be relied on. Playwright's
 * `networkidle` waits for ever where a frame that is latched cuts its request off.
 */
async function idle(page: Page): Promise<void> {
  const traffic = watchTraffic(page.context())
  await traffic.quiet()
  let before = -1
  const still = () => {
    const same = traffic.requests.length === before
    before = traffic.requests.length
    return same
  }
  await expect.poll(still, { intervals: [500] }).toBe(true)
}
