import { afterPaint } from '@latchkey/browser'
import type { ConsentState, Extension } from '@latchkey/core'

/** Tells the page what changed: DOM events on `document`, and `latchkey_change` for tag managers. */
export function announce(window: Window & typeof globalThis): Extension {
  const { document } = window
  const tell = (name: string, detail: unknown) =>
    document.dispatchEvent(new window.CustomEvent(`latchkey:${name}`, { detail }))
  return (store) => {
    let ready = false
    return store.subscribe((state, change) => {
      if (state.phase !== 'pending' && !ready) {
        ready = true
        tell('ready', state)
      }
      const { granted, denied, withdrawn } = change
      if (granted.length + denied.length + withdrawn.length === 0) return
      tell('change', Object.freeze({ state, change }))
      if (withdrawn.length > 0) tell('withdrawn', Object.freeze({ purposes: withdrawn }))
      // After the services of this change have started, and so after the Consent Mode update.
      afterPaint(window, () => push(window, store.get()))
    })
  }
}

function push(window: Window & { dataLayer?: unknown }, { standings }: ConsentState): void {
  const { dataLayer } = window
  if (!Array.isArray(dataLayer)) return
  const answers = Object.entries(standings).map(([id, { granted }]) => [id, granted ? 'granted' : 'denied'])
  dataLayer.push({ event: 'latchkey_change', latchkey: Object.fromEntries(answers) })
}
