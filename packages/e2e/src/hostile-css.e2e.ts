import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { bannerOf, cardOf, preferencesOf, SHOP, test, tileOf } from '@latchkey/testkit/browser'
import { toAskFairly } from '@latchkey/testkit/fairness'
import { expect as base, type Locator, type Page } from '@playwright/test'
import { rare } from './variants.ts'

// Shops' own style sheets, from tidy to hostile. Whatever they do to the page, our surfaces keep their geometry, stay
// legible and ask fairly (C5, DP-15, T-16).

const expect = base.extend({ toAskFairly })
const { resolve } = createRequire(import.meta.url)
const sheet = (path: string) => readFileSync(resolve(path), 'utf8')

interface Hostile {
  /** The default run does without it. */
  readonly rare?: true
  readonly css: () => string
  /** Markup of the page, at its end. */
  readonly foot?: string
  /** It makes everything larger or turns it over, us too: what is measured in pixels does not compare. */
  readonly scales?: true
}

const SOUP = `color:#fff!important;background:#fff!important;font:italic 7px/0.8 fantasy!important;margin:-9px!important;padding:0!important;border:9px dotted red!important;
  transform:rotate(7deg) scale(.3)!important;filter:blur(4px)!important;opacity:.05!important;animation:hostile 9s infinite!important;transition:all 9s!important;
  clip-path:circle(1px)!important;mask:linear-gradient(#0000,#0000)!important;mix-blend-mode:difference!important;float:right!important;columns:3!important;
  max-width:40px!important;max-height:12px!important;overflow:hidden!important;visibility:hidden!important;contain:strict!important;zoom:.3!important`

const sheets: Readonly<Record<string, Hostile>> = {
  'a reset (modern-normalize)': { rare: true, css: () => sheet('modern-normalize/modern-normalize.css') },
  'Tailwind’s preflight': { rare: true, css: () => sheet('tailwindcss/preflight.css') },
  Bootstrap: { rare: true, css: () => sheet('bootstrap/dist/css/bootstrap.css') },
  'everything unset': { css: () => '*{all:unset!important}' },
  'a soup of effects on every element': {
    css: () =>
      `@keyframes hostile{to{transform:scale(0)}} body *,body *::before,body *::after{${SOUP}} body *::before{content:"!"!important;position:fixed!important;inset:0!important}`,
  },
  'texts that are changed from outside': {
    rare: true,
    css: () =>
      '*{text-transform:uppercase!important;letter-spacing:.4em!important;word-spacing:2em!important;text-indent:4em!important;text-align:end!important;line-height:.6!important;white-space:nowrap!important;direction:rtl!important;unicode-bidi:bidi-override!important;writing-mode:vertical-rl!important;text-shadow:0 0 9px #fff!important;-webkit-text-fill-color:#eee!important;font-variant:small-caps!important;hyphens:auto!important;tab-size:90!important}',
  },
  'a page that takes no presses': {
    rare: true,
    css: () =>
      'html,body,*{user-select:none!important;-webkit-user-select:none!important;pointer-events:none!important;cursor:none!important;touch-action:none!important}',
  },
  'a tiny root size': { rare: true, css: () => 'html{font-size:62.5%!important}' },
  'a huge root size': {
    rare: true,
    css: () => 'html{font-size:32px!important} body{font-size:2rem!important}',
  },
  'rules for our host': {
    css: () =>
      'div[id]{display:none!important} body>div{position:static!important;width:3px!important;height:3px!important;overflow:hidden!important;opacity:0!important} #latchkey{display:none!important;z-index:-1!important;color-scheme:dark!important;--s:red!important;--t:red!important;--m:red!important;--l:red!important;--a:transparent!important;--o:transparent!important;--r:300px!important;--start:900px!important} #latchkey::before{content:""!important;position:fixed!important;inset:0!important;background:#fff!important;z-index:9!important} #latchkey::part(x){display:none}',
  },
  'something of the page above everything': {
    css: () =>
      '#war{position:fixed!important;inset:0!important;z-index:2147483647!important;background:#fffc!important;transform:translateZ(9px)!important;isolation:isolate!important}',
    foot: '<div id="war"></div>',
  },
  'a page that is moved and cut as a whole': {
    rare: true,
    css: () =>
      'html{transform:translateY(0)!important;contain:paint!important;isolation:isolate!important} body{transform:translateX(40px) scale(.9)!important;filter:opacity(.4)!important;opacity:.5!important;contain:layout paint!important;perspective:300px!important;overflow:hidden!important;height:100%!important;display:grid!important;will-change:transform!important;container-type:inline-size!important}',
  },
  'a page that knows one scheme': {
    rare: true,
    css: () => ':root{color-scheme:only light!important;background:#fff!important}',
  },
  'a filter over the whole page': {
    rare: true,
    css: () => 'html{filter:invert(1) hue-rotate(180deg)!important}',
  },
  'a page that is zoomed': { rare: true, scales: true, css: () => 'html{zoom:1.25!important}' },
}

/** A page without a way back of its own, so that it gets ours, and with something of its own that sheets act on. */
const FOOT = `<div id="plain-box"><button id="plain" type="button">A button of the shop</button></div>
  <script>addEventListener('DOMContentLoaded', () => { for (const link of document.querySelectorAll('[href="#privacy-choices"]')) link.remove() })</script>`
/** The font comes from the page. One for all, so that boxes compare. */
const FONT = 'html{--latchkey-font:sans-serif!important}'

/** What a way through all surfaces has seen. */
type Walk = Readonly<Record<'surfaces' | 'trace', unknown>>
/** The same for every sheet: one way a worker is enough. */
let plain: Walk | undefined

for (const [what, { css, foot = '', scales, ...hostile }] of Object.entries(sheets)) {
  test(
    `${what}: every surface keeps its shape and asks fairly`,
    rare(hostile.rare === true),
    async ({ browser, shop }) => {
      test.slow()
      /** A new visitor's way through all surfaces. */
      const walk = async (style: string, markup: string, fair: boolean): Promise<Walk> => {
        shop.serve({ head: `<style>${FONT}${style}</style>`, foot: FOOT + markup })
        const context = await browser.newContext({
          ignoreHTTPSErrors: true,
          locale: 'en-IE',
          viewport: SCREEN,
        })
        const page = await context.newPage()
        const [banner, preferences, card] = [bannerOf(page), preferencesOf(page), cardOf(page)]
        const surfaces: Record<string, unknown> = {}
        const look = async (name: string, root: Locator) => {
          await expect(root, name).toBeVisible()
          surfaces[name] = await shapeOf(root, name !== 'tile')
          if (fair) await expect(page, name).toAskFairly({ windows: [SCREEN], links: false })
        }
        await page.goto(`${SHOP}/furniture/halden`)
        await look('banner', banner.root)
        await banner.settings()
        await look('preferences', preferences.root)
        await preferences.reject()
        await preferences.seeNone()
        await look('tile', tileOf(page).root)
        await look('way back', page.locator('#latchkey .dock'))
        await look('launcher', page.locator('#latchkey .launch'))
        await card.open()
        await look('card', card.root)
        await card.notNow()
        const trace = await traceOf(page)
        await context.close()
        return { surfaces, trace }
      }
      plain ??= await walk('', '', false)
      const under = await walk(css(), foot, true)
      expect(under.trace, 'the sheet acts on the page').not.toEqual(plain.trace)
      if (!scales) expect(under.surfaces).toEqual(plain.surfaces)
    },
  )
}

const SCREEN = { width: 1280, height: 800 }

/** Where a surface stands, and every control and text in it: in whole pixels. A tile stands where the page puts it. */
function shapeOf(root: Locator, placed: boolean): Promise<unknown> {
  return root.evaluate((surface, isPlaced) => {
    const from = surface.getBoundingClientRect()
    const parts = [...surface.querySelectorAll('button,input,h2,h3,p,label,small')]
      .filter((one) => !one.closest('[data-own]'))
      .map((one) => {
        const { left, top, width, height } = one.getBoundingClientRect()
        const { fontSize, fontWeight, textTransform, color } = getComputedStyle(one)
        const box = isPlaced ? [left - from.left, top - from.top, width, height].map(Math.round) : []
        return [one.localName, ...box, fontSize, fontWeight, textTransform, color].join(' ')
      })
    return { parts, at: isPlaced ? [from.left, from.top, from.width, from.height].map(Math.round) : [] }
  }, placed)
}

/** What the shop's own button looks like, and what lies where the banner stood: a sheet that acts changes it. */
function traceOf(page: Page): Promise<unknown> {
  return page.evaluate(() => {
    const styleOf = (selector: string) => {
      const element = document.querySelector(selector)
      return element
        ? Object.fromEntries(
            [...getComputedStyle(element)].map((name) => [
              name,
              getComputedStyle(element).getPropertyValue(name),
            ]),
          )
        : {}
    }
    return ['html', 'body', '#plain-box', '#plain']
      .map(styleOf)
      .concat({ at: document.elementFromPoint(640, 500)?.id ?? '' })
  })
}
