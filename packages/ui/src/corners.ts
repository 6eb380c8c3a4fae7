import { windowOf } from './window-of.ts'

/** Points that a launcher in a lower corner lies under, in pixels from the side and from the bottom. */
const [IN, UP] = [40, [24, 72]]

/**
 * Keeps us off what the page has fixed in its lower corners: the launcher of a chat, say. Sets on `root` how far up that
 * reaches: `--start` and `--end`, in pixels.
 */
export function corners(page: Document, host: Element, root: HTMLElement): void {
  const window = windowOf(page)
  if (!window || typeof page.elementsFromPoint !== 'function') return
  const { innerWidth, innerHeight } = window
  const reach = (x: number) =>
    Math.max(
      0,
      ...UP.flatMap((up) => page.elementsFromPoint(x, innerHeight - up)).map((element) =>
        host.contains(element) ? 0 : innerHeight - topOf(element, window),
      ),
    )
  const sides = [reach(IN), reach(innerWidth - IN)]
  if (root.dir === 'rtl') sides.reverse()
  root.style.setProperty('--start', `${sides[0]}px`)
  root.style.setProperty('--end', `${sides[1]}px`)
}

/** Where a small thing that is fixed begins; for anything else the window's end. Bars and backdrops are not small. */
function topOf(element: Element, { innerWidth, innerHeight, getComputedStyle }: Window): number {
  for (let each: Element | null = element; each; each = each.parentElement) {
    if (getComputedStyle(each).position !== 'fixed') continue
    const { top, width, height } = each.getBoundingClientRect()
    return width < innerWidth / 2 && height < innerHeight / 2 ? top : innerHeight
  }
  return innerHeight
}

/** Whether another's dialog lies over everything, and makes the rest of the page deaf. */
export function isUnderDialog(page: Document): boolean {
  try {
    return page.querySelector('dialog:modal') !== null
  } catch {
    return false // a browser that does not know the word
  }
}
