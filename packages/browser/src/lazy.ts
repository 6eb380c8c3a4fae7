import type { Change, ConsentState, ConsentStore, Extension, Unsubscribe } from '@latchkey/core'

/** Options of {@link lazy}. */
export interface LazyOptions {
  /** Fetches the extension; is told the change that it is needed for, which the extension has not heard. */
  readonly load: (woken?: Change) => Promise<Extension>
  /** Whether the extension has work to do in this state. @default while a surface is open */
  readonly when?: ((state: ConsentState) => boolean) | undefined
  /** Told when fetching failed; it is tried again at the next change that needs it. */
  readonly failed?: ((error: unknown) => void) | undefined
}

/** An extension that is loaded when there is work for it. */
export interface Lazy extends Extension {
  /** There is work, whatever the state says: a launcher, a placeholder or a way back to draw. */
  want(): void
}

/**
 * An extension whose code is loaded when it first has work to do.
 *
 * @example
 * lazy({ load: async () => (await import('@latchkey/ui')).ui(options) })
 */
export function lazy({ load, when = ({ surface }) => surface !== 'none', failed }: LazyOptions): Lazy {
  let store: ConsentStore | undefined
  let wanted = false
  let loading = false
  let leave: Unsubscribe | undefined
  const look = (_?: ConsentState, change?: Change) => {
    if (!store || loading || !(wanted || when(store.get()))) return
    loading = true
    load(change).then(
      (extension) => {
        if (store) leave = extension(store) ?? undefined
      },
      (error) => {
        loading = wanted = false
        failed?.(error)
      },
    )
  }
  const extension: Extension = (joined) => {
    store = joined
    const unsubscribe = joined.subscribe(look)
    look()
    return () => {
      store = undefined
      unsubscribe()
      leave?.()
    }
  }
  return Object.assign(extension, {
    want() {
      wanted = true
      look()
    },
  })
}
