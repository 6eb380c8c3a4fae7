import { styles } from './styles.ts'

/** A place of our own on the page: the page's styles end at it, ours do not leave it. */
export interface Mount {
  readonly host: HTMLElement
  /** Surfaces are rendered into this; it carries language and direction (AX-12). */
  readonly root: HTMLElement
}

const sheets = new WeakMap<Document, CSSStyleSheet>()

/** Makes an element with an open shadow root and the style sheet. It is on the page when the caller puts it there. */
export function mount(
  page: Document,
  name: string,
  { lang, dir, nonce }: { lang: string; dir: string; nonce?: string | undefined },
): Mount {
  const host = page.createElement(name)
  const shadow = host.attachShadow({ mode: 'open' })
  adopt(page, shadow, nonce)
  const root = page.createElement('div')
  root.lang = lang
  root.dir = dir
  root.className = 'root'
  shadow.append(root)
  return { host, root }
}

/** Follows the page's own light or dark; a page that says nothing gets the reader's. */
export function followScheme(page: Document, root: HTMLElement): void {
  const scheme = page.defaultView?.getComputedStyle(page.documentElement).colorScheme
  root.classList.toggle('system', !scheme || scheme === 'normal')
}

function adopt(page: Document, shadow: ShadowRoot, nonce: string | undefined): void {
  try {
    let sheet = sheets.get(page)
    if (!sheet) {
      // Of the page's own window: a sheet of another document cannot be adopted.
      const Sheet = (page.defaultView as (Window & typeof globalThis) | null)?.CSSStyleSheet ?? CSSStyleSheet
      sheet = new Sheet()
      sheet.replaceSync(styles)
      sheets.set(page, sheet)
    }
    shadow.adoptedStyleSheets = [sheet]
  } catch {
    // Safari before 16.4: no constructable sheets.
    const style = page.createElement('style')
    if (nonce) style.nonce = nonce
    style.textContent = styles
    shadow.prepend(style)
  }
}
