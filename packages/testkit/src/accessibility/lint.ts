import type { Page } from '@playwright/test'
import { axe } from './axe.ts'
import { covering } from './covering.ts'
import type { Inaccessibility } from './inaccessibility.ts'
import { looks } from './looks.ts'
import { names } from './names.ts'
import { opening } from './opening.ts'
import type { Part } from './part.ts'
import { pressing } from './pressing.ts'
import { tabbing } from './tabbing.ts'
import { text } from './text.ts'
import { waiting } from './waiting.ts'
import { wayBack } from './way-back.ts'

/** Options of {@link lintAccessibility}. */
export interface AccessibilityOptions {
  /** What to look for. @default everything */
  readonly rules?: readonly Inaccessibility['rule'][] | undefined
  /** Windows to look at it in, in CSS pixels. @default 320×256, 390×844 and 1280×800 */
  readonly windows?: readonly { readonly width: number; readonly height: number }[] | undefined
  /** Other pages of the shop, by address: the privacy control has to be at the same place on each (AX-12). @default [] */
  readonly pages?: readonly string[] | undefined
}

/** Focus first: what comes later moves it. */
const PARTS: readonly Part[] = [
  tabbing,
  opening,
  pressing,
  covering,
  names,
  looks,
  text,
  wayBack,
  waiting,
  axe,
]

/**
 * Looks at the surfaces that stand on a page, and presses keys on them: Tab, Escape, Space, Enter, letters. Nothing is
 * decided, and the surfaces stand as before when it is done. Call it when the page has just shown them.
 *
 * @example
 * await page.goto('http://localhost:3000/')
 * expect(await lintAccessibility(page)).toEqual([])
 */
export async function lintAccessibility(
  page: Page,
  options: AccessibilityOptions = {},
): Promise<readonly Inaccessibility[]> {
  const { rules } = options
  const found = new Map<string, Inaccessibility>()
  const focus = await page.evaluateHandle(keepFocus)
  for (const part of PARTS) {
    if (rules && !part.finds.some((rule) => rules.includes(rule))) continue
    for (const one of await part.look(page, options))
      if (!rules || rules.includes(one.rule)) found.set(`${one.rule} ${one.message}`, one)
  }
  await focus.evaluate((giveBack) => giveBack())
  return [...found.values()]
}

/** In the page; answers with what gives the focus back to whatever has it now. */
function keepFocus(): () => void {
  const active = () => {
    let element = document.activeElement
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement
    return element instanceof HTMLElement ? element : null
  }
  const before = active()
  return () => {
    if (before === document.body) active()?.blur()
    else before?.focus({ preventScroll: true })
  }
}
