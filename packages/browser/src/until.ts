import type { ConsentState, ConsentStore } from '@latchkey/core'

/** Resolves once the state is as wanted, at once if it is. */
export function until(store: ConsentStore, wanted: (state: ConsentState) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (!wanted(store.get())) return
      leave()
      resolve()
    }
    const leave = store.subscribe(look)
    look()
  })
}
