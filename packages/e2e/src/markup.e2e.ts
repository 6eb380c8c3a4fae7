import { decide, settle, test } from '@latchkey/testkit/browser'
import { expect, type Page } from '@playwright/test'
import { BARE, type BareScripts, ranOf, SCRIPTS, serveBare, tag } from './bare-page.ts'
import { rare } from './variants.ts'

interface Script {
  /** Its file, or its text if it has a space in it. */
  readonly what: string
  readonly attributes?: string
  readonly module?: boolean
}

/** The same script as a page has it that asks nobody, and as it stands there inert. */
function written({ what, attributes = '', module = false }: Script, marked: boolean): string {
  const inline = what.includes(' ')
  const type = marked
    ? `type="text/plain" data-purpose="analytics"${module ? ' data-type="module"' : ''}`
    : module
      ? 'type="module"'
      : ''
  const src = inline ? '' : `src="${SCRIPTS}/${what}.js"`
  return `<script ${type} ${src} ${attributes}>${inline ? what : ''}</script>`
}

const inline = (name: string) => `ran.push( '${name}')`
const says = (name: string) => `ran.push('${name}'); fetch('${SCRIPTS}/said-${name}', { mode: 'no-cors' })`

const pages: Readonly<
  Record<string, { readonly scripts: readonly Script[]; readonly served?: BareScripts }>
> = {
  'classic ones in their order, inline ones among them': {
    scripts: [
      { what: inline('i1') },
      { what: 'e1' },
      { what: inline('i2') },
      { what: 'e2', attributes: 'crossorigin' },
      { what: inline('i3'), attributes: 'async defer' },
      { what: 'e3' },
    ],
  },
  'deferred ones and modules after the classic ones, in their own order': {
    scripts: [
      { what: 'd1', attributes: 'defer' },
      { what: 'm1', module: true },
      { what: inline('m2'), module: true },
      { what: 'd2', attributes: 'defer' },
      { what: `import '${SCRIPTS}/part.js'; ran.push('m3')`, module: true },
      { what: 'm4', module: true },
      { what: 'e1' },
      { what: inline('i1') },
    ],
    served: { held: { d1: 'e1', m1: 'm4' } },
  },
  'past a missing, a broken and a throwing one': {
    scripts: [
      { what: 'missing' },
      { what: 'broken' },
      { what: 'throws' },
      { what: 'throw new Error("inline")' },
      { what: 'this is ( no script' },
      { what: 'e1' },
      { what: 'e2', attributes: 'integrity="sha384-x" crossorigin' },
      {
        what: 'e3',
        attributes: 'integrity="sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=" crossorigin',
      },
      { what: 'missing', attributes: 'defer' },
      { what: `import '${SCRIPTS}/missing.js'; ran.push('never')`, module: true },
      { what: 'throws', module: true },
      { what: 'd1', attributes: 'defer' },
    ],
    served: {
      texts: {
        missing: null,
        broken: 'ran.push("broken"',
        throws: 'ran.push("throws"); throw new Error("external")',
      },
    },
  },
  'none for browsers without modules, and what follows them': {
    scripts: [
      { what: 'old', attributes: 'nomodule' },
      { what: inline('old too'), attributes: 'nomodule' },
      { what: 'old', attributes: 'nomodule defer' },
      { what: 'e1' },
      { what: 'm1', attributes: 'nomodule', module: true },
    ],
  },
  'async ones as they come, without holding up the others': {
    scripts: [
      { what: 'free', attributes: 'async' },
      { what: 'later', attributes: 'async', module: true },
      { what: 'e1' },
      { what: inline('i1') },
    ],
    served: {
      texts: { e1: says('e1'), free: says('free') },
      held: { free: 'said-e1', later: 'said-free' },
      fresh: true,
    },
  },
}

for (const [what, { scripts, served }] of Object.entries(pages)) {
  test(`scripts of one grant run as if they had stood there: ${what}`, async ({ page, network }) => {
    const body = (marked: boolean) => scripts.map((script) => written(script, marked)).join('\n')
    serveBare(network, { body: body(false) }, served)
    await page.goto(BARE)
    await settle(page)
    const expected = await ranOf(page)
    expect(expected.length).toBeGreaterThan(1)

    const asked = serveBare(network, { body: body(true), head: tag('data-trust-markup') }, served)
    await page.goto(BARE)
    await settle(page)
    expect(await ranOf(page)).toEqual([])
    expect(asked).toEqual([])
    await grant(page, 'analytics')
    await expect.poll(() => ranOf(page)).toEqual(expected)
    await settle(page)
    expect(await ranOf(page)).toEqual(expected)

    // And on the next visit, where we come while the page is still being read.
    serveBare(network, { body: body(true), head: tag('data-trust-markup') }, served)
    await page.reload()
    await expect.poll(() => ranOf(page)).toEqual(expected)
    await settle(page)
    expect(await ranOf(page)).toEqual(expected)
  })
}

test('what a framework adds, takes out, moves and puts back runs once for each element, and throws nothing', async ({
  page,
  network,
  seen,
}) => {
  const config = `<script type="application/json" id="latchkey-config">{"origins":["${SCRIPTS}"]}</script>`
  // The second one is still on its way when it is taken out.
  serveBare(network, { head: config + tag(), body: '<main></main>' }, { held: { two: 'four' } })
  await page.goto(BARE)
  await grant(page, 'analytics')
  await page.evaluate(async (origin) => {
    const painted = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))
    const { ran } = globalThis as unknown as { ran: string[] }
    const main = document.querySelector('main')
    const route = (name: string) => {
      const made = document.createElement('script')
      made.type = 'text/plain'
      made.dataset.purpose = 'analytics'
      made.src = `${origin}/${name}.js`
      return made
    }
    const one = route('one')
    main?.append(one)
    while (!ran.length) await painted()
    main?.prepend(one) // moved
    await painted()
    main?.removeChild(one) // as React does, which throws where it is gone
    await painted()
    main?.append(one, one.cloneNode()) // and comes back, with a copy
    await painted()
    const snapshot = main?.cloneNode(true)
    main?.replaceChildren(route('two')) // the next page of a client-side router
    await painted()
    if (snapshot) main?.replaceChildren(snapshot) // and back, by its cache
    await painted()
    const three = route('three')
    three.type = ''
    three.removeAttribute('src')
    main?.append(three) // an empty script, which runs when it is told what: not ours
    const four = route('four')
    four.removeAttribute('data-purpose')
    main?.append(four)
    await painted()
    four.dataset.purpose = 'analytics' // marked by an attribute that changes
  }, SCRIPTS)
  // A script that a page's own code adds waits for no other: they run as they come.
  const ran = async () => [...(await ranOf(page))].sort()
  await expect.poll(ran).toEqual(['four', 'one', 'two'])
  await settle(page)
  expect(await ran()).toEqual(['four', 'one', 'two'])
  expect(seen.errors).toEqual([])
})

test('a frame that a router keeps off the page during a withdrawal asks for nothing when it comes back (A7)', async ({
  page,
  network,
  vendors,
}) => {
  const frame = `<iframe title="Film" data-purpose="video" data-src="https://films.example/1"></iframe>`
  serveBare(network, { head: tag('data-trust-markup'), body: `<main>${frame}</main>` })
  await page.goto(BARE)
  await grant(page, 'video')
  await expect.poll(() => vendors.requestsTo('films.example')).toHaveLength(1)
  await page.evaluate(() => {
    const main = document.querySelector('main')
    const view = main?.querySelector('iframe')
    view?.remove()
    ;(globalThis as unknown as Api).$latchkey.withdraw()
    if (view) main?.append(view)
  })
  await settle(page)
  expect(vendors.requestsTo('films.example')).toHaveLength(1)
  await grant(page, 'video')
  await expect.poll(() => vendors.requestsTo('films.example')).toHaveLength(2)
})

test('a withdrawn script ends in one reload, with the refusal stored and on record before it (A7, LR-14)', async ({
  page,
  shop,
  banner,
  preferences,
  ledger,
}) => {
  shop.serve({
    tag: { analytics: '', marketing: null, chat: null, video: null },
    config: { trustMarkup: true },
    foot: `<script type="text/plain" data-purpose="analytics">globalThis.marked = true</script>`,
  })
  await page.goto('/furniture')
  await banner.accept()
  await page.waitForFunction(() => 'marked' in globalThis)
  const loads = () => shop.requests.filter((request) => request === 'GET /furniture').length
  const before = loads()
  // What lies on the device as the page is left: the reload must find it there.
  await page.evaluate(() =>
    addEventListener('pagehide', () => sessionStorage.setItem('left', document.cookie)),
  )
  await preferences.open()
  const reloaded = page.waitForEvent('load')
  await preferences.reject()
  await reloaded
  await settle(page)
  expect(loads()).toBe(before + 1)
  expect(await page.evaluate(() => sessionStorage.getItem('left'))).toMatch(/analytics\.denied/)
  expect(await page.evaluate(() => 'marked' in globalThis)).toBe(false)
  await banner.seeNone()
  await expect
    .poll(async () => (await ledger.records()).filter(({ event }) => event === 'decided'))
    .toMatchObject([{ choices: { analytics: 'granted' } }, { choices: { analytics: 'denied' } }])
})

test('a service that cannot stop and a script that has run end in one reload between them', async ({
  page,
  shop,
  preferences,
  ledger,
}) => {
  shop.serve({
    tag: { analytics: 'gtm:GTM-LINDEN1', marketing: null, chat: null, video: null },
    config: { trustMarkup: true },
    foot: `<script type="text/plain" data-purpose="analytics">globalThis.marked = true</script>`,
  })
  const loads = () => shop.requests.filter((request) => request === 'GET /furniture').length
  // What lies on the device as a page is left, one line a page.
  await page.addInitScript(() => {
    addEventListener('pagehide', () => {
      const left = JSON.parse(sessionStorage.getItem('left') ?? '[]')
      sessionStorage.setItem('left', JSON.stringify([...left, document.cookie]))
    })
  })
  await page.goto('/furniture')
  await decide(page, { analytics: true })
  await page.waitForFunction(() => 'marked' in globalThis)
  await settle(page)
  await preferences.open()
  const before = loads()
  const reloaded = page.waitForEvent('load')
  await preferences.reject()
  await reloaded
  await settle(page)
  expect(loads()).toBe(before + 1)
  const left = await page.evaluate(() => JSON.parse(sessionStorage.getItem('left') ?? '[]'))
  expect(left).toEqual([expect.stringMatching(/analytics\.denied/)])
  expect(await page.evaluate(() => 'marked' in globalThis)).toBe(false)
  await expect
    .poll(async () => (await ledger.records()).filter(({ event }) => event === 'decided'))
    .toMatchObject([{ choices: { analytics: 'granted' } }, { withdrawn: ['analytics'] }])
})

const waiting: Readonly<
  Record<string, { readonly asks: readonly string[]; readonly also?: readonly string[] }>
> = {
  'video analytics': { asks: ['video', 'analytics'] },
  'analytics|video': { asks: ['analytics'] },
  'marketing|video': { asks: ['marketing'], also: ['analytics'] },
  'analytics marketing': { asks: ['marketing'], also: ['analytics'] },
}

for (const [purposes, { asks, also = [] }] of Object.entries(waiting)) {
  const what = `a frame of «${purposes}» has a tile that asks for ${asks.join(' and ')}${also.length ? `, with ${also} granted` : ''}`
  test(what, rare(purposes === 'marketing|video'), async ({ page, network, vendors, tile }) => {
    serveBare(network, {
      head: tag('data-trust-markup'),
      body: `<iframe title="Film" data-purpose="${purposes}" data-src="https://films.example/1"></iframe>`,
    })
    await page.goto(BARE)
    for (const id of also) await grant(page, id)
    await tile.see()
    const before = await granted(page)
    await tile.always()
    await expect.poll(() => vendors.requestsTo('films.example')).toHaveLength(1)
    await tile.seeNone()
    expect((await granted(page)).filter((id) => !before.includes(id)).sort()).toEqual([...asks].sort())
  })
}

test('frames that no grant would open have no tile: a stranger’s, those of unknown purposes (D2, C201, C202)', async ({
  page,
  network,
  vendors,
  tile,
}) => {
  const config = `<script type="application/json" id="latchkey-config">{"origins":["https://films.example"]}</script>`
  const stranger = (more: string) =>
    `<iframe title="Stranger" data-src="https://evil.example/1" ${more} width="300" height="150"></iframe>`
  serveBare(network, {
    head: config + tag(),
    body: [
      stranger('data-purpose="video"'),
      stranger('data-purpose="video" data-latchkey-waits="video"'),
      `<iframe title="Unknown" data-purpose="nosuch" data-src="https://films.example/2"></iframe>`,
      `<iframe title="Film" data-purpose="video" data-src="https://films.example/1"></iframe>`,
    ].join(''),
  })
  await page.goto(BARE)
  await tile.see()
  await settle(page)
  await expect(page.locator('latchkey-placeholder')).toHaveCount(1)
  await expect(tile.root).toContainText('Film')
  await tile.playOnce()
  await expect.poll(() => vendors.hosts()).toEqual(['films.example'])
  await expect(page.locator('latchkey-placeholder')).toHaveCount(0)
  await grant(page, 'video')
  await settle(page)
  expect(vendors.hosts()).toEqual(['films.example'])
})

test('the sentence about markup that nobody vouched for shows the line that mends it (D2, C202)', async ({
  page,
  network,
  seen,
}) => {
  const body = `<script type="text/plain" data-purpose="analytics" src="${SCRIPTS}/mine.js"></script>`
  serveBare(network, { head: tag(), body })
  await page.goto(BARE)
  await grant(page, 'analytics')
  await expect.poll(() => seen.console.filter((line) => line.includes('(C202)'))).toHaveLength(1)
  expect(await ranOf(page)).toEqual([])
  const [, origin] = /Add "([^"]+)" to "origins" in latchkey-config/.exec(seen.console.join()) ?? []
  const config = `<script type="application/json" id="latchkey-config">{"origins":["${origin}"]}</script>`
  serveBare(network, { head: config + tag(), body })
  await page.reload()
  await expect.poll(() => ranOf(page)).toEqual(['mine'])
})

test('services and marked elements need one Trusted Types policy between them (B1, BR-10)', async ({
  page,
  network,
  vendors,
  seen,
}) => {
  serveBare(network, {
    head: tag().replace('data-analytics=""', 'data-analytics="ga4:G-LINDEN0AK1"'),
    body: `<script type="text/plain" data-purpose="analytics" nonce="n0nce" src="${SCRIPTS}/e.js"></script><script type="text/plain" data-purpose="analytics" nonce="n0nce">ran.push('i')</script>`,
    csp: "script-src 'nonce-n0nce' 'strict-dynamic'; require-trusted-types-for 'script'; trusted-types latchkey goog#html",
  })
  await page.goto(BARE)
  await grant(page, 'analytics')
  await expect.poll(() => ranOf(page)).toEqual(['e', 'i'])
  await expect.poll(() => vendors.requestsTo('www.googletagmanager.com').length).toBeGreaterThan(0)
  expect(seen.violations.filter((line) => /trusted-types/.test(line))).toEqual([])
})

const boxes = {
  'attributes for its size': '<iframe width="400" height="225"',
  'a width in its container and a ratio': '<iframe class="ratio"',
  'a size from a sheet, in a row': '<iframe class="fixed"',
  'no size at all': '<iframe',
}

for (const [what, start] of Object.entries(boxes)) {
  test(
    `a frame with ${what} keeps its box: tile, film, withdrawal (CLS 0)`,
    rare(/size/.test(what)),
    async ({ page, network, tile }) => {
      serveBare(network, {
        head: `<style>.ratio { width: 100%; aspect-ratio: 16 / 9; border: 0 } .fixed { width: 320px; height: 180px; margin: 8px } .row { display: flex }</style><script>globalThis.moved = 0; new PerformanceObserver((list) => { for (const { value } of list.getEntries()) moved += value }).observe({ type: 'layout-shift', buffered: true })</script>${tag('data-trust-markup')}`,
        body: `<div class="${start.includes('fixed') ? 'row' : ''}">${start} title="Film" data-purpose="video" data-src="https://films.example/1"></iframe><b>Beside</b></div><p id="below">Below</p>`,
      })
      await page.goto(BARE)
      const below = page.locator('#below')
      await below.waitFor()
      const moved = () => page.evaluate(() => (globalThis as unknown as { moved: number }).moved)
      const at = await below.boundingBox()
      const isThere = async () => {
        await settle(page)
        expect(await below.boundingBox()).toEqual(at)
        expect(await moved()).toBe(0)
      }
      await tile.see()
      await isThere()
      await grant(page, 'video')
      await tile.seeNone()
      await isThere()
      await page.evaluate(() => (globalThis as unknown as Api).$latchkey.withdraw())
      await tile.see()
      await isThere()
    },
  )
}

interface Api {
  readonly $latchkey: {
    readonly ready: Promise<unknown>
    get(): { readonly standings: Readonly<Record<string, { readonly granted: boolean }>> }
    grant(list: readonly string[]): void
    withdraw(): void
  }
}

/** As the site's own code does. */
async function grant(page: Page, purpose: string): Promise<void> {
  await page.waitForFunction(() => 'ready' in ((globalThis as unknown as Partial<Api>).$latchkey ?? {}))
  await page.evaluate(async (id) => {
    const { $latchkey } = globalThis as unknown as Api
    await $latchkey.ready
    $latchkey.grant([id])
  }, purpose)
}

/** The purposes that hold. */
function granted(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const { standings } = (globalThis as unknown as Api).$latchkey.get()
    return Object.keys(standings).filter((id) => standings[id]?.granted)
  })
}
