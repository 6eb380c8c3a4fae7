import type { ShownSurface } from './view.ts'

/** A control as it was displayed. */
export interface NoticeControl {
  /** `data-latchkey-action` of a button; `switch` and `link` for the others. */
  readonly action: string
  readonly label: string
  readonly purpose?: string | undefined
  /** Where a switch stood before anybody moved it. */
  readonly on?: boolean | undefined
  /** The page covered it, so that it could not be pressed (threat model, C5). */
  readonly covered?: true | undefined
}

/** The exact words, order and controls that stood on the screen. Its digest is in the record. */
export interface Notice {
  readonly v: 1
  readonly surface: ShownSurface
  readonly locale: string
  readonly controller: string
  /** Every displayed text, labels of controls included, in order. */
  readonly texts: readonly string[]
  readonly controls: readonly NoticeControl[]
  /** Services that were named or counted, in order. */
  readonly services: readonly string[]
}

/**
 * Reads the notice from what is rendered, never from a second list that could drift from it. The same rendering
 * gives the same text. What is the shopper's own (dates, history: `data-own`) is left out: it was not asked.
 * For surfaces of your own: buttons are known by `data-latchkey-action`; a switch is a checkbox with
 * `data-latchkey-purpose`, beside a `<b>` with its words; `data-services` names those that a part speaks of.
 *
 * @example
 * const notice = noticeOf(banner, { surface: 'banner', locale: 'en', controller: 'Linden & Oak GmbH' })
 * store.send({ type: 'shown', surface: 'banner', notice, locale: 'en', at: Date.now() })
 */
export function noticeOf(surface: Element, about: Pick<Notice, 'surface' | 'locale' | 'controller'>): string {
  const texts: string[] = []
  const controls: NoticeControl[] = []
  const services = new Set<string>()
  const push = (text: string | null | undefined) => {
    const words = clean(text)
    if (words) texts.push(words)
  }
  const visit = (node: Node): void => {
    if (node.nodeType === Node.TEXT_NODE) push(node.textContent)
    if (!isElement(node) || node.hasAttribute('data-own')) return
    for (const id of node.getAttribute('data-services')?.split(' ') ?? []) if (id) services.add(id)
    const control = controlOf(node)
    if (control) controls.push(isCovered(node) ? { ...control, covered: true } : control)
    // An accessible name that replaces the text is what some people hear instead of it.
    push(node.getAttribute('aria-label') ?? node.getAttribute('alt'))
    if (node.classList.contains('word')) {
      const input = node.previousElementSibling as HTMLInputElement // drawn so by Switch
      push(node.children[input.defaultChecked ? 0 : 1]?.textContent)
    } else {
      // What a page has put into a slot is shown in place of what we had for it.
      const slotted = isSlot(node) ? node.assignedNodes() : []
      for (const child of slotted.length > 0 ? slotted : node.childNodes) visit(child)
    }
  }
  visit(surface)
  const notice: Notice = {
    v: 1,
    surface: about.surface,
    locale: about.locale,
    controller: about.controller,
    texts,
    controls,
    services: [...services],
  }
  return JSON.stringify(notice)
}

function controlOf(element: Element): NoticeControl | null {
  const action = element.getAttribute('data-latchkey-action')
  if (action) return { action, label: labelOf(element) }
  const purpose = element.getAttribute('data-latchkey-purpose')
  if (purpose) {
    const { defaultChecked, disabled } = element as HTMLInputElement // drawn so by Switch
    return {
      action: disabled ? 'fixed' : 'switch',
      label: clean(element.parentElement?.querySelector('b')?.textContent),
      purpose,
      on: defaultChecked,
    }
  }
  return element.localName === 'a' ? { action: 'link', label: labelOf(element) } : null
}

/**
 * Whether the page hides a control, or lies over one that is on the screen. A control outside the window is not
 * covered: it can be scrolled to.
 */
function isCovered(element: Element): boolean {
  const { left, top, width, height } = element.getBoundingClientRect()
  const root = element.getRootNode()
  const page = element.ownerDocument
  if (element.checkVisibility?.({ opacityProperty: true, visibilityProperty: true }) === false) return true
  if (width === 0 || !(root instanceof ShadowRoot) || typeof page.elementFromPoint !== 'function')
    return false
  const hit = page.elementFromPoint(left + width / 2, top + height / 2)
  return hit !== null && hit !== root.host
}

function isElement(node: Node): node is Element {
  return node.nodeType === Node.ELEMENT_NODE
}

function isSlot(element: Element): element is HTMLSlotElement {
  return element.localName === 'slot'
}

function labelOf(element: Element): string {
  return clean(element.getAttribute('aria-label') ?? element.textContent)
}

function clean(text: string | null | undefined): string {
  return (text ?? '').replace(/\s+/g, ' ').trim()
}
