import type { Page } from '@playwright/test'
import { idle } from '../settle.ts'
import type { Inaccessibility } from './inaccessibility.ts'
import { restored } from './looks.ts'
import type { Part } from './part.ts'
import { checkAccessibility } from './rendered.ts'
import { inRoots } from './roots.ts'

/** WCAG 1.4.12, letter by letter. */
const SPACED =
  '*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}p{margin-block-end:2em!important}'

/** Text at 200 % (WCAG 1.4.4) and with the spacing of WCAG 1.4.12: it follows, and none of it is cut off. */
export const text: Part = {
  finds: ['AX-7'],
  async look(page) {
    const found: Inaccessibility[] = []
    const look = async (how: string) => {
      await idle(page)
      for (const { rule, message } of await inRoots(page, checkAccessibility))
        if (rule === 'AX-7') found.push({ rule, message: `${message} (${how})` })
    }
    await restored(page, async () => {
      await page.setViewportSize({ width: 1280, height: 800 })
      const before = await sizes(page)
      const undo = await enlarge(page)
      if (undo) {
        await look('text at 200 %')
        const after = await sizes(page)
        const stuck = before.filter(([, size], index) => (after[index]?.[1] ?? 0) < size * 1.9)
        for (const [words] of stuck.slice(0, 5))
          found.push({ rule: 'AX-7', message: `text «${words}» does not grow with the reader’s own size` })
        await undo()
      }
      for (const window of [
        { width: 390, height: 844 },
        { width: 1280, height: 800 },
      ]) {
        await page.setViewportSize(window)
        await inRoots(page, space, SPACED)
        await look('text spacing')
        await inRoots(page, unspace)
      }
    })
    return found
  },
}

/** As a reader does who sets a text size of their own. Only Chromium can be asked to. */
async function enlarge(page: Page): Promise<(() => Promise<void>) | undefined> {
  try {
    const devtools = await page.context().newCDPSession(page)
    await devtools.send('Page.setFontSizes', { fontSizes: { standard: 32, fixed: 26 } })
    return async () => {
      await devtools.send('Page.setFontSizes', { fontSizes: { standard: 16, fixed: 13 } })
      await devtools.detach()
    }
  } catch {
    return undefined // another browser
  }
}

type Sized = readonly [words: string, size: number]

function sizes(page: Page): Promise<readonly Sized[]> {
  return inRoots(page, (root): readonly Sized[] =>
    [...root.querySelectorAll('[data-surface] *')]
      .filter((one) => one.childElementCount === 0 && one.textContent?.trim())
      .map((one) => [
        one.textContent?.trim().slice(0, 30) ?? '',
        Number.parseFloat(getComputedStyle(one).fontSize),
      ]),
  )
}

function space(root: ShadowRoot | Element, css: string): readonly never[] {
  const tree = root instanceof ShadowRoot ? root : document
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(css)
  tree.adoptedStyleSheets = [...tree.adoptedStyleSheets, sheet]
  return []
}

function unspace(root: ShadowRoot | Element): readonly never[] {
  const tree = root instanceof ShadowRoot ? root : document
  tree.adoptedStyleSheets = tree.adoptedStyleSheets.slice(0, -1)
  return []
}
