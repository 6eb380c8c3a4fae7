import type { Unsubscribe } from '@latchkey/core'
import { attempt } from './attempt.ts'
import { listen } from './listen.ts'
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
  return { name: 'localStorage', ...inLocalStorage(key, window) }
}

/** The same, as the cookie keeps its copy. */
export function inLocalStorage(key: string, window: Window): Omit<WatchedStorage, 'name'> {
  return {
    read: () => attempt(() => window.localStorage.getItem(key)) ?? null,
    write: (value) => attempt(() => window.localStorage.setItem(key, value) === undefined) ?? false,
    clear: () => attempt(() => window.localStorage.removeItem(key)),
    watch: (changed) =>
      listen<StorageEvent>(window, 'storage', (event) => {
        if (event.key === key || event.key === null) changed()
      }),
  }
}
