import type { Unsubscribe } from '@latchkey/core'
import type { StringStorage } from './storage.ts'

/** Options of {@link localStorageStorage}. */
export interface LocalStorageOptions {
  /** @default 'latchkey' */
  readonly key?: string | undefined
  /** @default globalThis */
  readonly window?: Window | undefined
}

/** A storage that hears when another tab has written. */
interface WatchedStorage extends StringStorage {
  watch(changed: () => void): Unsubscribe
}

/**
 * Keeps the text in `localStorage` and hears at once when another tab of the same origin writes.
 * Safari forgets it after seven days without a visit.
 */
export function localStorageStorage({
  key = 'latchkey',
  window = globalThis.window,
}: LocalStorageOptions = {}): WatchedStorage {
  /** Storage may be switched off or full: then there is nothing to read, and writing did not happen. */
  function attempt<T>(action: (storage: Storage) => T): T | undefined {
    try {
      return action(window.localStorage)
    } catch {
      return undefined
    }
  }
  return {
    name: 'localStorage',
    read: () => attempt((storage) => storage.getItem(key)) ?? null,
    write: (value) =>
      attempt((storage) => {
        storage.setItem(key, value)
        return true
      }) ?? false,
    clear: () => attempt((storage) => storage.removeItem(key)),
    watch(changed) {
      const listener = (event: StorageEvent) => {
        if (event.key === key || event.key === null) changed()
      }
      window.addEventListener('storage', listener)
      return () => window.removeEventListener('storage', listener)
    },
  }
}
