import type { VerifierKey } from '@latchkey/log'
import { streamOf } from '../http/stream-of.ts'
import type { Head, LogReader } from '../store/store.ts'
import type { Vault } from '../vault/vault.ts'
import type { Controller } from './formats/controller.ts'
import { formats } from './formats/formats.ts'
import { type ExportRange, type Reveal, writeExport } from './write-export.ts'
import { writeFormat } from './write-format.ts'

/** What an export may be asked for as: `jsonl` has the proofs, the others are for other people's tools. */
export const EXPORT_FORMATS: readonly string[] = ['jsonl', ...Object.keys(formats)]

export interface ExportFileOptions {
  readonly reader: LogReader
  readonly vault: Vault
  readonly verifier: VerifierKey
  readonly head: Head
  readonly range: ExportRange
  readonly reveal: Reveal
  /** One of `EXPORT_FORMATS`. */
  readonly format: string
  /** What the ledger's addresses begin with. */
  readonly base: string
  readonly controller: Controller | null
}

/** An export as it is downloaded, written as fast as it is read. */
export interface ExportFile {
  readonly body: ReadableStream<Uint8Array<ArrayBuffer>>
  readonly contentType: string
  /** Of the file's name, with its dot. */
  readonly extension: string
}

export function exportFile({ format: id, base, controller, ...options }: ExportFileOptions): ExportFile {
  const format = Object.values(formats).find((known) => known.id === id)
  if (!format) {
    return {
      body: streamOf(writeExport(options)),
      contentType: 'application/jsonl; charset=utf-8',
      extension: '.jsonl',
    }
  }
  const about = { origin: options.verifier.name, base, controller }
  return {
    body: streamOf(writeFormat({ ...options, format, about })),
    contentType: format.contentType,
    extension: format.extension,
  }
}
