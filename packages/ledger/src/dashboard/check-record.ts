import {
  bytesToHex,
  fromUtf8,
  leafHash,
  openCheckpoint,
  sameBytes,
  sha256,
  toBase64,
  type VerifierKey,
  verifyTlogProof,
} from '@latchkey/log'
import type { ConsentRecord } from '@latchkey/record'
import { parseRecord } from '@latchkey/record/schema'
import { readReceipt } from '../log/read-receipt.ts'
import { entryOf } from '../log/record-of-entry.ts'
import type { Head, LogReader, StoredRecord } from '../store/store.ts'
import { openRecord } from '../vault/open-record.ts'
import type { Vault } from '../vault/vault.ts'

/** One thing that was checked. `null`: there was nothing to check. */
export interface Step {
  readonly holds: boolean | null
  readonly what: string
  /** Hashes and numbers, for whoever checks again. */
  readonly detail: string
}

export interface CheckedRecord {
  readonly stored: StoredRecord
  /** The exact text; `null` if it does not open. */
  readonly text: string | null
  readonly record: ConsentRecord | null
  readonly salt: string
  readonly leaf: string
  /** The tlog-proof against the newest checkpoint. */
  readonly proof: string | null
  /** The notice document; `null` if the ledger has not got it. */
  readonly notice: string | null
  readonly steps: readonly Step[]
}

export interface CheckRecordOptions {
  readonly read: LogReader
  readonly vault: Vault
  readonly verifier: VerifierKey
  readonly head: Head
}

/** Checks one record as an auditor would: its bytes, its place in the log, the signature, its words. */
export async function checkRecord(
  stored: StoredRecord,
  { read, vault, verifier, head }: CheckRecordOptions,
): Promise<CheckedRecord> {
  const { seq, assurance, received } = stored
  const opened = openRecord(vault, stored)
  const text = opened && fromUtf8(opened.body)
  const parsed = parseRecord(text ?? '')
  const record = parsed.ok ? parsed.record : null
  const [place] = await read.entries(seq, seq + 1)
  const entry = place?.entry ?? new Uint8Array()
  const leaf = leafHash(entry)
  const proof = await readReceipt(read, head, seq)
  const proven = proof === null ? null : await verifyTlogProof(proof, leaf, [verifier])
  const signed = await openCheckpoint(head.note, [verifier])
  const document = record?.notice ? await read.document(record.notice) : null
  const made = opened && sameBytes(entryOf(assurance, received, opened), entry)
  const steps: readonly Step[] = [
    {
      holds: text !== null,
      what: 'The stored record opens with the subject’s key.',
      detail: opened
        ? `${opened.body.length} bytes`
        : 'It was altered, or the operator’s key is another one.',
    },
    {
      holds: made ?? false,
      what: 'The log’s entry is made of this very record, its salt and its time of arrival.',
      detail: `entry ${seq}, leaf ${bytesToHex(leaf)}`,
    },
    {
      holds: signed?.size === head.size,
      what: 'The newest checkpoint is signed with this ledger’s key.',
      detail: `${verifier.name}, ${head.size} entries`,
    },
    {
      holds: proven !== null,
      what: 'The entry is part of the tree that the checkpoint signs.',
      detail: proven ? `root ${bytesToHex(proven.root)}` : 'The path does not lead to the signed root.',
    },
    {
      holds: document ? bytesToHex(sha256(document.document)) === record?.notice : null,
      what: 'The words below are the ones that the record names.',
      detail: record?.notice ? `SHA-256 ${record.notice}` : 'The record names none: nothing was shown.',
    },
  ]
  return {
    stored,
    text,
    record,
    salt: opened ? toBase64(opened.salt) : '',
    leaf: toBase64(leaf),
    proof,
    notice: document && fromUtf8(document.document),
    steps,
  }
}
