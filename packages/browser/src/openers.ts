import type { Extension } from '@latchkey/core'
import { listen } from './listen.ts'
import { until } from './until.ts'

/** What on a page opens the preferences, for as long as {@link openers} listens. */
export const OPENERS = 'a[href="#privacy-choices"],[data-latchkey-open="preferences"]'

/**
 * Lets the page's own links open the preferences: `<a href="#privacy-choices">`, `[data-latchkey-open="preferences"]`
 * and the address itself with `#privacy-choices`, from an e-mail say. Markup can open, and nothing else.
 */
export function openers(window: Window & typeof globalThis = globalThis.window): Extension {
  return (store) => {
    const show = async () => {
      await until(store, ({ regime }) => !!regime)
      store.send({ type: 'show', surface: 'preferences' })
    }
    const arrived = () => {
      if (window.location.hash === '#privacy-choices') show()
    }
    const leave = [
      listen(window, 'hashchange', arrived),
      listen(window.document, 'click', (event) => {
        if (!(event.target instanceof window.Element) || !event.target.closest(OPENERS)) return
        event.preventDefault()
        show()
      }),
    ]
    arrived()
    return () => leave.forEach((stop) => void stop())
  }
}

/** Whether the page has a way back to the preferences of its own. */
export function hasOpener(document: Document): boolean {
  return !!document.querySelector(OPENERS)
}
