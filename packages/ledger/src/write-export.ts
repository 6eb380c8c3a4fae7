import {
  type EntryLine,
  formatExportLine,
  formatVkey,
  fromUtf8,
  inclusionProver,
  isConsentEntry,
  leafHash,
  toBase64,
  utf8,
  type VerifierKey,
} from '@latchkey/log'
import type { Head, LogReader, StoredEntry } from './store.ts'
import { tileNodes } from './tile-nodes.ts'

export interface ExportRange {
  readonly from: number
  /** One past the last. */
  readonly to: number
}

const PAGE = 512

/**
 * The lines of an export, in pieces. Reads page by page and holds no transaction, so that it never stands in the way
 * of an erasure; if one runs meanwhile the export breaks off, and nobody can take the torn file for a whole one.
 */
export async function* writeExport(
  reader: LogReader,
  verifier: VerifierKey,
  { size, note }: Head,
  { from, to }: ExportRange,
): AsyncGenerator<Uint8Array, void, void> {
  const digests = await reader.noticesOf(from, to)
  yield lines([
    formatExportLine({
      latchkey: 'export',
      v: 1,
      origin: verifier.name,
      vkey: formatVkey(verifier),
      checkpoint: note,
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
    yield lines(entries.map((entry) => formatExportLine(entryLine(entry, prove, size))))
  }
  // An export of a part brings the erasures that explain what is gone from it.
  for (const seq of [...later].sort((a, b) => a - b)) {
    const prove = inclusionProver(size, await tileNodes(reader, size, seq, seq + 1))
    const entries = await reader.entries(seq, seq + 1)
    yield lines(entries.map((entry) => formatExportLine(entryLine(entry, prove, size))))
  }
  for (const digest of digests) {
    const document = fromUtf8((await reader.notice(digest)) ?? Uint8Array.of(0xff))
    if (document === null) throw torn()
    yield lines([formatExportLine({ kind: 'notice', digest, document })])
  }
}

function entryLine(stored: StoredEntry, prove: (index: number) => Uint8Array[], size: number): EntryLine {
  const { seq, entry: bytes, record, by } = stored
  const leaf = toBase64(leafHash(bytes))
  const proof = prove(seq).map(toBase64)
  const entry = toBase64(bytes)
  if (record) {
    const { received, salt, body } = record
    const text = fromUtf8(body)
    if (text === null) throw new Error('[ledger] export: a stored record is not the text that came.')
    return { seq, kind: 'record', received, salt: toBase64(salt), record: text, leaf, proof }
  }
  if (!isConsentEntry(bytes)) return { seq, kind: 'erasure', entry, leaf, proof }
  if (by === null || by >= size) throw torn()
  return { seq, kind: 'erased', entry, leaf, proof, by }
}

function torn(): Error {
  return new Error('[ledger] export: an erasure ran meanwhile. Ask again.')
}

function lines(texts: readonly string[]): Uint8Array {
  return utf8(texts.map((text) => `${text}\n`).join(''))
}
