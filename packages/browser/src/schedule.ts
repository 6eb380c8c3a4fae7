/** Runs `work` once the browser has had a chance to paint what the last press changed. */
export function afterPaint(window: Window, work: () => void): void {
  // A hidden page paints nothing and runs no animation frames.
  if (window.document.hidden) window.setTimeout(work)
  else window.requestAnimationFrame(() => window.setTimeout(work))
}

/** Runs `work` when the page has nothing better to do, at the latest after two seconds. */
export function whenIdle(window: Window, work: () => void): void {
  // An element of that name may stand there where Safari has none (B5).
  if (typeof window.requestIdleCallback === 'function') window.requestIdleCallback(work, { timeout: 2000 })
  else window.setTimeout(work, 200)
}

/** Runs `work` once, as soon as an element that matches is in the document; returns how to give up waiting. */
export function whenFound(
  window: Window & typeof globalThis,
  selector: string,
  work: () => void,
): () => void {
  const look = () => {
    if (!window.document.querySelector(selector)) return
    observer.disconnect()
    work()
  }
  const observer = new window.MutationObserver(look)
  observer.observe(window.document, { childList: true, subtree: true })
  look()
  return () => observer.disconnect()
}
