import type { Page } from '@playwright/test'
import { readQuestions } from './question.ts'
import { checkFairness } from './rendered.ts'
import type { Unfairness } from './unfairness.ts'
import { checkWording } from './wording.ts'

/** Options of {@link lintFairness}. */
export interface FairnessOptions {
  /** Windows to look at it in, in CSS pixels. @default 320×568, 768×1024 and 1280×800 */
  readonly windows?: readonly { readonly width: number; readonly height: number }[]
  /** @default light, dark and forced colours */
  readonly looks?: readonly Look[]
  /**
   * Sets of tokens to look at it with, by a name that findings show: each is put on the page in turn, in every window and
   * look, and taken away again. @default the page as it is
   */
  readonly themes?: Readonly<Record<string, Tokens>>
  /** Open the links to the page's own site, each in a tab of its own: they have to answer (DP-14). @default true */
  readonly links?: boolean
}

export type Look = 'light' | 'dark' | 'forced'

/** What a theme sets: `accent` stands for `--latchkey-accent`. What is left out stays as the page has it. */
export type Tokens = Readonly<
  Partial<Record<'surface' | 'text' | 'muted' | 'line' | 'accent' | 'on-accent' | 'radius' | 'font', string>>
>

/** A finding, and where it was made: «320×568 light, banner». */
export interface Finding extends Unfairness {
  readonly where: string
}

const WINDOWS = [
  { width: 320, height: 568 },
  { width: 768, height: 1024 },
  { width: 1280, height: 800 },
]
const LOOKS = ['light', 'dark', 'forced'] as const
const AS_IT_IS: Readonly<Record<string, Tokens>> = { '': {} }

/**
 * Lints the surfaces that stand on a page, as they are: in three windows, in light, dark and forced colours, and their
 * words once. Leaves the page at its own size and looks. Warnings are among the findings.
 *
 * @example
 * await page.goto('http://localhost:3000/')
 * expect(await lintFairness(page)).toEqual([])
 */
export async function lintFairness(
  page: Page,
  { windows = WINDOWS, looks = LOOKS, links = true, themes = AS_IT_IS }: FairnessOptions = {},
): Promise<readonly Finding[]> {
  const found: Finding[] = []
  const before = page.viewportSize()
  try {
    for (const [theme, tokens] of Object.entries(themes)) {
      const takeOff = await wear(page, tokens)
      for (const { width, height } of windows) {
        await page.setViewportSize({ width, height })
        for (const look of looks) {
          await page.emulateMedia({
            colorScheme: look === 'dark' ? 'dark' : 'light',
            forcedColors: look === 'forced' ? 'active' : 'none',
          })
          const where = `${width}×${height} ${look}${theme && `, ${theme}`}`
          for (const one of await inPage(page, checkFairness)) found.push({ ...one, where })
        }
      }
      await takeOff()
    }
    const questions = await inPage(page, readQuestions)
    for (const question of questions)
      for (const one of checkWording(question))
        found.push({ ...one, where: `${question.surface}, ${question.lang}` })
    const { origin } = new URL(page.url())
    for (const href of new Set(links ? questions.flatMap((question) => question.links) : [])) {
      if (new URL(href).origin !== origin) continue
      const tab = await page.context().newPage()
      const status = await tab.goto(href).then((response) => response?.status(), String)
      await tab.close()
      if (status !== 200) found.push({ rule: 'DP-14', problem: `${href} answers ${status}`, where: 'links' })
    }
    return found
  } finally {
    if (before) await page.setViewportSize(before)
    await page.emulateMedia({ colorScheme: null, forcedColors: null })
  }
}

/** Puts a theme on the page, before all that its own sheets say; answers with what takes it off. */
async function wear(page: Page, tokens: Tokens): Promise<() => Promise<void>> {
  const declared = Object.entries(tokens).map(([name, value]) => [`--latchkey-${name}`, value] as const)
  const set = (values: readonly (readonly [string, string])[]) =>
    page.evaluate((all) => {
      const { style } = document.documentElement
      return all.map(([name, value]) => {
        const before = [name, style.getPropertyValue(name)] as const
        style.setProperty(name, value) // nothing takes it away
        return before
      })
    }, values)
  const before = await set(declared)
  return async () => void (await set(before))
}

/** Runs a function that uses nothing outside itself on each of the SDK’s own roots in which a question may stand. */
function inPage<T>(page: Page, look: (root: ShadowRoot) => readonly T[]): Promise<readonly T[]> {
  return page.evaluate(`(() => {
    const hosts = [...document.querySelectorAll('#latchkey,privacy-choices')]
    const roots = hosts.flatMap(({ shadowRoot }) => shadowRoot ?? [])
    return (roots.length > 0 ? roots : [document.body]).flatMap((root) => (${look})(root))
  })()`)
}
