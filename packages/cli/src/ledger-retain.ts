import { openOffline } from '@latchkey/ledger'
import { type LedgerAction, policyOf } from './ledger-action.ts'

/** `latchkey ledger retain`: erases what the policy no longer keeps, now. */
export const ledgerRetain: LedgerAction = async ({ flags, env, place, say }) => {
  const policy = policyOf(flags, env)
  const store = place.store()
  try {
    const [key, vault] = [place.key(), place.vault()]
    await store.prepare(vault)
    const ledger = await openOffline({ store, key, vault, ...place.beside, now: Date.now })
    const result = await ledger.retain(policy)
    await ledger.close()
    say(`erased ${result.erased} records${result.done ? '' : ', and is not done'}`, result)
    return result.done ? 0 : 1
  } finally {
    await store.close()
  }
}
