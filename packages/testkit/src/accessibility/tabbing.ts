import type { Page } from '@playwright/test'
import { type Focused, focused, focusStart } from './focus.ts'
import type { Inaccessibility } from './inaccessibility.ts'
import { type Part, type SurfaceName, standing } from './part.ts'
import { readStops, recordStop, type Stop } from './stops.ts'

/** More than any surface has. */
const ENOUGH = 150

/**
 * Goes through the surfaces with Tab. The banner has taken no focus and comes first; every control is a stop, in sight,
 * and can be told from the others; a modal panel keeps the focus, and nothing else does.
 */
export const tabbing: Part = {
  finds: ['AX-2', 'AX-4', 'AX-6'],
  async look(page) {
    const there = await standing(page)
    const top = (['preferences', 'card', 'banner'] as const).find((name) => there.includes(name))
    if (!top) return []
    const at = await focused(page)
    const found: Inaccessibility[] = []
    if (top === 'banner' && at.surface === top)
      found.push({ rule: 'AX-2', message: 'banner: has taken the focus' })
    if (top !== 'banner') found.push(...wrongStart(top, at))
    return [...found, ...(await walk(page, top))]
  },
}

/** Where the focus may be when a surface has just opened by a press. */
export function wrongStart(
  name: SurfaceName,
  { surface, action, name: control }: Focused,
): readonly Inaccessibility[] {
  if (surface !== name) return [{ rule: 'AX-2', message: `${name}: the focus did not move into it` }]
  if (action === 'accept')
    return [{ rule: 'AX-2', message: `${name}: the focus starts on «${control}», which accepts` }]
  return []
}

async function walk(page: Page, name: SurfaceName): Promise<readonly Inaccessibility[]> {
  const found: Inaccessibility[] = []
  const stops = await page.evaluateHandle(() => [] as Stop[])
  const isModal = name === 'preferences'
  if (name === 'banner') await focusStart(page)
  let isIn = false
  let isOut = false
  for (let press = 0; press < ENOUGH && !isOut; press += 1) {
    await page.keyboard.press('Tab')
    const stop = await page.evaluate(recordStop, stops)
    if (name === 'banner' && press === 0 && stop.surface !== name)
      found.push({ rule: 'AX-2', message: `banner: is not first in the tab order, «${stop.name}» is` })
    if (stop.surface === name && !stop.isAgain) {
      isIn = true
      if (stop.isHidden)
        found.push({ rule: 'AX-4', message: `${name}: «${stop.name}» is not in sight when it has the focus` })
      if (stop.isPale)
        found.push({ rule: 'AX-6', message: `${name}: the focus on «${stop.name}» is hard to see` })
    } else if (isModal) {
      // Between the last and the first, browsers stop at their own controls.
      if (!stop.isNowhere && stop.surface !== name)
        found.push({ rule: 'AX-2', message: `${name}: the focus leaves it for «${stop.name}»` })
      isOut = stop.isAgain && !stop.isNowhere
    } else isOut = isIn || press > 100
    if (!isModal && stop.isAgain && stop.surface === name && isIn) {
      found.push({ rule: 'AX-2', message: `${name}: keeps the focus, though the page should stay usable` })
      break
    }
  }
  const { unseen, missed } = await page.evaluate(readStops, { stops, surface: name })
  for (const control of unseen)
    found.push({ rule: 'AX-6', message: `${name}: nothing shows that «${control}» has the focus` })
  for (const control of missed)
    found.push({ rule: 'AX-2', message: `${name}: Tab does not reach «${control}»` })
  return found
}
