import type { Locator, Page } from '@playwright/test'
import type { Inaccessibility } from './inaccessibility.ts'
import { answerOf, type Part, type SurfaceName, selectorOf, standing } from './part.ts'
import { checkAccessibility } from './rendered.ts'
import { inRoots } from './roots.ts'

const KEYS = 'abcdefghijklmnopqrstuvwxyz0123456789'

/**
 * Presses Space on switches and Enter on disclosures, twice each, so that they stand as before: state and word change.
 * No letter or digit does anything.
 */
export const pressing: Part = {
  finds: ['AX-6', 'AX-9', 'AX-10', 'AX-12'],
  async look(page) {
    const found: Inaccessibility[] = []
    const there = await standing(page)
    const open = there.includes('preferences') ? (['preferences'] as const) : there
    for (const name of open) {
      const surface = page.locator(selectorOf(name)).first()
      found.push(...(await switches(page, surface, name)), ...(await disclosures(page, surface, name)))
    }
    return [...found, ...(await shortcuts(page, open))]
  },
}

async function switches(
  page: Page,
  surface: Locator,
  name: SurfaceName,
): Promise<readonly Inaccessibility[]> {
  const found: Inaccessibility[] = []
  for (const control of await surface
    .locator('[role=switch]:enabled,[data-latchkey-purpose]:enabled')
    .all()) {
    if (!(await control.isVisible())) continue
    const read = () =>
      control.evaluate((element) => ({
        on:
          element instanceof HTMLInputElement
            ? element.checked
            : element.getAttribute('aria-checked') === 'true',
        // biome-ignore lint/performance/useDomNodeTextContent: words that are not shown do not count
        words: (element.closest('label') ?? element.parentElement)?.innerText ?? '',
      }))
    const before = await read()
    await control.focus()
    await page.keyboard.press('Space')
    const after = await read()
    const title = before.words.split('\n')[0]
    if (after.on === before.on)
      found.push({ rule: 'AX-9', message: `${name}: Space does not switch «${title}»` })
    else {
      if (after.words === before.words)
        found.push({ rule: 'AX-9', message: `${name}: the word beside «${title}» is the same, on or off` })
      // The other state has colours of its own.
      found.push(...(await inRoots(page, checkAccessibility)).filter(({ rule }) => rule === 'AX-6'))
      await page.keyboard.press('Space')
    }
  }
  return found
}

async function disclosures(
  page: Page,
  surface: Locator,
  name: SurfaceName,
): Promise<readonly Inaccessibility[]> {
  const found: Inaccessibility[] = []
  for (const opener of (await surface.locator('summary,[aria-expanded]').all()).slice(0, 3)) {
    if (!(await opener.isVisible())) continue
    const isOpen = () =>
      opener.evaluate((element) =>
        element.localName === 'summary'
          ? element.parentElement?.hasAttribute('open') === true
          : element.getAttribute('aria-expanded') === 'true',
      )
    const before = await isOpen()
    await opener.focus()
    await page.keyboard.press('Enter')
    if ((await isOpen()) === before)
      found.push({
        rule: 'AX-10',
        message: `${name}: Enter does not open «${(await opener.textContent())?.trim()}»`,
      })
    else await page.keyboard.press('Enter')
  }
  return found
}

async function shortcuts(page: Page, open: readonly SurfaceName[]): Promise<readonly Inaccessibility[]> {
  const [first] = open
  if (!first) return []
  const state = async () =>
    JSON.stringify([
      await answerOf(page),
      await standing(page),
      await page
        .locator('[data-latchkey-purpose]')
        .evaluateAll((all) => all.map((one) => one instanceof HTMLInputElement && one.checked)),
    ])
  await page.locator(selectorOf(first)).first().locator('button').first().focus()
  const before = await state()
  await page.keyboard.type(KEYS)
  return (await state()) === before
    ? []
    : [{ rule: 'AX-12', message: `${first}: a single letter or digit does something` }]
}
