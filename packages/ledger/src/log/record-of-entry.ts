import { attestedEntry, consentEntry, fromUtf8, sameBytes } from '@latchkey/log'
import { parseRecord } from '@latchkey/record/schema'
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
  if (!opened || !sameBytes(entryOf(stored.assurance, stored.received, opened), entry)) return false
  // What lies beside it in the clear is found by, and must not lead elsewhere.
  const said = parseRecord(fromUtf8(opened.body) ?? '')
  const { site, id, subject, notice } = stored
  return (
    said.ok &&
    said.record.site === site &&
    said.record.id === id &&
    said.record.subject === subject &&
    said.record.notice === notice
  )
}
