import type { AccessibilityRule, Inaccessibility } from './inaccessibility.ts'

/**
 * Reads rendered surfaces and says in which ways they are not accessible, where a single look can tell: roles and names
 * (AX-1), sizes (AX-5), contrasts (AX-6), what is clipped or scrolls sideways (AX-7), motion and forced colours if the
 * reader has asked for them (AX-8), switches, disclosures, live regions, language (AX-9…12). It measures boxes and
 * computed styles, so it needs a real browser. It uses nothing outside itself and can be handed to `page.evaluate`.
 *
 * @example
 * const found = await page.evaluate(`(${checkAccessibility})(document.querySelector('#latchkey').shadowRoot)`)
 * expect(found).toEqual([])
 */
export function checkAccessibility(root: ShadowRoot | Element): readonly Inaccessibility[] {
  type Colour = readonly [number, number, number]
  const CONTROLS =
    'a[href],button,input,select,textarea,summary,[role=button],[role=switch],[role=checkbox],[role=link]'
  const found = new Map<string, Inaccessibility>()
  const fail = (rule: AccessibilityRule, message: string) =>
    void found.set(`${rule} ${message}`, { rule, message })
  const is = (query: string) => matchMedia(query).matches

  const parentOf = (element: Element): Element | null => {
    const top = element.getRootNode()
    return element.parentElement ?? (top instanceof ShadowRoot ? top.host : null)
  }
  const isVisible = (element: Element): boolean => {
    const { width, height } = element.getBoundingClientRect()
    if (width < 1 || height < 1) return false
    for (let each: Element | null = element; each; each = parentOf(each)) {
      const { display, visibility, opacity } = getComputedStyle(each)
      if (display === 'none' || visibility === 'hidden' || Number(opacity || 1) === 0) return false
      const shut = each.parentElement?.closest('details:not([open])')
      if (shut && !each.closest('summary')) return false
    }
    return true
  }
  const many = (selector: string, within: ParentNode = root) =>
    [...within.querySelectorAll<HTMLElement>(selector)].filter(isVisible)
  const clean = (text: string | null | undefined) => (text ?? '').replace(/\s+/g, ' ').trim()
  const nameOf = (element: Element): string =>
    clean(
      (element.getAttribute('aria-labelledby') ?? '')
        .split(/\s+/)
        .map((id) => (id ? root.querySelector(`#${CSS.escape(id)}`)?.textContent : ''))
        .join(' '),
    ) ||
    clean(element.getAttribute('aria-label')) ||
    clean(element.closest('label')?.textContent) ||
    clean(element.textContent)
  const called = (element: Element): string => `«${nameOf(element).slice(0, 40) || element.localName}»`

  // Colours.
  const parse = (text: string): readonly [number, number, number, number] => {
    const numbers = (text.match(/[\d.]+/g) ?? []).map(Number)
    const [r = 0, g = 0, b = 0, a = text === 'transparent' || text === '' ? 0 : 1] = numbers
    // `color(srgb …)` counts from 0 to 1.
    return text.startsWith('color(srgb') ? [r * 255, g * 255, b * 255, a] : [r, g, b, a]
  }
  const over = (text: string, back: Colour): Colour => {
    const [r, g, b, a] = parse(text)
    return [r * a + back[0] * (1 - a), g * a + back[1] * (1 - a), b * a + back[2] * (1 - a)]
  }
  const behind = (element: Element | null): Colour =>
    element
      ? over(getComputedStyle(element).backgroundColor, behind(parentOf(element)))
      : is('(prefers-color-scheme: dark)') &&
          getComputedStyle(document.documentElement).colorScheme.includes('dark')
        ? [18, 18, 18]
        : [255, 255, 255]
  const luminance = (colour: Colour): number => {
    const [r = 0, g = 0, b = 0] = colour.map((part) => {
      const share = part / 255
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const contrast = (one: Colour, other: Colour): number => {
    const [a, b] = [luminance(one), luminance(other)]
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
  }
  const opacityOf = (element: Element | null): number =>
    element ? Number(getComputedStyle(element).opacity || 1) * opacityOf(parentOf(element)) : 1

  const surfaces = [
    ...(root instanceof Element && root.matches('[data-surface]') ? [root] : []),
    ...many('[data-surface]'),
  ]
  const nameOfSurface = (surface: Element) => surface.getAttribute('data-surface') ?? surface.localName

  for (const surface of surfaces) {
    const what = nameOfSurface(surface)
    const role =
      surface.getAttribute('role') ??
      { section: 'region', aside: 'region', form: 'region', dialog: 'dialog' }[surface.localName]
    const isModal = surface.matches(':modal')
    // Preferences that stand in the page, in an element of it, are one of its regions.
    const isPanel =
      what === 'preferences' && !(root instanceof ShadowRoot && root.host.localName === 'privacy-choices')
    if (isPanel) {
      if (!isModal && !(role === 'dialog' && surface.getAttribute('aria-modal') === 'true'))
        fail('AX-1', `${what}: is no modal dialog`)
    } else {
      if (role !== 'region' && role !== 'dialog') fail('AX-1', `${what}: is neither a region nor a dialog`)
      if (isModal || surface.getAttribute('aria-modal') === 'true')
        fail('AX-1', `${what}: is modal, though the page should stay usable`)
    }
    const label =
      clean(surface.getAttribute('aria-label')) ||
      clean(
        (surface.getAttribute('aria-labelledby') ?? '')
          .split(/\s+/)
          .map((id) => (id ? root.querySelector(`#${CSS.escape(id)}`)?.textContent : ''))
          .join(' '),
      )
    if (!label) fail('AX-1', `${what}: has no name`)

    const lang = surface.closest('[lang]')?.getAttribute('lang') ?? ''
    const language = /^[a-z]{2,3}(-[A-Za-z0-9]{1,8})*$/.test(lang) ? lang.split('-')[0] : undefined
    if (!language) fail('AX-12', `${what}: has no language of its own, got lang="${lang}"`)
    const dir = surface.closest('[dir]')?.getAttribute('dir')
    const fitting = ['ar', 'fa', 'he', 'ur', 'yi'].includes(language ?? '') ? 'rtl' : 'ltr'
    if (dir !== fitting) fail('AX-12', `${what}: expected dir="${fitting}" for ${lang}, got "${dir ?? ''}"`)
    for (const timed of many('[role=timer],meta,marquee,progress', surface))
      fail('AX-12', `${what}: <${timed.localName}> sets a time`)
  }

  // The page stays usable while a question stands that is not modal.
  const question = surfaces.find((surface) => nameOfSurface(surface) === 'banner')
  if (question && !document.querySelector(':modal')) {
    for (const inert of document.querySelectorAll('[inert]'))
      if (!root.contains(inert))
        fail('AX-1', `the page’s <${inert.localName}> is inert while the banner stands`)
    const box = question.getBoundingClientRect()
    const scroller = document.scrollingElement ?? document.documentElement
    const locked = [document.documentElement, document.body].some((one) =>
      ['hidden', 'clip'].includes(getComputedStyle(one).overflowY),
    )
    if (locked && scroller.scrollHeight > innerHeight)
      fail('AX-1', 'the page does not scroll while the banner stands')
    for (const x of [0.1, 0.5, 0.9])
      for (const y of [0.1, 0.35, 0.6]) {
        const [left, top] = [innerWidth * x, innerHeight * y]
        if (left >= box.left && left <= box.right && top >= box.top && top <= box.bottom) continue
        const hit = root instanceof ShadowRoot ? root.elementFromPoint(left, top) : null
        if (!hit || !root.contains(hit) || hit.closest('button,a,[data-surface],.dock,.launch')) continue
        fail('AX-1', 'something covers the page while the banner stands')
      }
  }

  // Text: contrast, and whether all of it can be seen.
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement
    if (!element || !clean(node.textContent) || element.localName === 'style' || !isVisible(element)) continue
    const text = `«${clean(node.textContent).slice(0, 30)}»`
    if (!element.closest(':disabled,label:has(:disabled)')) {
      const back = behind(element)
      const opacity = opacityOf(element)
      const ink = over(getComputedStyle(element).color, back).map(
        (part, index) => part * opacity + (back[index] ?? 0) * (1 - opacity),
      ) as unknown as Colour // of three, as it came
      const ratio = contrast(ink, back)
      if (ratio < 4.95) fail('AX-6', `text ${text} has a contrast of ${ratio.toFixed(1)}, expected 5`)
    }
    const range = document.createRange()
    range.selectNodeContents(node)
    const box = range.getBoundingClientRect?.()
    if (!box || box.width < 1) continue
    let [seesX, seesY] = [false, false]
    for (let each: Element | null = element; each && root.contains(each); each = each.parentElement) {
      const { overflowX, overflowY, display, position } = getComputedStyle(each)
      if (display === 'inline' || display === 'contents') continue
      const edge = each.getBoundingClientRect()
      const [wide, high] = [
        box.left < edge.left - 2 || box.right > edge.right + 2,
        box.top < edge.top - 3 || box.bottom > edge.bottom + 3,
      ]
      const holds = each.matches(CONTROLS)
      if (!seesX && wide && (holds || overflowX !== 'visible')) fail('AX-7', `text ${text} is cut off`)
      if (/auto|scroll/.test(overflowY) && each.scrollHeight > each.clientHeight) seesY = true
      if (!seesY && high && (holds || /hidden|clip/.test(overflowY))) fail('AX-7', `text ${text} is cut off`)
      if (/auto|scroll/.test(overflowX)) seesX = true
      if (position !== 'fixed') continue
      if (!seesY && (box.top < -2 || box.bottom > innerHeight + 2))
        fail('AX-7', `text ${text} lies outside the window and cannot be scrolled to`)
      break
    }
  }
  for (const surface of surfaces) {
    const { left, right } = surface.getBoundingClientRect()
    if (left < -1 || right > innerWidth + 1)
      fail('AX-7', `${nameOfSurface(surface)}: is wider than the window`)
    for (const each of [surface, ...many('*', surface)])
      if (/auto|scroll/.test(getComputedStyle(each).overflowX) && each.scrollWidth > each.clientWidth + 1)
        fail('AX-7', `${nameOfSurface(surface)}: scrolls sideways`)
  }
  for (const button of root.querySelectorAll<HTMLElement>(
    '[data-latchkey-action=accept],[data-latchkey-action=reject]',
  )) {
    const box = button.getBoundingClientRect()
    if (!isVisible(button)) fail('AX-7', `${called(button)} is not to be seen`)
    let scrolls = false
    for (let each = button.parentElement; each && !scrolls; each = each.parentElement)
      scrolls = /auto|scroll/.test(getComputedStyle(each).overflowY) && each.scrollHeight > each.clientHeight
    const surface = button.closest('[data-surface]')
    const isFixed = surface !== null && getComputedStyle(surface).position === 'fixed'
    if (isFixed && !scrolls && (box.top < -1 || box.bottom > innerHeight + 1 || box.right > innerWidth + 1))
      fail('AX-7', `${called(button)} lies outside the window and cannot be scrolled to`)
  }

  // Controls: size, edges, states.
  const targetOf = (control: Element): DOMRect =>
    (control.localName === 'input' ? (control.closest('label') ?? control) : control).getBoundingClientRect()
  const isScrolledAway = (control: Element, { top, bottom }: DOMRect): boolean => {
    for (let each = control.parentElement; each; each = each.parentElement) {
      const edge = each.getBoundingClientRect()
      const middle = (top + bottom) / 2
      if (getComputedStyle(each).overflowY !== 'visible' && (middle < edge.top || middle > edge.bottom))
        return true
    }
    return false
  }
  const targets = many(CONTROLS)
    .map((control) => ({ control, box: targetOf(control) }))
    .filter(({ control, box }) => !isScrolledAway(control, box))
  for (const { control, box } of targets) {
    const style = getComputedStyle(control)
    const isText = style.textDecorationLine.includes('underline')
    const inLine = isText && style.display === 'inline'
    const least = inLine ? [24, 24] : isText ? [24, 44] : [44, 44]
    if (box.width >= (least[0] ?? 0) - 0.5 && box.height >= (least[1] ?? 0) - 0.5) continue
    // WCAG 2.5.8: a smaller one needs a circle of 24 px that meets no other target.
    const [x, y] = [box.left + box.width / 2, box.top + box.height / 2]
    const isCrowded = targets.some(
      ({ control: other, box: near }) =>
        other !== control &&
        Math.hypot(Math.max(near.left - x, 0, x - near.right), Math.max(near.top - y, 0, y - near.bottom)) <
          12,
    )
    if (!inLine || isCrowded)
      fail(
        'AX-5',
        `${called(control)} is ${Math.round(box.width)} × ${Math.round(box.height)} px, expected ${least.join(' × ')}`,
      )
  }
  for (const control of many('button,input')) {
    const style = getComputedStyle(control)
    const around = behind(parentOf(control))
    const inside = behind(control)
    const border =
      style.borderTopStyle !== 'none' && Number.parseFloat(style.borderTopWidth) >= 1
        ? contrast(over(style.borderTopColor, around), around)
        : 1
    const edge = Math.max(border, contrast(inside, around))
    const isSwitch = control.matches('input,[role=switch]')
    const isNative = isSwitch && control.localName === 'input' && style.appearance !== 'none'
    if (!isNative && !control.matches(':disabled')) {
      const hasEdge = parse(style.borderTopColor)[3] > 0 && Number.parseFloat(style.borderTopWidth) > 0
      if ((isSwitch || hasEdge) && edge < 2.95)
        fail('AX-6', `edge of ${called(control)} has a contrast of ${edge.toFixed(1)}, expected 3`)
      const knob = getComputedStyle(control, '::before')
      if (isSwitch && !['', 'none', 'normal'].includes(knob.content)) {
        const ratio = contrast(over(knob.backgroundColor, inside), inside)
        if (ratio < 2.95)
          fail('AX-6', `state of ${called(control)} has a contrast of ${ratio.toFixed(1)}, expected 3`)
      }
    }
    if (is('(forced-colors: active)')) {
      const isText = style.textDecorationLine.includes('underline')
      if (!isNative && !isText && border < 1.5)
        fail('AX-8', `${called(control)} has no border in forced colours`)
      if (isSwitch && !isNative)
        fail('AX-8', `${called(control)} shows its state by colour alone in forced colours`)
    }
  }
  for (const drawing of many('svg', root)) {
    const { color, fill, stroke } = getComputedStyle(drawing)
    if (fill !== color && stroke !== color) continue // drawn in colours of its own
    const ratio = contrast(over(color, behind(parentOf(drawing))), behind(parentOf(drawing)))
    if (ratio < 2.95) fail('AX-6', `a drawing has a contrast of ${ratio.toFixed(1)}, expected 3`)
  }
  if (is('(forced-colors: active)'))
    for (const each of many('*'))
      if (!each.closest('svg') && getComputedStyle(each).getPropertyValue('forced-color-adjust') === 'none')
        fail('AX-8', `<${each.localName}> refuses forced colours`)
  if (is('(prefers-reduced-motion: reduce)'))
    for (const each of root.querySelectorAll('*'))
      for (const part of [null, '::before', '::after', '::backdrop'])
        for (const [name, takes] of [
          ['animation-name', 'animation-duration'],
          ['transition-property', 'transition-duration'],
        ] as const) {
          const style = getComputedStyle(each, part)
          const moves = style.getPropertyValue(name) !== 'none'
          if (moves && /[1-9]/.test(style.getPropertyValue(takes)))
            fail('AX-8', `<${each.localName}>${part ?? ''} moves though less motion was asked for`)
        }

  // Switches and disclosures.
  const words = (label: Element | null, input: Element) =>
    [...(label?.querySelectorAll('*') ?? [])].filter(
      (one) => one.childElementCount === 0 && one !== input && isVisible(one) && clean(one.textContent),
    ).length
  for (const control of root.querySelectorAll<HTMLElement>('[data-latchkey-purpose],[role=switch]')) {
    if (!isVisible(control.closest('label') ?? control)) continue
    const isBox = control instanceof HTMLInputElement && control.type === 'checkbox'
    if (control.getAttribute('role') !== 'switch') fail('AX-9', `${called(control)} is no switch`)
    if (!isBox && !/^(true|false)$/.test(control.getAttribute('aria-checked') ?? ''))
      fail('AX-9', `${called(control)} does not say whether it is on`)
    if (words(control.closest('label') ?? control.parentElement, control) < 2)
      fail('AX-9', `${called(control)} has no visible word for its state`)
    if (isBox && control.disabled && control.checked)
      fail('AX-9', `${called(control)} is always on: that is text, not a switch nobody can move`)
  }
  for (const details of many('details')) {
    const [first] = details.children
    if (first?.localName !== 'summary') fail('AX-10', 'a <details> has no <summary>')
    else if (first.hasAttribute('role') || !clean(first.textContent))
      fail('AX-10', `${called(first)} is no disclosure any more`)
  }
  for (const opener of many('[aria-expanded],[aria-controls]')) {
    if (opener.localName !== 'button' && opener.getAttribute('role') !== 'button')
      fail('AX-10', `${called(opener)} opens something and is no button`)
    if (!/^(true|false)$/.test(opener.getAttribute('aria-expanded') ?? ''))
      fail('AX-10', `${called(opener)} does not say whether it is open`)
  }
  for (const each of many('*'))
    if (
      getComputedStyle(each).cursor === 'pointer' &&
      !each.closest(`${CONTROLS},label`) &&
      !each.querySelector(CONTROLS)
    )
      fail('AX-10', `${called(each)} can be pressed and is no control`)

  // A region that comes with its words is not heard; nor is one that is not rendered until then.
  if (surfaces.some((surface) => ['banner', 'card'].includes(nameOfSurface(surface)))) {
    const regions = [...root.querySelectorAll<HTMLElement>('[role=status],[role=alert],[aria-live=polite]')]
    const ready = regions.filter((region) => {
      for (let each: Element | null = region; each; each = parentOf(each)) {
        const { display, visibility } = getComputedStyle(each)
        if (display === 'none' || visibility === 'hidden') return false
      }
      return true
    })
    if (ready.length === 0)
      fail(
        'AX-11',
        regions.length > 0
          ? 'the live region is not rendered until it has words'
          : 'no live region stands ready for what comes of a press',
      )
  }
  return [...found.values()]
}
