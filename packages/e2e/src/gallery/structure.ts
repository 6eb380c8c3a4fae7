import type { Locator, Page } from '@playwright/test'

/** Ids of records, whole and as the codes that shoppers read. */
const OWN_TO_A_VISIT = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\b[0-9a-f]{8}\b/g

/**
 * A surface as text: what assistive technology is told, and where things stand in windows of several widths. No pixels
 * of glyphs, so it is the same on every machine; what a person would notice in a picture changes a line.
 */
export async function structureOf(
  page: Page,
  root: Locator,
  windows: readonly { readonly width: number; readonly height: number }[],
): Promise<string> {
  const tree = await root.ariaSnapshot()
  const places: string[] = []
  for (const window of windows) {
    await page.setViewportSize(window)
    places.push(`${window.width} × ${window.height}`, ...(await root.evaluate(placesIn)), '')
  }
  return `${tree.replaceAll(OWN_TO_A_VISIT, '…')}\n\n${places.join('\n')}`
}

/** In the page: where each surface stands, and how its buttons share their rows. Only what the sheet sets, not the font. */
function placesIn(root: Element): readonly string[] {
  const eighths = (part: number, whole: number) => `${Math.round((part / whole) * 8)}/8`
  const edges = (element: Element, name: string) => {
    const { left, right, width, height, bottom } = element.getBoundingClientRect()
    if (name === 'placeholder') return [`${eighths(width, innerWidth)} of the window`]
    const after = innerWidth - right
    const isAsWideAsItsWords = name === 'dock' || name === 'launch'
    return [
      left <= after ? `left ${Math.round(left)}` : `right ${Math.round(after)}`,
      ...(isAsWideAsItsWords ? [] : [`width ${Math.round(width)}`]),
      ...(innerHeight - bottom < 20 ? [`bottom ${Math.round(innerHeight - bottom)}`] : []),
      ...(name === 'banner' && left === 0 && height > innerHeight / 2 ? ['more than half the window'] : []),
    ]
  }
  const rows = (surface: Element) => {
    const byTop = new Map<number, string>()
    for (const button of surface.querySelectorAll<HTMLElement>('.bar > button')) {
      const { top, width } = button.getBoundingClientRect()
      const bar = button.parentElement ?? button
      const { paddingLeft, paddingRight } = getComputedStyle(bar)
      const whole = bar.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight)
      const before = byTop.get(Math.round(top))
      const text = `${button.dataset.latchkeyAction} ${eighths(width, whole)}`
      byTop.set(Math.round(top), before ? `${before} | ${text}` : text)
    }
    return [...byTop.values()]
  }
  return [...(root.shadowRoot ?? root).querySelectorAll('[data-surface], .dock, .launch')]
    .filter((element) => element.checkVisibility())
    .flatMap((element) => {
      const name = element.getAttribute('data-surface') ?? element.classList[0] ?? ''
      return [`  ${name}: ${edges(element, name).join(', ')}`, ...rows(element).map((row) => `    ${row}`)]
    })
}
