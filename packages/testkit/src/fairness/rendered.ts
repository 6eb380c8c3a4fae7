import type { Unfairness } from './unfairness.ts'

/**
 * Reads a rendered surface and says in which ways refusing is harder than accepting; empty if in none. It measures
 * boxes, computed styles and contrasts, so it needs a real browser and should run at 320, 768 and 1280 px, in light,
 * dark and forced colours. It uses nothing outside itself and can be handed to `page.evaluate`.
 *
 * What a single look can tell: DP-7 as «no more presses to refuse than to accept on this surface», DP-9 as «a ✕ beside
 * the question is not the only way to refuse». Whether closing grants anything is for a test that presses it.
 *
 * @example
 * const found = await page.evaluate(`(${checkFairness})(document.querySelector('#latchkey').shadowRoot)`)
 * expect(found).toEqual([])
 */
export function checkFairness(root: ShadowRoot | Element): readonly Unfairness[] {
  const found: Unfairness[] = []
  const fail = (rule: Unfairness['rule'], problem: string) => void found.push({ rule, problem })
  const all = (action: string, within: ParentNode = root) =>
    [...within.querySelectorAll<HTMLElement>(`[data-latchkey-action="${action}"]`)].filter(
      (element) => !element.closest('details:not([open])'),
    )

  const ink = document.createElement('canvas').getContext?.('2d', { willReadFrequently: true })
  /** A colour as the browser computes it, over what lies behind it. */
  const parse = (text: string): readonly [number, number, number, number] => {
    // Computed values keep wider spaces as they were written, `oklch(…)` say: what is painted is what counts.
    if (ink && !/^(?:rgba?|color)\(|^transparent$|^$/.test(text)) {
      ink.clearRect(0, 0, 1, 1)
      ink.fillStyle = text
      ink.fillRect(0, 0, 1, 1)
      const [r = 0, g = 0, b = 0, a = 0] = ink.getImageData(0, 0, 1, 1).data
      return [r, g, b, a / 255]
    }
    const numbers = (text.match(/[\d.]+/g) ?? []).map(Number)
    const [r = 0, g = 0, b = 0, a = text === 'transparent' || text === '' ? 0 : 1] = numbers
    // `color(srgb …)` counts from 0 to 1.
    return text.startsWith('color(srgb') ? [r * 255, g * 255, b * 255, a] : [r, g, b, a]
  }
  const parentOf = (element: Element): Element | null =>
    element.parentElement ??
    (element.getRootNode() instanceof ShadowRoot ? (element.getRootNode() as ShadowRoot).host : null)
  const behind = (element: Element | null): readonly [number, number, number] => {
    if (!element) return [255, 255, 255]
    const [r, g, b, a] = parse(getComputedStyle(element).backgroundColor)
    if (a >= 1) return [r, g, b]
    const [x, y, z] = behind(parentOf(element))
    return [r * a + x * (1 - a), g * a + y * (1 - a), b * a + z * (1 - a)]
  }
  const luminance = ([r, g, b]: readonly [number, number, number]): number => {
    const [x = 0, y = 0, z = 0] = [r, g, b].map((part) => {
      const share = part / 255
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * x + 0.7152 * y + 0.0722 * z
  }
  const contrast = (
    one: readonly [number, number, number],
    other: readonly [number, number, number],
  ): number => {
    const [a, b] = [luminance(one), luminance(other)]
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
  }
  const textContrast = (element: Element): number => {
    const back = behind(element)
    const [r, g, b, a] = parse(getComputedStyle(element).color)
    return contrast([r * a + back[0] * (1 - a), g * a + back[1] * (1 - a), b * a + back[2] * (1 - a)], back)
  }
  /** How well what a control is told by stands out from what lies behind it: its fill, or its border. */
  const outline = (element: Element): number => {
    const around = behind(parentOf(element))
    const { borderTopColor, borderTopWidth } = getComputedStyle(element)
    const [r, g, b, a] = parse(borderTopColor)
    const border = Number.parseFloat(borderTopWidth) > 0 && a >= 1 ? contrast([r, g, b], around) : 1
    return Math.max(border, contrast(behind(element), around))
  }
  const isInside = (element: Element): boolean => {
    const { top, left, bottom, right } = element.getBoundingClientRect()
    return top >= -1 && left >= -1 && bottom <= innerHeight + 1 && right <= innerWidth + 1
  }
  /** In the top layer, where nothing of its ancestors reaches it. */
  const isOnTop = (element: Element): boolean => {
    try {
      return element.matches(':popover-open,:modal')
    } catch {
      return false // a browser that does not know the words
    }
  }
  const reachable = (element: HTMLElement, follow: boolean): string | null => {
    const box = element.getBoundingClientRect()
    const style = getComputedStyle(element)
    if (element.localName !== 'button') return 'is no button'
    if ((element as HTMLButtonElement).disabled) return 'is disabled'
    if (style.visibility === 'hidden' || style.display === 'none' || box.width < 1 || box.height < 1)
      return 'is not visible'
    for (let each: Element | null = element; each; each = parentOf(each)) {
      if (Number(getComputedStyle(each).opacity || 1) < 0.9) return 'is see-through'
      if (isOnTop(each)) break
    }
    if (!isInside(element)) return follow ? null : 'is outside the window'
    const hit = (
      root instanceof ShadowRoot ? root : (element.getRootNode() as Document | ShadowRoot)
    ).elementFromPoint?.(box.left + box.width / 2, box.top + box.height / 2)
    return hit && hit !== element && !element.contains(hit) ? 'is covered' : null
  }

  const seen = (element: Element): boolean =>
    element.getClientRects().length > 0 && getComputedStyle(element).visibility !== 'hidden'
  for (const surface of root.querySelectorAll('[data-surface]')) {
    const pale = new Map<string, string>()
    for (const element of surface.querySelectorAll('*')) {
      const text = [...element.childNodes]
        .map((node) => (node.nodeType === 3 ? node.textContent : ''))
        .join('')
      if (!text.trim() || !seen(element)) continue
      const found = textContrast(element)
      if (found < 5) pale.set(found.toFixed(1), text.trim().slice(0, 24))
    }
    for (const [found, text] of pale)
      fail('AX-6', `text contrast of «${text}» is ${found}, expected 5 or more`)
    for (const control of surface.querySelectorAll<HTMLElement>(
      'input[data-latchkey-purpose],[data-latchkey-action=accept],[data-latchkey-action=reject],[data-latchkey-action=save]',
    )) {
      // Left to the browser, as in forced colours: it draws what is seen.
      if (
        !seen(control) ||
        (control.localName === 'input' && getComputedStyle(control).appearance !== 'none')
      )
        continue
      const found = outline(control)
      const { latchkeyAction, latchkeyPurpose } = control.dataset
      if (found < 3)
        fail(
          'AX-6',
          `«${latchkeyAction ?? latchkeyPurpose}» stands out by ${found.toFixed(1)}, expected 3 or more`,
        )
    }
  }

  for (const accept of all('accept')) {
    const surface = accept.closest('dialog,[role=dialog],section,[data-surface]') ?? root
    // A card can be left alone, so leaving it is its way to refuse.
    const reject =
      all('reject', surface)[0] ?? all('close', surface).find((close) => close.className === accept.className)
    if (!reject) {
      // On a tile the frame stays latched unless somebody acts; there is nothing to refuse.
      if (!(surface instanceof Element && surface.getAttribute('data-surface') === 'placeholder')) {
        fail('DP-8', '«accept» has no «reject» beside it')
        if (all('close', surface).length > 0) fail('DP-9', 'closing is the only way to refuse')
      }
      continue
    }

    // In the page, and in a window too low for a fixed bar, a panel's buttons follow its text: fair, if both do.
    const inPage = root instanceof ShadowRoot && root.host.localName === 'privacy-choices'
    const follow = (inPage || surface instanceof HTMLDialogElement) && !isInside(reject) && !isInside(accept)
    for (const [name, button] of [
      ['reject', reject],
      ['accept', accept],
    ] as const) {
      const why = reachable(button, follow)
      if (why) fail('DP-1', `«${name}» ${why}`)
    }

    const boxes = [reject.getBoundingClientRect(), accept.getBoundingClientRect()] as const
    const area = (boxes[0].width * boxes[0].height) / (boxes[1].width * boxes[1].height || 1)
    const longer = Math.abs(boxes[0].height - boxes[1].height) < 1 && boxes[0].width >= boxes[1].width
    if ((area < 0.95 || area > 1.05) && !longer)
      fail('DP-2', `area of «reject» is ${area.toFixed(2)} of «accept»`)

    const styles = [getComputedStyle(reject), getComputedStyle(accept)] as const
    for (const name of [
      'font-size',
      'font-weight',
      'font-family',
      'font-style',
      'text-transform',
      'text-decoration-line',
    ]) {
      const [one, other] = styles.map((style) => style.getPropertyValue(name))
      if (one !== other) fail('DP-3', `${name}: ${one} on «reject», ${other} on «accept»`)
    }

    const texts = [textContrast(reject), textContrast(accept)] as const
    if (Math.min(...texts) < 5)
      fail('DP-4', `text contrast ${texts.map((one) => one.toFixed(1)).join(' and ')}, expected 5 or more`)
    const ratio = texts[0] / texts[1]
    if (ratio < 0.8 || ratio > 1.25)
      fail('DP-4', `text contrast of «reject» is ${ratio.toFixed(2)} of «accept»`)

    const fills = [reject, accept].map((button) => contrast(behind(button), behind(parentOf(button))))
    const fill = (fills[0] ?? 1) / (fills[1] ?? 1)
    const filled = fills.map((one) => one > 1.1)
    if (filled[0] !== filled[1]) fail('DP-5', 'one button is filled, the other is not')
    else if (fill < 0.75 || fill > 1.25)
      fail('DP-5', `fill contrast of «reject» is ${fill.toFixed(2)} of «accept»`)
    for (const name of ['border-top-width', 'border-top-style', 'box-shadow']) {
      const [one, other] = styles.map((style) => style.getPropertyValue(name))
      if (one !== other) fail('DP-5', `${name}: ${one} on «reject», ${other} on «accept»`)
    }

    const sameRow = Math.abs(boxes[0].top - boxes[1].top) < 2
    const sameStack = Math.abs(boxes[0].left - boxes[1].left) < 2
    if (!sameRow && !sameStack) fail('DP-6', 'neither in one row nor in one stack')
    const gap = sameRow
      ? Math.max(boxes[0].left, boxes[1].left) - Math.min(boxes[0].right, boxes[1].right)
      : Math.max(boxes[0].top, boxes[1].top) - Math.min(boxes[0].bottom, boxes[1].bottom)
    if (gap > 32) fail('DP-6', `${Math.round(gap)} px between «reject» and «accept»`)
    const stops = [
      ...surface.querySelectorAll<HTMLElement>('a[href],button,input,select,textarea,summary,[tabindex]'),
    ]
    if (Math.abs(stops.indexOf(reject) - stops.indexOf(accept)) > 1 || reject.tabIndex < 0) {
      fail('DP-6', '«reject» is more than one press of Tab away from «accept»')
    }

    if (reject.getAttribute('aria-haspopup') || reject.getAttribute('aria-expanded')) {
      fail('DP-7', '«reject» opens something instead of refusing')
    }
  }

  for (const input of root.querySelectorAll<HTMLInputElement>(
    '.banner [data-latchkey-purpose],[data-surface="banner"] [data-latchkey-purpose]',
  )) {
    if (input.defaultChecked || input.hasAttribute('checked'))
      fail('DP-8', `«${input.dataset.latchkeyPurpose}» is on before anybody switched it on`)
  }
  return found
}
