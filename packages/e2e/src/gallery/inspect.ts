import { type FrameChoice, frameAddress, surfaces } from '@latchkey/example-gallery'
import { checkFairness, checkWording, readQuestions, type Unfairness } from '@latchkey/testkit/fairness'
import type { Page } from '@playwright/test'
import { axeFinds } from '../axe.ts'
import { checkLayout } from './layout.ts'

export const windows = {
  '320': { width: 320, height: 568 },
  '390': { width: 390, height: 844 },
  '768': { width: 768, height: 1024 },
  '1280': { width: 1280, height: 800 },
} as const
export const looks = {
  light: { colorScheme: 'light', forcedColors: 'none' },
  dark: { colorScheme: 'dark', forcedColors: 'none' },
  forced: { colorScheme: 'light', forcedColors: 'active' },
} as const

export interface State {
  readonly width: keyof typeof windows
  readonly look: keyof typeof looks
  /** What of axe: every rule, those that depend on colours, or none. */
  readonly axe: 'all' | 'colours' | 'none'
}

/** Opens a frame on its own and waits until it shows what it is about; everything that can be unfolded is. */
export async function openFrame(page: Page, choice: FrameChoice): Promise<void> {
  await page.goto(frameAddress(choice))
  const { shows } = surfaces.find(({ id }) => id === choice.surface) ?? { shows: '' }
  await page.locator(shows).waitFor()
  await page.evaluate(
    `for (const more of (${rootsOf})().flatMap((root) => [...root.querySelectorAll('details')])) more.open = true`,
  )
}

/** Everything that can be said against a frame in this state: one line each. */
export async function inspect(page: Page, { width, look, axe }: State): Promise<readonly string[]> {
  await page.setViewportSize(windows[width])
  await page.emulateMedia(looks[look])
  const found: readonly string[] = await page.evaluate(
    `(() => {
      const roots = (${rootsOf})()
      const unfair = roots.flatMap((root) => (${checkFairness})(root))
      return [...(${checkLayout})(roots), ...unfair.map(({ rule, problem }) => rule + ': ' + problem)]
    })()`,
  )
  const against = axe === 'none' ? [] : await axeOf(page, axe)
  return [...found, ...against].map((problem) => `${width} ${look}: ${problem}`)
}

/** What is wrong with the words, whatever the window. */
export async function inspectWords(page: Page): Promise<readonly string[]> {
  const questions: Parameters<typeof checkWording>[0][] = await page.evaluate(
    `(${rootsOf})().flatMap((root) => (${readQuestions})(root))`,
  )
  const found: readonly Unfairness[] = questions.flatMap((question) => checkWording(question))
  return found.filter(({ warning }) => !warning).map(({ rule, problem }) => `${rule}: ${problem}`)
}

async function axeOf(page: Page, what: 'all' | 'colours'): Promise<readonly string[]> {
  const hasTiles = (await page.locator('latchkey-placeholder').count()) > 0
  return axeFinds(page, {
    parts: ['#latchkey', ...(hasTiles ? ['latchkey-placeholder'] : [])],
    rules: what === 'colours' ? ['color-contrast', 'link-in-text-block'] : undefined,
  })
}

/** Our places on the page, in the page. */
function rootsOf(): readonly ShadowRoot[] {
  return [...document.querySelectorAll('#latchkey, latchkey-placeholder')].flatMap(
    ({ shadowRoot }) => shadowRoot ?? [],
  )
}
