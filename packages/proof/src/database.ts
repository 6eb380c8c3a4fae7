import { createStore, promisifyRequest, type UseStore } from 'idb-keyval'

/** Where entries lie besides the journal. Its promises may reject, or never settle. */
export interface Database {
  /** Every value. */
  all(): Promise<readonly unknown[]>
  put(key: string, value: unknown): Promise<void>
  /** Puts it unless something lies under this key: another tab may have been faster, and know more. */
  add(key: string, value: unknown): Promise<void>
  remove(keys: readonly string[]): Promise<void>
}

const NAME = 'latchkey'

/** Whether an earlier page has left a database. Makes none. May reject: older browsers cannot say. */
export async function isDatabaseThere(): Promise<boolean> {
  return (await indexedDB.databases()).some(({ name }) => name === NAME)
}

/** The IndexedDB database `latchkey`, store `outbox`, through a connection of its own. Opened at the first use. */
export function indexedDatabase(): Database {
  const store = createStore(NAME, 'outbox')
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
    add: (key, value) =>
      change((store) => {
        const known = store.getKey(key)
        known.onsuccess = () => {
          try {
            if (known.result === undefined) store.put(value, key)
          } catch {
            store.transaction.abort() // nobody else would hear of what is thrown here
          }
        }
      }),
    remove: (keys) =>
      change((store) => {
        for (const key of keys) store.delete(key)
      }),
  }
}
