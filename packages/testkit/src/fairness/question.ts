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
  /** Elements that show pictures or films, count down or move. */
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
    const inner = node instanceof HTMLSlotElement ? node.assignedNodes() : [...node.childNodes]
    return ` ${inner.map(textOf).join('')} `
  }
  return [...root.querySelectorAll('[data-surface]')].map((surface) => {
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
      media: many(
        'img,picture,video,audio,canvas,iframe,object,embed,marquee,progress,meter,[role=timer]',
        (one) => one.localName,
      ),
      links: many('a[href]', (link) => (link as HTMLAnchorElement).href),
    }
  })
}
