import type { Inaccessibility } from './inaccessibility.ts'
import { type Part, standing } from './part.ts'
import { inRoots } from './roots.ts'

/** Gives the focus to all that can have it on the page: none of it lies behind the banner as a whole (WCAG 2.4.11). */
export const covering: Part = {
  finds: ['AX-4'],
  async look(page) {
    const there = await standing(page)
    return there.includes('banner') && !there.includes('preferences') ? inRoots(page, checkCovered) : []
  },
}

/** In the page; uses nothing outside itself. */
export function checkCovered(root: ShadowRoot | Element): readonly Inaccessibility[] {
  const host = root instanceof ShadowRoot ? root.host : root.querySelector('[data-surface=banner]')
  if (!host || (root instanceof ShadowRoot && !root.querySelector('[data-surface=banner]'))) return []
  const html = document.documentElement
  const [x, y, smooth] = [scrollX, scrollY, html.style.scrollBehavior]
  const before = document.activeElement
  html.style.scrollBehavior = 'auto'
  const found: Inaccessibility[] = []
  for (const element of document.querySelectorAll<HTMLElement>(
    'a[href],button:enabled,input:enabled,select:enabled,textarea:enabled,summary,[tabindex="0"]',
  )) {
    if (host.contains(element) || element.getClientRects().length === 0) continue
    element.focus()
    const box = element.getBoundingClientRect()
    const [left, right] = [Math.max(box.left, 0) + 1, Math.min(box.right, innerWidth) - 1]
    const [top, bottom] = [Math.max(box.top, 0) + 1, Math.min(box.bottom, innerHeight) - 1]
    // Not in the window at all: that is the page's own affair.
    if (document.activeElement !== element || right < left || bottom < top) continue
    const isCovered = [left, (left + right) / 2, right].every((across) =>
      [top, (top + bottom) / 2, bottom].every((along) => {
        const hit = document.elementFromPoint(across, along)
        return hit !== null && (hit === host || host.contains(hit))
      }),
    )
    const name = (element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 40)
    if (isCovered)
      found.push({
        rule: 'AX-4',
        message: `«${name || element.localName}» of the page has the focus behind the banner`,
      })
  }
  if (before instanceof HTMLElement) before.focus({ preventScroll: true })
  if (document.activeElement instanceof HTMLElement && document.activeElement !== before)
    document.activeElement.blur()
  scrollTo(x, y)
  html.style.scrollBehavior = smooth
  return found
}
