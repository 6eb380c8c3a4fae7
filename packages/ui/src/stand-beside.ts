import { beside, type Side } from './beside.ts'
import { windowOf } from './window-of.ts'

/** Whether a card can stand beside it: whoever writes JavaScript may pass anything. */
export function isElement(near: object | undefined): near is Element {
  return typeof (near as Partial<Element> | undefined)?.getBoundingClientRect === 'function'
}

/**
 * Keeps a card beside an element of the page while one of them moves or grows; without room, and once the element is
 * gone, it stands in its corner. Moved by `translate`, which shifts no layout (CLS 0). Returns how to end it.
 */
export function standBeside(card: HTMLElement, near: Element): () => void {
  const window = windowOf(card.ownerDocument)
  if (!window) return () => {}
  const dir = window.getComputedStyle(card).direction
  const gone = new AbortController()
  let last: Side | undefined
  let scheduled = false

  const place = () => {
    const { offsetWidth: width, offsetHeight: height } = card
    const found = beside({
      near: near.getBoundingClientRect(),
      card: { width, height },
      window: { width: window.innerWidth, height: window.innerHeight },
      dir,
      last,
    })
    last = found?.side
    card.classList.toggle('beside', found !== null)
    card.style.setProperty('--x', `${found?.x}px`)
    card.style.setProperty('--y', `${found?.y}px`)
  }
  /** Once per frame at most. */
  const again = () => {
    if (scheduled) return
    scheduled = true
    window.requestAnimationFrame(() => {
      scheduled = false
      if (!gone.signal.aborted) place()
    })
  }

  place()
  // Captured: parts of the page that scroll by themselves do not tell the window.
  for (const event of ['scroll', 'resize'])
    window.addEventListener(event, again, { capture: true, passive: true, signal: gone.signal })
  const sizes = typeof ResizeObserver === 'function' ? new ResizeObserver(again) : undefined
  for (const each of [card, near]) sizes?.observe(each)
  return () => {
    gone.abort()
    sizes?.disconnect()
  }
}
