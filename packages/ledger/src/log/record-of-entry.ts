import { attestedEntry, consentEntry, sameBytes } from '@latchkey/log'
import type { Assurance, StoredRecord } from '../store/store.ts'
import { openRecord } from '../vault/open-record.ts'
import type { Sealable, Vault } from '../vault/vault.ts'

/** The log entry of a record that is vouched for like this. */
export function entryOf(assurance: Assurance, received: number, { salt, body }: Sealable): Uint8Array {
  const commit = assurance === 'attested' ? attestedEntry : consentEntry
  return commit({ received, salt, record: body })
}

/** Whether a stored record opens and is what its log entry commits to. */
export function isRecordOf(vault: Vault, stored: StoredRecord, entry: Uint8Array): boolean {
  const opened = openRecord(vault, stored)
  return opened !== null && sameBytes(entryOf(stored.assurance, stored.received, opened), entry)
}
