import type { LogReader } from '../store/store.ts'
import type { Vault } from './vault.ts'

/** The setting that names the key encryption key which wraps what is new. */
export const KEK_IN_FORCE = 'kek'

/**
 * Names the key that wraps now, for every process on the log: a rotation changes it in its first commit. Read within each
 * commit, so that nothing is wrapped with a former key afterwards, and that key can be dropped: whoever went on with it in
 * memory would give receipts for records that nobody could open any more. A process without the key stops.
 */
export async function kekInForce(read: LogReader, vault: Pick<Vault, 'kek' | 'holds'>): Promise<string> {
  // A log of an earlier release names none until its next start.
  const kek = (await read.setting(KEK_IN_FORCE)) ?? vault.kek
  if (vault.holds(kek)) return kek
  throw new Error(
    `[ledger] vault: the key ${kek} wraps now, and is not among the key encryption keys. Start again, with the new key.`,
  )
}
