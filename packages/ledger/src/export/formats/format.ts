import type { ConsentRecord } from '@latchkey/record'
import type { Controller } from './controller.ts'

/** A record on its way out. */
export interface ExportedRecord {
  /** Its place in the log, from 0. */
  readonly seq: number
  /** The ledger's clock, milliseconds since 1970. */
  readonly received: number
  /** `subject`: the subject's secret stood behind it. `attested`: the merchant's own word. */
  readonly assurance: 'subject' | 'attested'
  readonly record: ConsentRecord
  /** The exact text that came. */
  readonly text: string
  /** RFC 6962 leaf hash, base64. */
  readonly leaf: string
  /** The notice document that the record names, if it is registered. */
  readonly notice: string | null
}

/** What holds for a whole export. */
export interface ExportAbout {
  /** The log's name, the first line of its checkpoints. */
  readonly origin: string
  /** What the ledger's addresses begin with: `https://shop.example/latchkey`, or the path alone. */
  readonly base: string
  /** What the operator says about those who process the data, for ISO/IEC TS 27560; `null`: nothing. */
  readonly controller: Controller | null
}

/**
 * Writes records for other people's tools. Pure: one record in, one line out. Nothing here proves anything; every line
 * names its entry, its leaf and where its receipt is, and the JSON Lines export has the proofs.
 */
export interface ExportFormat {
  readonly id: 'csv' | '27560' | '27560-receipt' | 'ocsf' | 'ecs' | 'cef' | 'otlp'
  readonly contentType: string
  /** Of a file's name, with its dot. */
  readonly extension: string
  /** What comes before the first record, line end included. */
  head(about: ExportAbout): string
  /** One line, line end included. */
  line(record: ExportedRecord, about: ExportAbout): string
  tail(about: ExportAbout): string
}
