import { type Fields, fieldsOf, sentenceOf } from './fields.ts'
import type { ExportFormat } from './format.ts'
import { onOneLine } from './lines.ts'

/** Fields that CEF has a key for. */
const STANDARD: Partial<Record<keyof Fields, string>> = {
  action: 'act',
  record: 'externalId',
  subject: 'suid',
}

/**
 * ArcSight Common Event Format, version 0, without a syslog header: whoever ships the lines puts theirs before them.
 * Keys of our own are spelled `LatchkeyLedger…`, as the format asks of those who add keys. `rt` is the ledger's clock.
 */
export const cef: ExportFormat = {
  id: 'cef',
  contentType: 'text/plain; charset=utf-8',
  extension: '.cef',
  head: () => '',
  line(exported, about) {
    const fields = fieldsOf(exported, about)
    // Place of the product's version: the record's is what tells a reader which fields there are.
    const head = [
      'CEF:0',
      'Latchkey',
      'Ledger',
      '1',
      `consent-${fields.action}`,
      `Consent ${fields.action}`,
      '1',
    ]
    const pairs = Object.entries(fields).flatMap(
      ([name, value]) =>
        name === 'received' || value === null || value === ''
          ? []
          : `${STANDARD[name as keyof Fields] ?? ownKey(name)}=${extension(String(value))}`, // a key of that very object
    )
    return `${head.map(header).join('|')}|rt=${exported.received} msg=${extension(sentenceOf(fields))} ${pairs.join(' ')}\n`
  },
  tail: () => '',
}

function ownKey(name: string): string {
  return `LatchkeyLedger${name.replace(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase())}`
}

/** In the header, pipes and backslashes are escaped. */
function header(text: string): string {
  return onOneLine(text).replace(/[\\|]/g, '\\$&')
}

/** In the extension, backslashes and equals signs are; pipes are not. */
function extension(text: string): string {
  return onOneLine(text).replace(/[\\=]/g, '\\$&')
}
