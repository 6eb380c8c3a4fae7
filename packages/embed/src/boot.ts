import type { start } from './chunks/guard.ts'
import { embed } from './embed.ts'
import { reporter } from './report.ts'

/**
 * What a script tag does when it is loaded. Whatever goes wrong here must not reach the page; nothing gated has
 * started then, because nothing gated starts by itself.
 */
export function boot(guardNow?: typeof start): void {
  try {
    const page = window as Window & { $latchkey?: unknown }
    const before = page.$latchkey
    const queued = Array.isArray(before) ? before : []
    const report = reporter()
    if (before !== queued && typeof (before as { push?: unknown } | undefined)?.push === 'function') {
      report({ code: 'C108', where: 'script tag' })
    } else {
      const value = embed(ownTag(), queued, report, guardNow)
      Object.defineProperty(page, '$latchkey', { value, configurable: true })
    }
  } catch (error) {
    globalThis.reportError?.(error)
  }
}

/** Asks the browser itself: `document.currentScript` can be taken over by an element of that name in the page. */
function ownTag(): HTMLScriptElement | null {
  const script: unknown = Reflect.get(Document.prototype, 'currentScript', document)
  return script instanceof HTMLScriptElement ? script : null
}
