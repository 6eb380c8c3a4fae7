import { styles } from './styles.ts'
import { windowOf } from './window-of.ts'

/** A place of our own on the page: the page's styles end at it, ours do not leave it. */
export interface Mount {
  readonly host: HTMLElement
  /** Surfaces are rendered into this; it carries language and direction (AX-12). */
  readonly root: HTMLElement
}

const sheets = new WeakMap<Document, Map<string, CSSStyleSheet>>()

/** Gives an element an open shadow root with our own in it, where no server has written them, and the sheet of every surface. */
export function mount(
  host: HTMLElement,
  { lang, dir, nonce }: { lang: string; dir: string; nonce?: string | undefined },
): Mount {
  const page = host.ownerDocument
  const shadow = host.shadowRoot ?? host.attachShadow({ mode: 'open' })
  const root = shadow.querySelector<HTMLElement>('.root') ?? page.createElement('div')
  root.lang = lang
  root.dir = dir
  root.className = 'root'
  if (!root.parentNode) shadow.replaceChildren(root)
  dress(page, root, styles, nonce)
  return { host, root }
}

/** Follows the page's own light or dark; a page that says nothing gets the reader's. */
export function followScheme(page: Document, root: HTMLElement): void {
  const scheme = windowOf(page)?.getComputedStyle(page.documentElement).colorScheme
  root.classList.toggle('system', !scheme || scheme === 'normal')
}

/** Adds a style sheet to the place that `root` stands in. */
export function dress(page: Document, root: HTMLElement, css: string, nonce: string | undefined): void {
  const shadow = root.getRootNode() as ShadowRoot // as mount() made it
  try {
    shadow.adoptedStyleSheets = [...shadow.adoptedStyleSheets, sheetOf(page, css)]
  } catch {
    // Safari before 16.4: no constructable sheets.
    const style = page.createElement('style')
    if (nonce) style.nonce = nonce
    style.textContent = css
    shadow.append(style)
  }
}

function sheetOf(page: Document, css: string): CSSStyleSheet {
  const made = sheets.get(page) ?? new Map<string, CSSStyleSheet>()
  sheets.set(page, made)
  let sheet = made.get(css)
  if (!sheet) {
    // Of the page's own window: a sheet of another document cannot be adopted.
    const Sheet = windowOf(page)?.CSSStyleSheet ?? CSSStyleSheet
    sheet = new Sheet()
    sheet.replaceSync(css)
    made.set(css, sheet)
  }
  return sheet
}
