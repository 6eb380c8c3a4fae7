import { langs, surfaces, themes, withGallery } from '@latchkey/example-gallery'
import { createShop } from '@latchkey/example-storefront'
import { SHOP, test } from '@latchkey/testkit/browser'
import { expect } from '@playwright/test'
import { axeFinds } from './axe.ts'
import { inspect, inspectWords, looks, openFrame, type State, windows } from './gallery/inspect.ts'
import { structureOf } from './gallery/structure.ts'
import { rare } from './variants.ts'

const sdk = process.env.LATCHKEY_SDK
const gallery = withGallery(createShop({ sdk, src: null }).fetch, { sdk })
const widths = Object.keys(windows) as readonly State['width'][] // of exactly these names
const names = Object.keys(looks) as readonly State['look'][]

test.beforeEach(({ network, shop: _ }) => {
  network.route(new URL(SHOP).host, gallery)
})

/** Long words, right to left, no spaces between words: each on another screen, in other colours. */
const TELLING = [
  { lang: 'de', width: '390', look: 'light', axe: 'all' },
  { lang: 'ar', width: '1280', look: 'dark', axe: 'colours' },
  { lang: 'ja', width: '320', look: 'forced', axe: 'colours' },
] as const

for (const { lang, ...state } of TELLING) {
  test(
    `every surface in ${lang} is accessible, fair and whole: ${state.width} px, ${state.look} (AX-1…12, DP-1…18)`,
    rare(lang !== 'ar'),
    async ({ page }) => {
      test.slow()
      for (const { id: surface } of surfaces) {
        await openFrame(page, { surface, lang })
        const found = [...(await inspect(page, state)), ...(await inspectWords(page))]
        // The narrowest window as well: what is cut off is cut off there first.
        found.push(...(await inspect(page, { ...state, width: '320', axe: 'none' })))
        expect.soft(found, surface).toEqual([])
      }
    },
  )
}

for (const lang of langs) {
  test(
    `every surface in ${lang} is accessible, fair and whole in every window and colour`,
    rare(true),
    async ({ page }) => {
      test.setTimeout(1_200_000)
      for (const { id: surface } of surfaces) {
        await openFrame(page, { surface, lang })
        const found = [...(await inspectWords(page))]
        for (const width of widths) {
          for (const look of names)
            found.push(...(await inspect(page, { width, look, axe: axeIn(lang, width, look) })))
        }
        expect.soft(found, surface).toEqual([])
      }
    },
  )
}

/** Colours are no matter of language; the rest is looked at once in each. */
function axeIn(lang: string, width: State['width'], look: State['look']): State['axe'] {
  if (lang === 'en') return 'all'
  return width === '390' && look === 'light' ? 'all' : 'none'
}

test('every surface is built as its reference says', async ({ page }) => {
  test.slow()
  await page.clock.setFixedTime('2026-11-29T12:00:00Z')
  for (const { id: surface } of surfaces) {
    await openFrame(page, { surface })
    const root = page.locator(surface === 'video-tile' ? 'latchkey-placeholder' : '#latchkey')
    expect.soft(await structureOf(page, root, Object.values(windows))).toMatchSnapshot(`${surface}.txt`)
  }
})

for (const theme of ['none', ...(await themes())]) {
  test(
    `theme ${theme} asks as fairly as we do, light, dark and forced (DP-15)`,
    rare(true),
    async ({ page }) => {
      test.setTimeout(600_000)
      for (const { id: surface } of surfaces) {
        await openFrame(page, { surface, theme })
        const found: string[] = []
        for (const look of names)
          for (const width of ['320', '1280'] as const)
            found.push(...(await inspect(page, { width, look, axe: width === '320' ? 'colours' : 'none' })))
        expect.soft(found, surface).toEqual([])
      }
    },
  )
}

test('the gallery itself is accessible, asks no vendor and leaves the focus alone', async ({
  page,
  vendors,
}) => {
  for (const window of [windows['320'], windows['1280']]) {
    await page.setViewportSize(window)
    await page.goto('/gallery?surface=preferences&width=1280')
    await expect(page.frameLocator('iframe').locator('[data-surface="preferences"]')).toBeVisible()
    expect.soft(await axeFinds(page, { except: ['iframe'] })).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
    await expect(page.locator('body')).toBeFocused()
  }
  await page.getByLabel('Language').selectOption('ar')
  await page.getByRole('button', { name: 'Show' }).click()
  await expect(page.frameLocator('iframe').locator('#latchkey .root')).toHaveAttribute('dir', 'rtl')
  expect(vendors.requests).toEqual([])
})

/** What a sheet of ours, or a surface, could get wrong. */
const mistakes: Readonly<
  Record<string, { readonly finds: RegExp; readonly css?: string; readonly change?: string }>
> = {
  'a label that is clipped': {
    finds: /sticks out of its control|cut off/,
    css: '.main{flex:none!important;width:5em!important;white-space:nowrap;overflow:hidden}',
  },
  'words over other words': { finds: /lie over each other/, css: '.rows{margin-top:-60px!important}' },
  'a row that is too wide': { finds: /sideways|leaves the window/, css: '.rows{min-width:700px}' },
  'buttons below the window': { finds: /out of sight/, css: '.banner{bottom:-120px!important}' },
  'a button that is hard to hit': { finds: /too small/, css: '.link{min-height:0!important;height:14px}' },
  'a text that is hard to read': { finds: /axe color-contrast/, css: '.corner p{color:#bbb!important}' },
  'a switch without a name': {
    finds: /axe .*label/,
    change: `root.querySelector('label.row').replaceWith(root.querySelector('input'))`,
  },
  'a question of too many words': {
    finds: /DP-16/,
    change: `root.querySelector('.scroll p').append(' and more'.repeat(20))`,
  },
  'a refusal that is smaller': {
    finds: /DP-2/,
    css: '[data-latchkey-action=reject]{flex:0 0 6em!important}',
  },
}

test('the gallery’s checks find what is seeded', async ({ page }) => {
  test.slow()
  for (const [what, { finds, css = '', change = '' }] of Object.entries(mistakes)) {
    await openFrame(page, { surface: 'banner' })
    await page.evaluate(`{
      const root = document.querySelector('#latchkey').shadowRoot
      const sheet = new CSSStyleSheet()
      sheet.replaceSync(${JSON.stringify(css)})
      root.adoptedStyleSheets.push(sheet)
      ${change}
    }`)
    const axe = finds.source.startsWith('axe') ? 'all' : 'none'
    const found = [
      ...(await inspect(page, { width: '320', look: 'light', axe })),
      ...(await inspectWords(page)),
    ]
    expect.soft(found.join('\n'), what).toMatch(finds)
  }
})

test('a changed word, order or place is not what the reference says', async ({ page }) => {
  const structure = () => structureOf(page, page.locator('#latchkey'), [windows['390']])
  const changes = [
    `root.querySelector('[data-latchkey-action=reject]').textContent = 'No'`,
    `root.querySelector('.bar').append(root.querySelector('[data-latchkey-action=reject]'))`,
    `root.querySelector('.banner').style.width = '300px'`,
  ]
  for (const change of changes) {
    await openFrame(page, { surface: 'banner' })
    const before = await structure()
    await page.evaluate(`{ const root = document.querySelector('#latchkey').shadowRoot; ${change} }`)
    expect.soft(await structure(), change).not.toBe(before)
  }
})
