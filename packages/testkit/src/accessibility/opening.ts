import type { Page } from '@playwright/test'
import { idle } from '../settle.ts'
import { cardOf, preferencesOf } from '../surfaces.ts'
import { type Focused, focused } from './focus.ts'
import type { Inaccessibility } from './inaccessibility.ts'
import { answerOf, becomes, type Part, standing } from './part.ts'
import { wrongStart } from './tabbing.ts'

/**
 * Presses Escape: a banner stays, a panel closes, nothing is decided. Opens the preferences from the banner by keyboard;
 * the focus moves into what opens, and comes back to what opened it.
 */
export const opening: Part = {
  finds: ['AX-2', 'AX-3'],
  async look(page) {
    const there = await standing(page)
    if (there.includes('preferences')) return closing(page, 'preferences')
    if (there.includes('card')) return closing(page, 'card')
    return there.includes('banner') ? fromBanner(page) : []
  },
}

async function fromBanner(page: Page): Promise<readonly Inaccessibility[]> {
  const settings = page.locator('[data-surface="banner"] [data-latchkey-action="settings"]').first()
  await settings.focus()
  const found = [...(await pressEscape(page, 'banner'))]
  if (found.length > 0) return found
  await settings.focus()
  await page.keyboard.press('Enter')
  if (!(await becomes(page, 'preferences', 'visible')))
    return [{ rule: 'AX-2', message: 'banner: Enter on its button does not open the preferences' }]
  found.push(...wrongStart('preferences', await focused(page)), ...(await pressEscape(page, 'preferences')))
  const back = await focused(page)
  if (back.action !== 'settings') found.push(lost('preferences', back))
  return found
}

/** Closes what was open before we came, and opens it again. */
async function closing(page: Page, name: 'preferences' | 'card'): Promise<readonly Inaccessibility[]> {
  // A card leaves the page usable: Escape is its own only while the focus is in it.
  if (name === 'card') await page.locator('[data-surface="card"] h2').focus()
  const found = [...(await pressEscape(page, name))]
  if ((await standing(page)).includes(name)) return found
  const back = await focused(page)
  if (back.isNowhere) found.push(lost(name, back))
  else await page.keyboard.press('Enter')
  if (back.isNowhere || !(await becomes(page, name, 'visible')))
    await (name === 'card' ? cardOf(page) : preferencesOf(page)).open()
  return found
}

async function pressEscape(
  page: Page,
  name: 'banner' | 'preferences' | 'card',
): Promise<readonly Inaccessibility[]> {
  const found: Inaccessibility[] = []
  const before = await answerOf(page)
  await page.keyboard.press('Escape')
  if (name === 'banner') {
    await idle(page)
    if (!(await standing(page)).includes(name))
      found.push({ rule: 'AX-3', message: 'banner: Escape takes it away' })
  } else if (!(await becomes(page, name, 'hidden')))
    found.push({ rule: 'AX-3', message: `${name}: Escape does not close it` })
  if ((await answerOf(page)) !== before) found.push({ rule: 'AX-3', message: `${name}: Escape decides` })
  return found
}

function lost(name: string, { isNowhere, name: control }: Focused): Inaccessibility {
  const where = isNowhere ? 'nowhere' : `on «${control}»`
  return {
    rule: 'AX-2',
    message: `${name}: the focus does not come back to what opened it, it is ${where}`,
  }
}
