import {
  type EntryLine,
  formatExportLine,
  formatNote,
  formatVkey,
  fromUtf8,
  inclusionProver,
  isConsentEntry,
  leafHash,
  parseNote,
  parseSuccession,
  sameBytes,
  utf8,
  type VerifierKey,
} from '@latchkey/log'
import { successionPlaces } from '../log/read-chain.ts'
import { tileNodes } from '../log/tile-nodes.ts'
import type { Head, LogReader, StoredEntry, StoredRecord } from '../store/store.ts'
import { openRecord } from '../vault/open-record.ts'
import type { Vault } from '../vault/vault.ts'

/** Whose records an export shows: those of these sites, of all (`sites: null`), or nobody's. The others are sealed. */
export type Reveal = { readonly sites: readonly string[] | null } | null

export interface ExportRange {
  readonly from: number
  /** One past the last. */
  readonly to: number
}

export interface ExportOptions {
  readonly reader: LogReader
  readonly vault: Vault
  readonly verifier: VerifierKey
  readonly head: Head
  readonly range: ExportRange
  readonly reveal: Reveal
}

const PAGE = 512
/** Entries whose lines are written in one go; others are served in between. */
const PIECE = 32

/**
 * The lines of an export, in pieces. Reads page by page and holds no transaction, so that it never stands in the way
 * of an erasure; if one runs meanwhile the export breaks off, and nobody can take the torn file for a whole one.
 */
export async function* writeExport({
  reader,
  vault,
  verifier,
  head: { size, note },
  range: { from, to },
  reveal,
}: ExportOptions): AsyncGenerator<Uint8Array, void, void> {
  const digests = reveal ? await reader.documentsOf(from, to, reveal.sites) : []
  const entryLine = lineWriter(size, vault, reveal)
  yield lines([
    formatExportLine({
      latchkey: 'export',
      v: 1,
      origin: verifier.name,
      vkey: formatVkey(verifier),
      checkpoint: signedBy(verifier, note),
      from,
      to,
      notices: digests.length,
    }),
  ])
  const later = new Set<number>()
  for (let start = from; start < to; start += PAGE) {
    const end = Math.min(start + PAGE, to)
    const prove = inclusionProver(size, await tileNodes(reader, size, start, end))
    const entries = await reader.entries(start, end)
    for (const { by } of entries) if (by !== null && by >= to) later.add(by)
    for (let at = 0; at < entries.length; at += PIECE) {
      const piece = entries.slice(at, at + PIECE)
      yield lines(piece.map((entry) => formatExportLine(entryLine(entry, prove))))
    }
  }
  for (const seq of await successionPlaces(reader))
    if (seq < size && (seq < from || seq >= to)) later.add(seq)
  // An export of a part brings the erasures that explain what is gone from it, and every change of the log's key.
  for (const seq of [...later].sort((a, b) => a - b)) {
    const prove = inclusionProver(size, await tileNodes(reader, size, seq, seq + 1))
    const entries = await reader.entries(seq, seq + 1)
    yield lines(entries.map((entry) => formatExportLine(entryLine(entry, prove))))
  }
  for (const digest of digests) {
    const document = fromUtf8((await reader.document(digest))?.document ?? Uint8Array.of(0xff))
    if (document === null) throw torn()
    yield lines([formatExportLine({ kind: 'notice', digest, document })])
  }
}

function lineWriter(size: number, vault: Vault, reveal: Reveal) {
  return (stored: StoredEntry, prove: (index: number) => Uint8Array[]): EntryLine => {
    const { seq, entry: bytes, record: kept, by } = stored
    const leaf = base64(leafHash(bytes))
    const proof = prove(seq).map(base64)
    const entry = base64(bytes)
    if (kept && !shows(reveal, kept)) return { seq, kind: 'sealed', entry, leaf, proof }
    if (kept) {
      const opened = openRecord(vault, kept)
      const record = opened && fromUtf8(opened.body)
      if (!opened || record === null)
        throw new Error('[ledger] export: a stored record is not the text that came.')
      const kind = kept.assurance === 'attested' ? 'attested' : 'record'
      return { seq, kind, received: kept.received, salt: base64(opened.salt), record, leaf, proof }
    }
    if (!isConsentEntry(bytes)) {
      const kind = parseSuccession(bytes)?.kind ?? 'erasure'
      return { seq, kind, entry, leaf, proof }
    }
    if (by === null || by >= size) throw torn()
    return { seq, kind: 'erased', entry, leaf, proof, by }
  }
}

/** Whether a reader may see this record. */
export function shows(reveal: Reveal, { site }: StoredRecord): boolean {
  return reveal !== null && (reveal.sites === null || reveal.sites.includes(site))
}

function torn(): Error {
  return new Error('[ledger] export: an erasure ran meanwhile. Ask again.')
}

/** As `toBase64` of `log` writes it, in a tenth of the time: an export has two dozen of them a line. */
function base64({ buffer, byteOffset, byteLength }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('base64')
}

function lines(texts: readonly string[]): Uint8Array {
  return utf8(texts.map((text) => `${text}\n`).join(''))
}

/** The checkpoint with the log's own signature alone: another's, of a witness or a former key, nobody could check here. */
function signedBy({ id, name }: VerifierKey, note: string): string {
  const { text = '', signatures = [] } = parseNote(note) ?? {}
  return formatNote({
    text,
    signatures: signatures.filter((signature) => signature.name === name && sameBytes(signature.id, id)),
  })
}
