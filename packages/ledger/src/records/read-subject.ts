import { formatVkey, fromUtf8, inclusionProver, leafHash, toBase64, type VerifierKey } from '@latchkey/log'
import { tileNodes } from '../log/tile-nodes.ts'
import type { Head, LogReader } from '../store/store.ts'
import { openRecord } from '../vault/open-record.ts'
import type { Vault } from '../vault/vault.ts'

/** One of a subject's own records, with all that verifies it. */
export interface SubjectRecord {
  readonly seq: number
  readonly received: number
  /** base64; with it the leaf can be made again from the record. */
  readonly salt: string
  /** The exact text. */
  readonly record: string
  readonly leaf: string
  readonly proof: readonly string[]
}

/** Everything that the ledger has on a subject (GDPR art. 15 and 20; threat model G6). */
export interface SubjectAccount {
  readonly origin: string
  readonly vkey: string
  readonly checkpoint: string
  readonly records: readonly SubjectRecord[]
}

/** The account of whoever holds the secret. A secret that was never used has an empty one (threat model F8). */
export async function readSubject(
  reader: LogReader,
  verifier: VerifierKey,
  { size, note }: Head,
  subjects: readonly string[],
  vault: Vault,
): Promise<SubjectAccount> {
  const stored = (await Promise.all(subjects.map((subject) => reader.recordsOf(subject)))).flat()
  const records: SubjectRecord[] = []
  for (const one of stored.sort((a, b) => a.seq - b.seq)) {
    const { seq, received } = one
    const opened = openRecord(vault, one)
    const [entry] = await reader.entries(seq, seq + 1)
    const record = opened && fromUtf8(opened.body)
    // A commit may have come between the checkpoint and the read; its records are in the next answer.
    if (!entry || !opened || record === null || seq >= size) continue
    const proof = inclusionProver(size, await tileNodes(reader, size, seq, seq + 1))(seq).map(toBase64)
    records.push({
      seq,
      received,
      salt: toBase64(opened.salt),
      record,
      leaf: toBase64(leafHash(entry.entry)),
      proof,
    })
  }
  return { origin: verifier.name, vkey: formatVkey(verifier), checkpoint: note, records }
}
