import { settle, test } from '@latchkey/testkit/browser'
import { checkFairness, toAskFairly, type Unfairness } from '@latchkey/testkit/fairness'
import { expect as base, type Locator, type Page } from '@playwright/test'

const expect = base.extend({ toAskFairly })

/** The lint is one self-contained function, handed to the page as text. */
const fairness = (page: Page): Promise<readonly Unfairness[]> =>
  page.evaluate(`(${checkFairness})(document.querySelector('#latchkey').shadowRoot)`)

test('the question and the preferences are fair on every screen, in light, dark and forced colours (DP-1…DP-18)', async ({
  page,
  banner,
  preferences,
}) => {
  test.slow()
  const windows = [
    { width: 320, height: 256 },
    { width: 390, height: 844 },
    { width: 768, height: 1024 },
    { width: 1280, height: 800 },
  ]
  await page.goto('/')
  await banner.see()
  await expect(page).toAskFairly({ windows })
  await banner.settings()
  await preferences.see()
  await page.mouse.move(0, 0) // what lies under the pointer looks different, whichever it is
  await expect(page).toAskFairly({ windows })
})

const unfair: Readonly<Record<string, { readonly rule: RegExp; readonly css: string }>> = {
  'a refusal that is smaller': {
    rule: /DP-2|DP-3/,
    css: '[data-latchkey-action=reject]{font-size:11px!important;padding:2px!important;min-height:0!important;flex:none!important;width:40px!important}',
  },
  'a refusal that is hard to read': {
    rule: /DP-4|DP-5/,
    css: '[data-latchkey-action=reject]{color:#bbb!important;background:#ccc!important}',
  },
  'a refusal in outline only': {
    rule: /DP-5|DP-4/,
    css: '[data-latchkey-action=reject]{background:transparent!important;color:inherit!important}',
  },
  'a refusal out of sight': {
    rule: /DP-1/,
    css: '[data-latchkey-action=reject]{position:absolute!important;top:-2000px!important}',
  },
  'a refusal that cannot be seen': {
    rule: /DP-1/,
    css: '[data-latchkey-action=reject]{visibility:hidden!important}',
  },
  'a refusal set apart': {
    rule: /DP-6/,
    css: '[data-latchkey-action=reject]{transform:translateY(-120px)!important}',
  },
}

for (const [what, { rule, css }] of Object.entries(unfair)) {
  test(`the lint catches ${what}`, async ({ page, banner }) => {
    await page.goto('/')
    await banner.see()
    await page.locator('#latchkey').evaluate((host, text) => {
      const sheet = new CSSStyleSheet()
      sheet.replaceSync(text)
      host.shadowRoot?.adoptedStyleSheets.push(sheet)
    }, css)
    expect((await fairness(page)).map((found) => found.rule).join(' ')).toMatch(rule)
  })
}

test('a logo and a note of the site’s own are fair as we draw them; a larger picture is not (DP-13, DP-16)', async ({
  page,
  shop,
  banner,
}) => {
  const note = 'We never sell what we learn.'
  shop.serve({
    csp: 'strict',
    config: { look: { logo: { src: '/assets/leaf.svg', alt: 'Linden & Oak' }, note } },
  })
  await page.goto('/')
  await expect(banner.root.getByRole('img', { name: 'Linden & Oak' })).toBeVisible()
  await expect(banner.root).toContainText(note)
  await expect(page).toAskFairly()
  await page.locator('#latchkey').evaluate((host) => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync('img{block-size:80px!important}')
    host.shadowRoot?.adoptedStyleSheets.push(sheet)
  })
  await expect(page).not.toAskFairly({ windows: [{ width: 768, height: 1024 }], looks: ['light'] })
})

test('a page’s own styles cannot make the question unfair (C5, T-16)', async ({ page, shop, banner }) => {
  shop.serve({
    head: `<style>button{font-size:9px!important;display:none!important;opacity:.1!important} section{display:none!important} :not(html,body){color:#eee!important;background:#eee!important;transform:scale(.1)} #latchkey [data-latchkey-action=reject]{display:none!important}</style>`,
  })
  await page.goto('/')
  await banner.see()
  expect(await fairness(page)).toEqual([])
})

type Press = (target: Locator, key: 'Enter' | 'Space') => Promise<void>
const ways: Readonly<Record<string, (page: Page) => Press>> = {
  'a pointer': () => (target) => target.click(),
  'the keyboard': (page) => async (target, key) => {
    await target.focus()
    await page.keyboard.press(key)
  },
}

for (const [what, press] of Object.entries(ways))
  test(`with ${what}, refusing and accepting take one press, one purpose two, taking back two (DP-7, LR-13, LR-40)`, async ({
    page,
    banner,
    preferences,
    ledger,
  }) => {
    const presses = await countPresses(page)
    const by = press(page)
    const start = async (path: string) => {
      await page.goto(path)
      presses.length = 0
    }
    const startAnew = async () => {
      await settle(page) // the shop's server sets a refusal's cookie again (BR-3)
      await page.context().clearCookies()
      await page.evaluate(() => localStorage.clear())
      await start('/')
    }
    await start('/')
    await by(banner.action('reject'), 'Enter')
    await banner.seeNone()
    expect(presses).toHaveLength(1)

    await startAnew()
    await by(banner.switchOf('analytics'), 'Space')
    await by(banner.action('save'), 'Enter')
    await banner.seeNone()
    expect(presses).toHaveLength(2)

    await startAnew()
    await by(banner.action('accept'), 'Enter')
    await banner.seeNone()
    expect(presses).toHaveLength(1)

    await start('/help')
    await by(page.locator('footer a[href="#privacy-choices"]'), 'Enter')
    await by(preferences.action('reject'), 'Enter')
    await preferences.seeNone()
    expect(presses).toHaveLength(2)
    await expect
      .poll(async () =>
        (await ledger.records()).filter(({ event }) => event === 'decided').map(({ choices }) => choices),
      )
      .toEqual([
        { analytics: 'denied', marketing: 'denied' },
        { analytics: 'granted', marketing: 'denied' },
        { analytics: 'granted', marketing: 'granted' },
        { analytics: 'denied', marketing: 'denied' },
      ])
  })

/** Every press of a person on any page of this one's, as the browser hears it: pointers, and keys that press. */
async function countPresses(page: Page): Promise<unknown[]> {
  const presses: unknown[] = []
  await page.exposeFunction('pressed', (what: unknown) => void presses.push(what))
  await page.addInitScript(() => {
    const { pressed } = globalThis as typeof globalThis & { pressed(what: string): void }
    for (const type of ['pointerdown', 'keydown'])
      addEventListener(
        type,
        (event) => {
          const { key } = event as KeyboardEvent
          if (event.isTrusted && (key === undefined || key === 'Enter' || key === ' ')) pressed(type)
        },
        true,
      )
  })
  return presses
}

test('optional switches start off, and saving untouched refuses (DP-8, LR-4)', async ({
  page,
  banner,
  preferences,
  ledger,
}) => {
  await page.goto('/')
  for (const one of ['analytics', 'marketing']) await expect(banner.switchOf(one)).not.toBeChecked()
  await banner.settings()
  for (const one of ['analytics', 'marketing']) await expect(preferences.switchOf(one)).not.toBeChecked()
  await preferences.save()
  await expect
    .poll(async () => (await ledger.records()).filter(({ event }) => event === 'decided'))
    .toMatchObject([{ choices: { analytics: 'denied', marketing: 'denied' } }])
})

interface LayoutShift {
  readonly value: number
  readonly sources: readonly {
    readonly node: Node | null
    readonly previousRect: DOMRectReadOnly
    readonly currentRect: DOMRectReadOnly
  }[]
}

test('no surface moves anything on the page, or is its largest paint (budget: CLS 0)', async ({
  page,
  banner,
  preferences,
  card,
  tile,
}) => {
  await page.addInitScript(() => {
    const seen = { shift: 0, largest: '', moved: [] as string[] }
    Object.assign(globalThis, { seen })
    new PerformanceObserver((list) => {
      // What moves within half a second of a press counts here, too.
      for (const entry of list.getEntries()) {
        const { value, sources } = entry as PerformanceEntry & LayoutShift
        seen.shift += value
        // What moves in a shadow tree has no name.
        for (const { node, previousRect: from, currentRect: to } of sources)
          seen.moved.push(
            `${value}: ${node?.nodeName ?? 'ours'}, ${JSON.stringify(from)} to ${JSON.stringify(to)}`,
          )
      }
    }).observe({ type: 'layout-shift', buffered: true })
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries())
        seen.largest = (entry as PerformanceEntry & { element: Element | null }).element?.closest(
          '#latchkey,latchkey-placeholder',
        )
          ? 'ours'
          : 'theirs'
    }).observe({ type: 'largest-contentful-paint', buffered: true })
  })
  // Three decimals, as tools report it: fractions of a pixel are no shift.
  const seen = async () => {
    const { shift, largest, moved } = await page.evaluate(() => Reflect.get(globalThis, 'seen'))
    return { shift: shift < 0.0005 ? 0 : [shift, ...moved], largest }
  }
  await page.goto('/furniture/halden')
  await banner.see()
  await tile.see()
  expect.soft(await seen(), 'banner and tile').toEqual({ shift: 0, largest: 'theirs' })
  await banner.settings()
  await preferences.see()
  await preferences.close()
  await banner.reject()
  await banner.seeNone()
  expect.soft((await seen()).shift, 'preferences, and an answer').toBe(0)
  await tile.root.scrollIntoViewIfNeeded()
  await card.open()
  await card.notNow()
  await card.seeNone()
  await tile.playOnce()
  await expect(page.locator('iframe[data-purpose="video"]')).toBeVisible()
  expect.soft((await seen()).shift, 'card and tile').toBe(0)
})
