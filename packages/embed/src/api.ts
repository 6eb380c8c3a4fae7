import type { Consent } from '@latchkey/browser'
import type { ReportProblem } from '@latchkey/core'
import type { Proof } from '@latchkey/proof'
import { own } from './own.ts'
import type { Records } from './records.ts'

/** The page's one public object, `$latchkey`. Before the script has come it is an array that calls are pushed to. */
export interface Latchkey extends Omit<Consent, 'store'> {
  /** This device's own records, newest first. */
  readonly history: Proof['history']
  /** The ledger's receipt for a record; `null` while there is none. */
  readonly receipt: Proof['receipt']
  /** Runs calls as they are queued before the script has come: `['whenGranted', 'analytics', start]`. */
  push(...calls: readonly unknown[]): void
}

/**
 * Builds the public object and answers what was queued. Frozen, and without a handle on the store: a page's scripts can
 * call, not reach in. Unknown names are reported; nothing throws.
 */
export function createApi(
  { store: _, ...consent }: Consent,
  { need }: Pick<Records, 'need'>,
  queued: readonly unknown[],
  report: ReportProblem,
): Latchkey {
  const push = (...calls: readonly unknown[]) => {
    for (const call of calls) {
      const [name, ...args] = [call].flat()
      const method = own(api)[String(name)]
      if (typeof method === 'function')
        Promise.resolve(args)
          .then((list) => method(...list))
          .catch(globalThis.reportError)
      else
        report({
          code: 'C109',
          where: '$latchkey.push',
          got: String(name),
          expected: Object.keys(api).join(' '),
        })
    }
  }
  const api: Latchkey = Object.freeze({
    ...consent,
    history: async () => (await need()).history(),
    receipt: async (id: string) => (await need()).receipt(id),
    push,
  })
  push(...queued)
  return api
}
