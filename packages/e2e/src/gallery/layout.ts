/**
 * Reads the surfaces as they are rendered and says what is cut off, lies over something else, or cannot be reached;
 * empty if nothing is. Uses nothing outside itself, so that it can be handed to a page as text.
 *
 * @example
 * expect(await page.evaluate(`(${checkLayout})([document.querySelector('#latchkey').shadowRoot])`)).toEqual([])
 */
export function checkLayout(roots: readonly ShadowRoot[]): readonly string[] {
  interface Box {
    readonly left: number
    readonly top: number
    readonly right: number
    readonly bottom: number
  }
  const found = new Set<string>()
  const open = roots.flatMap((root) => root.querySelector('dialog[open]') ?? [])
  // Under a modal dialog nothing can be reached, and nothing needs to be.
  const parts = open.length > 0 ? open : roots.flatMap((root) => [...root.children])
  const named = (element: Element) =>
    `<${element.localName} class="${element.className}"> «${(element.textContent ?? '').trim().slice(0, 40)}»`
  const isSeen = (element: Element) => element.checkVisibility({ visibilityProperty: true })
  const width = (box: Box) => box.right - box.left
  const height = (box: Box) => box.bottom - box.top
  const both = (a: Box, b: Box): Box => ({
    left: Math.max(a.left, b.left),
    top: Math.max(a.top, b.top),
    right: Math.min(a.right, b.right),
    bottom: Math.min(a.bottom, b.bottom),
  })
  const sticksOut = (inner: Box, outer: Box) =>
    inner.left < outer.left - 1 ||
    inner.right > outer.right + 1 ||
    inner.top < outer.top - 1 ||
    inner.bottom > outer.bottom + 1
  /** What scrollers and clipping boxes leave of it. */
  const visible = (box: Box, element: Element | null): Box => {
    let left = box
    for (let each = element; each; each = each.parentElement) {
      if (getComputedStyle(each).overflowX !== 'visible') left = both(left, each.getBoundingClientRect())
    }
    return left
  }

  interface Piece {
    readonly box: Box
    readonly element: Element
  }
  const pieces: Piece[] = []
  for (const part of parts) {
    const texts = document.createTreeWalker(part, NodeFilter.SHOW_TEXT)
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
      const element = text.parentElement
      if (!element || !text.nodeValue?.trim() || !isSeen(element)) continue
      const control = element.closest('button,summary,label')
      const range = document.createRange()
      range.selectNodeContents(text)
      for (const rect of range.getClientRects()) {
        // A line's box holds room for marks above and below that few words have.
        const spare = rect.height / 5
        const box = { left: rect.left, right: rect.right, top: rect.top + spare, bottom: rect.bottom - spare }
        if (width(box) < 1) continue
        if (control && sticksOut(box, control.getBoundingClientRect()))
          found.add(`sticks out of its control: ${named(control)}`)
        if (box.left < -1 || box.right > innerWidth + 1) found.add(`leaves the window: ${named(element)}`)
        for (let each: Element | null = element; each; each = each.parentElement) {
          const { overflowX, overflowY } = getComputedStyle(each)
          const edge = each.getBoundingClientRect()
          if (overflowX !== 'visible' && (box.left < edge.left - 1 || box.right > edge.right + 1))
            found.add(`cut off at the side: ${named(element)}`)
          if (/hidden|clip/.test(overflowY) && (box.top < edge.top - 1 || box.bottom > edge.bottom + 1))
            found.add(`cut off above or below: ${named(element)}`)
        }
        pieces.push({ box: visible(box, element), element })
      }
    }
    for (const element of [part, ...part.querySelectorAll('*')]) {
      if (!isSeen(element)) continue
      if (element.localName === 'input') {
        pieces.push({ box: visible(element.getBoundingClientRect(), element.parentElement), element })
      }
      const { overflowX } = getComputedStyle(element)
      if (overflowX !== 'visible' && element.scrollWidth > element.clientWidth + 1)
        found.add(`scrolls sideways: ${named(element)}`)
      if (element.matches('.panel')) {
        const { left, right } = element.getBoundingClientRect()
        if (left < -1 || right > innerWidth + 1) found.add(`leaves the window: ${named(element)}`)
      }
      if (element.matches('button,summary,label')) {
        const box = element.getBoundingClientRect()
        const isInText = getComputedStyle(element).display === 'inline'
        if (!isInText && (width(box) < 24 || height(box) < 24))
          found.add(`too small to press: ${named(element)}`)
      }
      if (element.matches('[data-surface] > .bar > button')) {
        // In a window too low for a fixed bar, a panel's buttons follow its text.
        const follows = element.closest('dialog') && innerHeight < 480
        const box = element.getBoundingClientRect()
        if (!follows && sticksOut(box, { left: 0, top: 0, right: innerWidth, bottom: innerHeight }))
          found.add(`out of sight: ${named(element)}`)
      }
    }
  }
  for (const [i, one] of pieces.entries()) {
    for (const other of pieces.slice(i + 1)) {
      if (one.element === other.element) continue
      // What is fixed over a tile in the page goes on when the page is scrolled.
      if (one.element.getRootNode() !== other.element.getRootNode()) continue
      const shared = both(one.box, other.box)
      if (width(shared) > 2 && height(shared) > 2)
        found.add(`lie over each other: ${named(one.element)} and ${named(other.element)}`)
    }
  }
  if (document.documentElement.scrollWidth > innerWidth + 1) found.add('the page scrolls sideways')
  return [...found]
}
