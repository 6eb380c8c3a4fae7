import { coloursOf } from './colours-of.ts'
import { contrast } from './contrast.ts'
import { windowOf } from './window-of.ts'

/** Where the shop's own look is read from: the first of these that is on the page, seen, and filled with one colour. */
const BUTTONS = [
  '.btn-primary',
  '.button-primary',
  '.button--primary',
  '[type=submit]',
  '.button',
  '.btn',
  'button',
]

/** Of each kind: reading styles takes time, and the primary one comes early. */
const LOOKED_AT = 8

/** Where pages say which scheme they are in, beside the reader's. */
const SCHEMES = ['class', 'style', 'data-theme', 'data-bs-theme', 'data-color-scheme', 'data-mode']

/** What an accent has to stand out from. */
const SURFACE = 'var(--latchkey-surface,light-dark(#fff,#1c1e22))'

/** Our buttons have 0.7 of the panel's radius; beyond this they are as round as they get. */
const [SHARE, ROUNDEST] = [0.7, 32]

/**
 * Gives the surfaces the accent and the radius of the shop's own primary button, where its words can be read (5:1) and
 * it stands out from the surface (3:1); otherwise they keep their own. Reads again when the page or the reader changes
 * between light and dark. Answers with what ends it.
 *
 * Values are read as colours and numbers, and written as such (B4): as tokens without specificity, so that what the shop
 * says itself holds.
 *
 * @example
 * import { inheritLook } from '@latchkey/ui/inherit'
 *
 * const stop = inheritLook(document)
 */
export function inheritLook(page: Document): () => void {
  const window = windowOf(page)
  if (!window) return () => undefined
  const sheet = new window.CSSStyleSheet()
  let button: Element | undefined
  const read = () => {
    button = buttonOf(page, window)
    sheet.replaceSync(button ? `:where(:root){${tokensOf(button, page, window).join(';')}}` : '')
  }
  // Buttons fade from one scheme into the other: what counts is where they come to rest.
  const settled = ({ target }: Event) => {
    if (target === button && !button?.matches(':hover,:active')) read()
  }
  const dark = window.matchMedia('(prefers-color-scheme: dark)')
  const scheme = new window.MutationObserver(read)
  page.adoptedStyleSheets = [...page.adoptedStyleSheets, sheet]
  for (const element of [page.documentElement, page.body])
    scheme.observe(element, { attributeFilter: SCHEMES })
  dark.addEventListener('change', read)
  page.addEventListener('transitionend', settled)
  window.addEventListener('load', read) // what stands further down the page
  read()
  return () => {
    scheme.disconnect()
    dark.removeEventListener('change', read)
    page.removeEventListener('transitionend', settled)
    window.removeEventListener('load', read)
    page.adoptedStyleSheets = page.adoptedStyleSheets.filter((one) => one !== sheet)
  }
}

function tokensOf(button: Element, page: Document, window: Window): readonly string[] {
  const { backgroundColor, color, borderTopLeftRadius } = window.getComputedStyle(button)
  const [accent, words, surface] = coloursOf(page, window, [backgroundColor, color, SURFACE])
  const tokens: string[] = []
  const radius = Number.parseFloat(borderTopLeftRadius)
  if (radius >= 0) {
    // Per cent of a box that is not ours: taken as round as it gets.
    const wanted = borderTopLeftRadius.includes('%') && radius > 0 ? ROUNDEST : radius / SHARE
    tokens.push(`--latchkey-radius:${Math.min(wanted, ROUNDEST).toFixed(1)}px`)
  }
  if (accent && words && surface && contrast(words, accent) >= 5 && contrast(accent, surface) >= 3)
    tokens.push(`--latchkey-accent:rgb(${accent})`, `--latchkey-on-accent:rgb(${words})`)
  return tokens
}

function buttonOf(page: Document, window: Window): Element | undefined {
  return BUTTONS.flatMap((selector) => [...page.querySelectorAll(selector)].slice(0, LOOKED_AT)).find(
    (button) => {
      const { backgroundColor, backgroundImage, visibility, opacity } = window.getComputedStyle(button)
      return (
        button.getClientRects().length > 0 &&
        visibility === 'visible' &&
        opacity === '1' &&
        !button.matches(':disabled') &&
        backgroundImage === 'none' &&
        coloursOf(page, window, [backgroundColor])[0]
      )
    },
  )
}
