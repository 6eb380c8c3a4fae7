import type { LogStore, LogWriter } from '@latchkey/ledger'

/**
 * Writes down what the command line is about to do, and does what belongs into the same commit (threat model G6): whoever
 * has the machine needs no token, and the log of accesses says all the same what was done.
 */
export function noted<Result>(
  store: LogStore,
  what: string,
  work: (writer: LogWriter) => Promise<Result>,
): Promise<Result> {
  return store.transact(async (writer) => {
    await writer.addAccess({ at: Date.now(), who: 'command line', what, entries: 0 })
    return work(writer)
  })
}

/** {@link noted}, of what is not done in a commit of its own. */
export function note(store: LogStore, what: string): Promise<void> {
  return noted(store, what, async () => {})
}
