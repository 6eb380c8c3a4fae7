import type { Page } from '@playwright/test'
import type { Part } from './part.ts'

/** Opens other pages of the shop, each in a tab of its own: the privacy control is at the same place (WCAG 3.2.6). */
export const wayBack: Part = {
  finds: ['AX-12'],
  async look(page, { pages = [] }) {
    if (pages.length === 0) return []
    const here = await placeOf(page)
    const tab = await page.context().newPage()
    const found = []
    for (const address of pages) {
      await tab.goto(new URL(address, page.url()).href)
      await tab.locator('#latchkey').waitFor({ state: 'attached' })
      const there = await placeOf(tab)
      if (there !== here)
        found.push({
          rule: 'AX-12' as const,
          message: `the privacy control is ${there} on ${address}, and ${here} before`,
        })
    }
    await tab.close()
    return found
  },
}

/** In words: its name, and the part of the page or the corner of the window that it stands in. */
function placeOf(page: Page): Promise<string> {
  return page.evaluate(() => {
    const own = [
      ...document.querySelectorAll<HTMLElement>(
        'a[href="#privacy-choices"],[data-latchkey-open="preferences"]',
      ),
    ].filter((one) => one.getClientRects().length > 0)
    const nameOf = (one: Element) => (one.getAttribute('aria-label') ?? one.textContent ?? '').trim()
    const part = (one: Element) => one.closest('footer,header,nav,aside,main,[role]')?.localName ?? 'body'
    if (own.length > 0)
      return own
        .map((one) => `«${nameOf(one)}» in <${part(one)}>`)
        .sort()
        .join(', ')
    const ours = document
      .querySelector('#latchkey')
      ?.shadowRoot?.querySelector('[data-latchkey-action="settings"]:not([data-surface] *)')
    if (!ours) return document.querySelector('#latchkey') ? 'on the banner alone' : 'nowhere'
    const { left, right, top, bottom } = ours.getBoundingClientRect()
    const across = left < innerWidth - right ? 'left' : 'right'
    return `«${nameOf(ours)}» ${top < innerHeight - bottom ? 'top' : 'bottom'} ${across}`
  })
}
