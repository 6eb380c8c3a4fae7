import { isCount } from './bytes.ts'

/** A receipt with all that makes it verifiable by whoever has the log's public key. Bytes are in base64. */
export interface ProvenReceipt {
  /** The record's exact text. */
  readonly record: string
  /** When the ledger took it, milliseconds since 1970. */
  readonly received: number
  /** With it the leaf can be made from the record. */
  readonly salt: string
  /** RFC 6962 leaf hash. */
  readonly leaf: string
  /** C2SP tlog-proof: the leaf's place, its path, and a signed checkpoint. */
  readonly proof: string
  /** The key that the checkpoint is signed with, as the ledger named it. */
  readonly vkey: string
}

/** A record that nothing proves (yet): what became of it, and the receiver's word if there is one. */
export interface BareReceipt {
  readonly record: string
  /** `pending`, `kept`, `refused` or `local`. */
  readonly state: string
  /** Where the receiver says it lies. */
  readonly receipt: { readonly seq: number; readonly leaf: string; readonly checkpoint: string } | null
}

export type ReceiptLine = ProvenReceipt | BareReceipt

/** More than a device keeps; a larger file is some other file. */
const MAX_LENGTH = 10_000_000

/** The one file that a shopper downloads: all receipts of a device. */
export function formatReceiptFile(receipts: readonly ReceiptLine[]): string {
  const file = { latchkey: 'receipts', v: 1, receipts: receipts.map(inOrder) }
  return `${JSON.stringify(file, null, 2)}\n`
}

/**
 * Reads such a file. `null` unless `formatReceiptFile` would have written these very bytes, so that nothing can be
 * changed or added that is not looked at. Checks no proof.
 */
export function parseReceiptFile(text: string): readonly ReceiptLine[] | null {
  if (text.length > MAX_LENGTH) return null
  try {
    // Read as if it were ours; the comparison below and `isLine` decide whether it is.
    const { receipts } = JSON.parse(text) as { receipts: unknown }
    return Array.isArray(receipts) && receipts.every(isLine) && formatReceiptFile(receipts) === text
      ? receipts
      : null
  } catch {
    return null // not JSON, or not an object
  }
}

export function isProven(line: ReceiptLine): line is ProvenReceipt {
  return 'proof' in line
}

function inOrder(line: ReceiptLine): ReceiptLine {
  if (isProven(line)) {
    const { record, received, salt, leaf, proof, vkey } = line
    return { record, received, salt, leaf, proof, vkey }
  }
  const { record, state, receipt } = line
  const { seq = 0, leaf = '', checkpoint = '' } = receipt ?? {}
  return { record, state, receipt: receipt && { seq, leaf, checkpoint } }
}

function isLine(value: unknown): value is ReceiptLine {
  const line: Readonly<Record<string, unknown>> = Object(value)
  const texts = (names: readonly string[], of = line) => names.every((name) => typeof of[name] === 'string')
  if ('proof' in line) return texts(['record', 'salt', 'leaf', 'proof', 'vkey']) && isCount(line.received)
  const receipt: typeof line = Object(line.receipt)
  const answered = texts(['leaf', 'checkpoint'], receipt) && isCount(receipt.seq)
  return texts(['record', 'state']) && (line.receipt === null || answered)
}
