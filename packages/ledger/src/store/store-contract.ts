import { createVault } from '../vault/vault.ts'
import { aloneChecks } from './contract/alone.ts'
import type { Check, StoreTrial } from './contract/check.ts'
import { erasureChecks } from './contract/erasure.ts'
import { logChecks } from './contract/log.ts'
import { recordChecks } from './contract/records.ts'
import { tableChecks } from './contract/tables.ts'
import type { LogStore } from './store.ts'

/** A store, and how its tests meet it: one database, empty at first. */
export interface StoreUnderTest {
  /** Opens a store on the database; each call one more, as another process would have it. */
  open(): LogStore
  /** What somebody with the database open might try on entries, checkpoints, erasures and records; each must fail. */
  readonly edits?: readonly (() => unknown)[] | undefined
  /**
   * Whether two stores in one process can write at the same time. A store that waits for the other without letting
   * the process go on cannot. @default true
   */
  readonly together?: boolean | undefined
  /** The stores are closed by then. */
  remove(): unknown
}

/** One duty of every store. `run` rejects if it is not met. */
export interface StoreCheck {
  readonly title: string
  run(): Promise<void>
}

/**
 * What every store owes the ledger, as checks for any test runner: each method, order, all or nothing, nothing seen
 * before its commit, two writers on one log, refusal of edits, erasure. Each check gets a database of its own.
 *
 * @example
 * for (const { title, run } of storeContract('my store', makeOne)) test(title, run)
 */
export function storeContract(
  name: string,
  make: () => StoreUnderTest | Promise<StoreUnderTest>,
): readonly StoreCheck[] {
  const vault = createVault([Buffer.alloc(32).toString('base64')])
  const checks: readonly Check[] = [
    ...logChecks,
    ...recordChecks,
    ...tableChecks,
    ...erasureChecks,
    ...aloneChecks,
  ]
  return checks.map(({ title, check }) => ({
    title: `${name}: ${title}`,
    async run() {
      const under = await make()
      const opened: LogStore[] = []
      const open = () => {
        const store = under.open()
        opened.push(store)
        return store
      }
      const trial: StoreTrial = {
        vault,
        open,
        edits: under.edits ?? [],
        together: under.together ?? true,
        async prepared() {
          const store = open()
          await store.prepare(vault)
          return store
        },
      }
      try {
        await check(trial)
      } finally {
        await Promise.all(opened.map((store) => store.close()))
        await under.remove()
      }
    },
  }))
}
