import type { StringStorage } from './storage.ts'

/** Options of {@link localStorageStorage}. */
export interface LocalStorageOptions {
  /** @default 'latchkey' */
  readonly key?: string | undefined
  /** @default globalThis */
  readonly window?: Window | undefined
}

/**
 * Keeps the text in `localStorage` and hears at once when another tab of the same origin writes.
 * Safari forgets it after seven days without a visit.
 */
export function localStorageStorage({
  key = 'latchkey',
  window = globalThis.window,
}: LocalStorageOptions = {}): StringStorage {
  return {
    name: 'localStorage',
    read() {
      try {
        return window.localStorage.getItem(key)
      } catch {
        return null // storage is switched off
      }
    },
    write(value) {
      try {
        window.localStorage.setItem(key, value)
        return true
      } catch {
        return false // switched off or full
      }
    },
    clear() {
      try {
        window.localStorage.removeItem(key)
      } catch {
        // switched off: nothing is there
      }
    },
    watch(changed) {
      const listener = (event: StorageEvent) => {
        if (event.key === key || event.key === null) changed()
      }
      window.addEventListener('storage', listener)
      return () => window.removeEventListener('storage', listener)
    },
  }
}
