/** The part of `Storage` that is used. Its keys must be its own enumerable properties, as `localStorage`'s are. */
export type KeyStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

/** Storage that cannot throw. */
export interface GuardedStorage {
  keys(): readonly string[]
  get(key: string): string | null
  /** Whether it was written. */
  set(key: string, value: string): boolean
  remove(key: string): void
}

/**
 * Makes storage safe to use: it may be denied, full, or gone between two calls (threat model D4).
 *
 * @param open May throw: browsers that deny storage throw on the mere mention of it.
 * @param failed Hears of every failure.
 */
export function guardStorage(open: () => KeyStorage | null, failed: () => void): GuardedStorage {
  function attempt<T>(use: (storage: KeyStorage) => T, otherwise: T): T {
    try {
      const storage = open()
      if (storage) return use(storage)
    } catch {
      // told below, like storage that is not there
    }
    failed()
    return otherwise
  }
  return {
    keys: () => attempt(Object.keys, []),
    get: (key) => attempt((storage) => storage.getItem(key), null),
    set: (key, value) =>
      attempt((storage) => {
        storage.setItem(key, value)
        return true
      }, false),
    remove: (key) => attempt((storage) => storage.removeItem(key), undefined),
  }
}
