import { embed } from './embed.ts'
import { reportTo } from './report.ts'

// The script tag: the one file that does something when it is loaded. Whatever goes wrong here must not reach the
// page; nothing gated has started then, because nothing gated starts by itself.
try {
  const page = window as Window & typeof globalThis & { $latchkey?: unknown }
  const { $latchkey: before } = page
  const report = reportTo(page)
  if (before && !Array.isArray(before) && typeof (before as { push?: unknown }).push === 'function') {
    report({ code: 'C108', where: 'script tag' })
  } else {
    const api = embed({ window: page, tag: ownTag(), queued: Array.isArray(before) ? before : [], report })
    Object.defineProperty(page, '$latchkey', { value: api, configurable: true, enumerable: true })
  }
} catch (error) {
  globalThis.reportError?.(error)
}

/** Asks the browser itself: `document.currentScript` can be taken over by an element of that name in the page. */
function ownTag(): HTMLScriptElement | null {
  const script: unknown = Object.getOwnPropertyDescriptor(Document.prototype, 'currentScript')?.get?.call(
    document,
  )
  return script instanceof HTMLScriptElement ? script : null
}
