import type { Extension } from '@latchkey/core'

/** What on a page opens the preferences, for as long as an extension listens. */
const OPENERS = 'a[href="#privacy-choices"],[data-latchkey-open="preferences"]'

/**
 * Lets the page's own links open the preferences: `<a href="#privacy-choices">`, `[data-latchkey-open="preferences"]`
 * and the address itself with `#privacy-choices`, from an e-mail say. Markup can open, and nothing else.
 */
export function openers(window: Window & typeof globalThis = globalThis.window): Extension {
  return (store) => {
    let wanted = false
    const show = () => {
      wanted = store.get().phase === 'pending'
      if (!wanted) store.send({ type: 'show', surface: 'preferences' })
    }
    const pressed = (event: Event) => {
      if (!(event.target instanceof window.Element) || !event.target.closest(OPENERS)) return
      event.preventDefault()
      show()
    }
    const arrived = () => {
      if (window.location.hash === '#privacy-choices') show()
    }
    window.document.addEventListener('click', pressed)
    window.addEventListener('hashchange', arrived)
    const unsubscribe = store.subscribe(() => wanted && show())
    arrived()
    return () => {
      unsubscribe()
      window.document.removeEventListener('click', pressed)
      window.removeEventListener('hashchange', arrived)
    }
  }
}

/** Whether the page has a way back to the preferences of its own. */
export function hasOpener(document: Document): boolean {
  return document.querySelector(OPENERS) !== null
}
