import { afterPaint } from '@latchkey/browser'
import type { Extension } from '@latchkey/core'
import { tell } from './tell.ts'

/**
 * Tells the page what changed: DOM events on `document`, and `latchkey_change` for tag managers. That comes after
 * Consent Mode's update, and so after the `services` have come, or failed to.
 */
export const announce =
  (services: () => Promise<unknown>): Extension =>
  (store) => {
    let ready = false
    return store.subscribe((state, change) => {
      if (state.regime && !ready) {
        ready = true
        tell('ready', state)
      }
      const { granted, denied, withdrawn } = change
      if (![...granted, ...denied, ...withdrawn].length) return
      tell('change', { state, change })
      if (withdrawn.length) tell('withdrawn', { purposes: withdrawn })
      const push = () => {
        const { dataLayer } = window as { dataLayer?: unknown }
        const latchkey = Object.entries(store.get().standings).map(([id, { granted }]) => [
          id,
          granted ? 'granted' : 'denied',
        ])
        if (Array.isArray(dataLayer))
          dataLayer.push({ event: 'latchkey_change', latchkey: Object.fromEntries(latchkey) })
      }
      // Asked for later than their start, which waits for the same paint.
      Promise.resolve()
        .then(services)
        .then(() => afterPaint(window, push))
    })
  }
