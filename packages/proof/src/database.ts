import { createStore, promisifyRequest, type UseStore } from 'idb-keyval'

/** Where entries lie besides the journal. Its promises may reject, or never settle. */
export interface Database {
  /** Every value. */
  all(): Promise<readonly unknown[]>
  put(key: string, value: unknown): Promise<void>
  remove(keys: readonly string[]): Promise<void>
}

/** The IndexedDB database `latchkey`, store `outbox`. Opened at the first use, not before. */
export function indexedDatabase(): Database {
  const store = createStore('latchkey', 'outbox')
  // Without IndexedDB the mere opening throws: `async` makes that a rejection.
  const use: UseStore = async (mode, task) => store(mode, task)
  const change = (task: (store: IDBObjectStore) => void) =>
    use('readwrite', (store) => {
      task(store)
      return promisifyRequest(store.transaction)
    })
  return {
    all: () => use('readonly', (store) => promisifyRequest(store.getAll())),
    put: (key, value) => change((store) => store.put(value, key)),
    remove: (keys) =>
      change((store) => {
        for (const key of keys) store.delete(key)
      }),
  }
}
