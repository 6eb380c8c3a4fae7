import type { Page } from '@playwright/test'
import { idle } from '../settle.ts'
import type { Inaccessibility } from './inaccessibility.ts'
import type { Part } from './part.ts'
import { checkAccessibility } from './rendered.ts'
import { inRoots } from './roots.ts'

/** The least that must do (WCAG 1.4.10: 320 px wide; 256 px high), a phone, a desk. */
const WINDOWS = [
  { width: 320, height: 256 },
  { width: 390, height: 844 },
  { width: 1280, height: 800 },
]
const PLAIN = { colorScheme: 'light', forcedColors: 'none', reducedMotion: 'no-preference' } as const
const ASKED = { ...PLAIN, forcedColors: 'active', reducedMotion: 'reduce' } as const

/** Looks at the surfaces in every window, in the dark, with forced colours and less motion. */
export const looks: Part = {
  finds: ['AX-1', 'AX-5', 'AX-6', 'AX-7', 'AX-8', 'AX-9', 'AX-10', 'AX-11', 'AX-12'],
  async look(page, { windows = WINDOWS }) {
    const found: Inaccessibility[] = []
    const look = async (how: string) => {
      await idle(page)
      const { width, height } = page.viewportSize() ?? { width: 0, height: 0 }
      for (const { rule, message } of await inRoots(page, checkAccessibility))
        found.push({ rule, message: `${message} (${width} × ${height}, ${how})` })
    }
    await restored(page, async () => {
      await page.emulateMedia(PLAIN)
      for (const window of windows) {
        await page.setViewportSize(window)
        await look('light')
      }
      await page.emulateMedia({ ...PLAIN, colorScheme: 'dark' })
      await look('dark')
      await page.emulateMedia(ASKED)
      await look('forced colours')
    })
    return firstOfEach(found)
  },
}

/** Runs something that changes window and media, and puts both back. */
export async function restored<T>(page: Page, work: () => Promise<T>): Promise<T> {
  const before = page.viewportSize()
  try {
    return await work()
  } finally {
    if (before) await page.setViewportSize(before)
    await page.emulateMedia({ colorScheme: null, forcedColors: null, reducedMotion: null })
  }
}

/** What is wrong in every window is said once. */
function firstOfEach(found: readonly Inaccessibility[]): readonly Inaccessibility[] {
  const said = new Map<string, Inaccessibility>()
  for (const one of found) {
    const key = `${one.rule} ${one.message.replace(/ \([^()]*\)$/, '')}`
    if (!said.has(key)) said.set(key, one)
  }
  return [...said.values()]
}
