import { fromUtf8, toBase64, utf8 } from '@latchkey/log'
import { parseRecord } from '@latchkey/record/schema'
import { subjectRecords } from '../records/subject-records.ts'
import type { Head, LogReader } from '../store/store.ts'
import type { Vault } from '../vault/vault.ts'
import { consentReceipt } from './formats/dpv/iso-27560.ts'
import type { ExportAbout } from './formats/format.ts'

export interface SubjectReceiptsOptions {
  readonly reader: LogReader
  readonly head: Head
  readonly subjects: readonly string[]
  readonly vault: Vault
  readonly about: ExportAbout
}

/** A subject's records as ISO/IEC TS 27560 receipts, one a line, for whoever holds the secret to keep. */
export async function* subjectReceipts(
  options: SubjectReceiptsOptions,
): AsyncGenerator<Uint8Array, void, void> {
  const { reader, head, subjects, vault, about } = options
  for await (const own of subjectRecords(reader, subjects, head.size, vault)) {
    const { seq, received, assurance, body, leaf, notice } = own
    const text = fromUtf8(body)
    const parsed = parseRecord(text ?? '')
    if (text === null || !parsed.ok) continue
    const stored = notice === null ? null : await reader.document(notice)
    yield utf8(
      consentReceipt(
        {
          ...{ seq, received, assurance, text, record: parsed.record, leaf: toBase64(leaf) },
          notice: stored && fromUtf8(stored.document),
        },
        about,
      ),
    )
  }
}
