import { fromUtf8, leafHash, toBase64, utf8 } from '@latchkey/log'
import { parseRecord } from '@latchkey/record/schema'
import type { LogReader } from '../store/store.ts'
import { openRecord } from '../vault/open-record.ts'
import type { Vault } from '../vault/vault.ts'
import type { ExportAbout, ExportFormat } from './formats/format.ts'
import { type ExportRange, type Reveal, shows } from './write-export.ts'

export interface FormatOptions {
  readonly reader: LogReader
  readonly vault: Vault
  readonly range: ExportRange
  readonly reveal: Reveal
  readonly format: ExportFormat
  readonly about: ExportAbout
}

/** Entries that are written in one go; others are served in between. */
const PAGE = 64

/** The records that may be shown, in another format. Without proofs: whoever wants those takes JSON Lines. */
export async function* writeFormat(options: FormatOptions): AsyncGenerator<Uint8Array, void, void> {
  const { reader, vault, range, reveal, format, about } = options
  const documents = new Map<string, string | null>()
  const noticeOf = async (digest: string): Promise<string | null> => {
    const known = documents.get(digest)
    if (known !== undefined) return known
    const stored = await reader.document(digest)
    const text = stored && fromUtf8(stored.document)
    documents.set(digest, text)
    return text
  }
  yield utf8(format.head(about))
  for (let from = range.from; from < range.to; from += PAGE) {
    let lines = ''
    for (const { seq, entry, record: stored } of await reader.entries(
      from,
      Math.min(from + PAGE, range.to),
    )) {
      if (!stored || !shows(reveal, stored)) continue
      const { received, assurance, notice } = stored
      const text = fromUtf8(openRecord(vault, stored)?.body ?? Uint8Array.of(0xff))
      const parsed = parseRecord(text ?? '')
      if (text === null || !parsed.ok)
        throw new Error('[ledger] export: a stored record is not the text that came.')
      lines += format.line(
        {
          seq,
          received,
          assurance,
          record: parsed.record,
          text,
          leaf: toBase64(leafHash(entry)),
          notice: notice === null ? null : await noticeOf(notice),
        },
        about,
      )
    }
    if (lines) yield utf8(lines)
  }
  yield utf8(format.tail(about))
}
