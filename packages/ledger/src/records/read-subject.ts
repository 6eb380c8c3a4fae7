import { formatVkey, fromUtf8, inclusionProver, toBase64, utf8, type VerifierKey } from '@latchkey/log'
import { tileNodes } from '../log/tile-nodes.ts'
import type { Head, LogReader } from '../store/store.ts'
import type { Vault } from '../vault/vault.ts'
import { rememberingTiles } from './remembering-tiles.ts'
import { subjectRecords } from './subject-records.ts'

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

export interface ReadSubjectOptions {
  readonly reader: LogReader
  readonly verifier: VerifierKey
  readonly head: Head
  readonly subjects: readonly string[]
  readonly vault: Vault
}

/**
 * The account of whoever holds the secret, as the JSON of a `SubjectAccount`, piece by piece. A secret that was never used
 * has an empty one (threat model F8).
 */
export async function* readSubject(options: ReadSubjectOptions): AsyncGenerator<Uint8Array, void, void> {
  const { reader, verifier, head, subjects, vault } = options
  const { size, note } = head
  const about = JSON.stringify({ origin: verifier.name, vkey: formatVkey(verifier), checkpoint: note })
  yield utf8(`${about.slice(0, -1)},"records":[`)
  const tiles = rememberingTiles(reader)
  let between = ''
  for await (const { seq, received, salt, body, leaf } of subjectRecords(reader, subjects, size, vault)) {
    const record = fromUtf8(body)
    if (record === null) continue
    const proof = inclusionProver(size, await tileNodes(tiles, size, seq, seq + 1))(seq).map(toBase64)
    const one: SubjectRecord = { seq, received, salt: toBase64(salt), record, leaf: toBase64(leaf), proof }
    yield utf8(between + JSON.stringify(one))
    between = ','
  }
  yield utf8(']}')
}
