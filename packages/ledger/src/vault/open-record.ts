import type { StoredRecord } from '../store/store.ts'
import type { Sealable, Vault } from './vault.ts'

/** Opens a stored record. `null` if it does not open: altered, or the operator's key is another one. */
export function openRecord(vault: Vault, { subject, key, seq, sealed }: StoredRecord): Sealable | null {
  return vault.open(subject, key, seq, sealed)
}
