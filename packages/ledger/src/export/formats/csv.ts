import { bytesToHex, fromBase64 } from '@latchkey/log'
import { type Fields, fieldsOf } from './fields.ts'
import type { ExportedRecord, ExportFormat } from './format.ts'
import { onOneLine } from './lines.ts'

/** Of the type, each key once, so that the header cannot drift from the rows. */
const COLUMNS: Readonly<Record<keyof Fields, true>> = {
  seq: true,
  received: true,
  claimed: true,
  action: true,
  event: true,
  choices: true,
  withdrawn: true,
  site: true,
  policy: true,
  via: true,
  trusted: true,
  place: true,
  place_by: true,
  regime: true,
  table: true,
  gpc: true,
  locale: true,
  notice: true,
  ui: true,
  subject: true,
  n: true,
  previous: true,
  record: true,
  assurance: true,
  log: true,
  leaf: true,
  receipt: true,
}

/**
 * RFC 4180 with a header row. The leaf is in hex here: base64 may begin with `+`, which a spreadsheet calculates.
 */
export const csv: ExportFormat = {
  id: 'csv',
  contentType: 'text/csv; charset=utf-8; header=present',
  extension: '.csv',
  head: () => `${Object.keys(COLUMNS).join(',')}\r\n`,
  line: (exported, about) => {
    const fields: Record<string, string | number | boolean | null> = { ...fieldsOf(exported, about) }
    fields.leaf = leafInHex(exported)
    return `${Object.keys(COLUMNS)
      .map((column) => cell(fields[column] ?? null))
      .join(',')}\r\n`
  },
  tail: () => '',
}

function cell(value: string | number | boolean | null): string {
  if (typeof value !== 'string') return value === null ? '' : String(value)
  return `"${withoutFormulas(onOneLine(value)).replaceAll('"', '""')}"`
}

/**
 * What begins like a formula begins with an apostrophe instead, which spreadsheets take as «this is text» (threat
 * model H1). Not at the cell's start alone: where lists are separated by semicolons or tabs, a spreadsheet splits
 * our cells there. The wide forms count too: Japanese editions calculate them.
 */
export function withoutFormulas(text: string): string {
  return text.replace(/(^|[;,\t|"'])(\s*)(?=[=+\-@\t\r＝＋－＠])/g, "$1$2'")
}

function leafInHex({ leaf }: ExportedRecord): string {
  const bytes = fromBase64(leaf)
  return bytes ? bytesToHex(bytes) : ''
}
