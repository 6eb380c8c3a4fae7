import type { Page } from '@playwright/test'
import type { Inaccessibility } from './inaccessibility.ts'
import type { AccessibilityOptions } from './lint.ts'

/** A look at one side of the surfaces that stand on a page. It leaves the page as it found it. */
export interface Part {
  /** What it can find; it runs only if one of these is asked for. */
  readonly finds: readonly Inaccessibility['rule'][]
  look(page: Page, options: AccessibilityOptions): Promise<readonly Inaccessibility[]>
}

/** Surfaces that can stand, and what is different about them. */
export const surfaces = ['banner', 'preferences', 'card', 'placeholder'] as const
export type SurfaceName = (typeof surfaces)[number]

/** Preferences in the page, in an element of its own, are part of the page: they open and close nothing. */
export function selectorOf(name: SurfaceName): string {
  const own = name === 'preferences' ? '#latchkey ' : ''
  return `${own}[data-surface="${name}"]`
}

/** Those that stand on the page now. */
export async function standing(page: Page): Promise<readonly SurfaceName[]> {
  const seen = await Promise.all(surfaces.map((name) => page.locator(selectorOf(name)).first().isVisible()))
  return surfaces.filter((_, index) => seen[index])
}

/** What comes or goes by a press does so at once; this is for a slow machine. */
const SOON = 3000

/** Whether a surface comes, or goes, soon. */
export function becomes(page: Page, name: SurfaceName, state: 'visible' | 'hidden'): Promise<boolean> {
  const waited = page.locator(selectorOf(name)).first().waitFor({ state, timeout: SOON })
  return waited.then(
    () => true,
    () => false,
  )
}

/** What the shopper has decided, as it lies on the device. */
export function answerOf(page: Page): Promise<string> {
  return page.evaluate(() => {
    const cookie = /(?:^|; )latchkey=[^;]*/.exec(document.cookie)?.[0] ?? ''
    try {
      return `${cookie} ${localStorage.getItem('latchkey') ?? ''}`
    } catch {
      return cookie // storage is switched off
    }
  })
}
