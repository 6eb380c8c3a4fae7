import { test } from '@latchkey/testkit/browser'
import {
  checkFairness,
  lintFairness,
  type Tokens,
  toAskFairly,
  toLeaveRefusalsAlone,
} from '@latchkey/testkit/fairness'
import { expect as base, type Page } from '@playwright/test'
import fc from 'fast-check'

const expect = base.extend({ toAskFairly, toLeaveRefusalsAlone })

const SCREEN = { width: 1280, height: 800 }
const LOOK = { windows: [SCREEN], links: false, looks: ['light'] } as const

/** What a shop may write into a token, from sensible to odd to broken. */
const colour = fc.oneof(
  fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255)).map((parts) => `rgb(${parts})`),
  fc
    .tuple(fc.nat(255), fc.nat(255), fc.nat(255), fc.double({ min: 0, max: 1, noNaN: true }))
    .map((parts) => `rgba(${parts})`),
  fc.tuple(fc.nat(100), fc.nat(40), fc.nat(360)).map(([l, c, h]) => `oklch(${l}% ${c / 100} ${h})`),
  fc.constantFrom(
    'transparent',
    'currentcolor',
    'light-dark(#fff, #000)',
    'inherit',
    'var(--none)',
    'CanvasText',
    'url(x)',
    '',
  ),
  fc.string({ maxLength: 12 }),
)
const radius = fc.oneof(
  fc.integer({ min: -50, max: 5000 }).map((pixels) => `${pixels}px`),
  fc.constantFrom('50%', '3rem', 'calc(1px * 1e9)', 'none', '9px 0 0 40px'),
)
const font = fc.oneof(
  fc.constantFrom('serif', 'monospace', '"No Such Font"', 'initial', '900 40px x'),
  fc.string({ maxLength: 12 }),
)
const tokens = fc.record(
  {
    surface: colour,
    text: colour,
    muted: colour,
    line: colour,
    accent: colour,
    'on-accent': colour,
    radius,
    font,
  },
  { requiredKeys: [] },
)

/** What would be said of the two answers as they differ; contrasts that both lack are another matter. */
async function differences(page: Page, theme: Tokens): Promise<readonly string[]> {
  const found = await page.evaluate(
    `(() => {
      const { style } = document.documentElement
      const before = style.cssText
      for (const [name, value] of Object.entries(${JSON.stringify(theme)})) style.setProperty('--latchkey-' + name, value)
      const found = (${checkFairness})(document.querySelector('#latchkey').shadowRoot)
      style.cssText = before
      return found
    })()`,
  )
  return (found as ReturnType<typeof checkFairness>)
    .filter(({ rule, problem }) => rule !== 'AX-6' && !/expected 5 or more/.test(problem))
    .map(({ rule, problem }) => `${rule}: ${problem}`)
}

test('no values of the tokens make accept and refuse differ (DP-15, T-16)', async ({ page, banner }) => {
  test.slow()
  await page.setViewportSize(SCREEN)
  await page.goto('/')
  await banner.see()
  await fc.assert(
    fc.asyncProperty(tokens, async (theme) => {
      expect(await differences(page, theme)).toEqual([])
    }),
    { numRuns: process.env.LATCHKEY_ALL ? 1000 : 60 },
  )
  // A token for one button alone, as it must not be, is found by the same look.
  await page.locator('#latchkey').evaluate((host) => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync('[data-latchkey-action=accept]{background:var(--latchkey-accept,#0a0)}')
    host.shadowRoot?.adoptedStyleSheets.push(sheet)
  })
  expect(await differences(page, {})).not.toEqual([])
})

const unreadable: Readonly<Record<string, Tokens>> = {
  'buttons that can be seen through': { accent: 'transparent' },
  'buttons as pale as the surface': { accent: '#fff', surface: '#fff', 'on-accent': '#111' },
  'words in the colour of their button': { accent: 'oklch(45% 0.1 150)', 'on-accent': 'oklch(45% 0.1 150)' },
  'second text that fades': { surface: '#fff', muted: '#bbb' },
}

test('the lint finds tokens that make the question hard to read, and says in which theme (DP-4, AX-6)', async ({
  page,
  banner,
}) => {
  await page.goto('/')
  await banner.see()
  const found = await lintFairness(page, { ...LOOK, themes: unreadable })
  for (const name of Object.keys(unreadable))
    expect(
      found.filter(({ where }) => where.endsWith(name)).map(({ rule }) => rule),
      name,
    ).toContainEqual(expect.stringMatching(/DP-4|AX-6/))
  const round = { round: { radius: '40px' }, square: { radius: '0px' } }
  await expect(page).toAskFairly({ ...LOOK, themes: round })
  expect(
    await page.evaluate(() => document.documentElement.style.getPropertyValue('--latchkey-radius')),
  ).toBe('')
})

test('who has refused is left alone for half a year (DP-11)', async ({ page, banner }) => {
  await page.goto('/')
  await banner.see()
  await expect(page).toLeaveRefusalsAlone()
})

test('a page that forgets refusals is found to ask again (DP-11)', async ({ page, banner }) => {
  await page.addInitScript(() => {
    for (const domain of ['', '; domain=linden-oak.example']) {
      // biome-ignore lint/suspicious/noDocumentCookie: as such a page does it
      document.cookie = `latchkey=; max-age=0; path=/${domain}`
    }
    localStorage.clear()
  })
  await page.goto('/')
  await banner.see()
  await expect(page).not.toLeaveRefusalsAlone()
})
