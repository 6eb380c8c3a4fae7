/** As a page writes it. Those that surfaces put before a frame have no address. */
const PLACEHOLDER = 'latchkey-placeholder[src]'

/** What goes along to the frame; of event handlers and `srcdoc` nothing ever does (threat model, B3). */
const CARRIED = ['title', 'allow', 'allowfullscreen', 'loading', 'referrerpolicy', 'sandbox']

/** Keeps a marked frame in every `<latchkey-placeholder purpose src>` of the page. */
export interface Placeholders {
  look(): void
}

/**
 * Fills placeholders that the page wrote with the frame that they stand for, marked and inert, as if it had been written
 * there: whether it may open is asked of the frame, by the rules of all marked elements. The nonce of the placeholder is
 * the frame's; so it is the page's word for both.
 */
export function placeholders(window: Window & typeof globalThis): Placeholders {
  const { document } = window
  const frames = new WeakMap<Element, HTMLIFrameElement>()

  function fill(host: HTMLElement): void {
    let frame = frames.get(host)
    if (!frame) {
      frame = document.createElement('iframe')
      frames.set(host, frame)
      const { display, aspectRatio } = window.getComputedStyle(host)
      if (display === 'inline') host.style.display = 'block'
      const own = aspectRatio && aspectRatio !== 'auto' ? aspectRatio : '16 / 9'
      // In a line, at its top: `display` is the tile's, which hides the frame by it.
      const looks = { verticalAlign: 'top', width: '100%', height: 'auto', border: '0', aspectRatio: own }
      Object.assign(frame.style, looks)
      // What no browser can read leaves the other in place.
      const ratio = host.getAttribute('ratio')
      if (ratio) frame.style.aspectRatio = ratio
      if (host.nonce) frame.nonce = host.nonce
    }
    for (const name of CARRIED) put(frame, name, host.getAttribute(name))
    put(frame, 'data-purpose', host.getAttribute('purpose') ?? '')
    put(frame, 'data-src', host.getAttribute('src'))
    if (frame.parentNode !== host) host.append(frame)
  }

  return { look: () => document.querySelectorAll<HTMLElement>(PLACEHOLDER).forEach(fill) }
}

/** Writes only what differs: somebody watches. */
function put(element: Element, name: string, value: string | null): void {
  if (element.getAttribute(name) === value) return
  if (value === null) element.removeAttribute(name)
  else element.setAttribute(name, value)
}
