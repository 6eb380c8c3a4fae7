/** What a surface says and offers, read off the page. */
export interface Question {
  /** `banner`, `preferences`, `card`, `placeholder`. */
  readonly surface: string
  /** BCP 47 tag that it carries. */
  readonly lang: string
  /** Everything that can be read on it but buttons and purposes, in order. */
  readonly text: string
  readonly buttons: readonly { readonly action: string; readonly label: string }[]
  /** Those that can be seen without opening anything. */
  readonly switches: readonly { readonly purpose: string; readonly label: string }[]
  /** Elements that show pictures or films, count down or move; without the one logo that may stand above the question. */
  readonly media: readonly string[]
  /** Where its links lead. */
  readonly links: readonly string[]
}

/**
 * Reads every surface that stands on the page. It uses nothing outside itself and can be handed to `page.evaluate`. The
 * shopper’s own history (`data-own`) is left out.
 *
 * @example
 * const questions = await page.evaluate(`(${readQuestions})(document.querySelector('#latchkey').shadowRoot)`)
 */
export function readQuestions(root: ShadowRoot | Element): readonly Question[] {
  const clean = (text: string | null | undefined) => (text ?? '').replace(/\s+/g, ' ').trim()
  const isShut = (element: Element) => element.closest('details:not([open])') !== null
  const textOf = (node: Node): string => {
    if (node.nodeType === Node.TEXT_NODE) return node.textContent ?? ''
    if (!(node instanceof Element) || node.matches('button,label,[data-uses],[data-own],svg')) return ' '
    const slotted = node instanceof HTMLSlotElement ? node.assignedNodes() : []
    const inner = slotted.length > 0 ? slotted : [...node.childNodes]
    return ` ${inner.map(textOf).join('')} `
  }
  const MEDIA = 'img,picture,video,audio,canvas,iframe,object,embed,marquee,progress,meter,[role=timer]'
  /** Also what the page has slotted in, each with where it stands in the surface. */
  const mediaOf = (surface: Element) => [
    ...[...surface.querySelectorAll(MEDIA)].map((one) => [one, one] as const),
    ...[...surface.querySelectorAll('slot')].flatMap((slot) =>
      slot
        .assignedElements()
        .flatMap((one) => [...(one.matches(MEDIA) ? [one] : []), ...one.querySelectorAll(MEDIA)])
        .map((one) => [one, slot] as const),
    ),
  ]
  /** A picture no larger than a logo, before everything that can be pressed. */
  const isLogo = (surface: Element, one: Element, place: Element) => {
    const { width, height } = one.getBoundingClientRect()
    const first = surface.querySelector('button,a,input')
    const precedes = !first || (place.compareDocumentPosition(first) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0
    return one.localName === 'img' && width <= 160 && height <= 32 && precedes
  }
  return [...root.querySelectorAll('[data-surface]')].map((surface) => {
    const media = mediaOf(surface).filter(([one]) => !isShut(one))
    const logo = media.find(([one, place]) => isLogo(surface, one, place))
    const many = <T>(selector: string, read: (element: HTMLElement) => T) =>
      [...surface.querySelectorAll<HTMLElement>(selector)].filter((one) => !isShut(one)).map(read)
    return {
      surface: surface.getAttribute('data-surface') ?? '',
      lang: surface.closest('[lang]')?.getAttribute('lang') ?? document.documentElement.lang,
      text: clean(textOf(surface)),
      buttons: many('[data-latchkey-action]', (button) => ({
        action: button.dataset.latchkeyAction ?? '',
        label: clean(button.getAttribute('aria-label') ?? button.textContent),
      })),
      switches: many('[data-latchkey-purpose]', (input) => ({
        purpose: input.dataset.latchkeyPurpose ?? '',
        label: clean(input.closest('label')?.querySelector('b')?.textContent),
      })),
      media: media.flatMap((found) => (found === logo ? [] : found[0].localName)),
      links: many('a[href]', (link) => (link as HTMLAnchorElement).href),
    }
  })
}
