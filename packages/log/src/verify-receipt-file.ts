import { isProven, parseReceiptFile } from './receipt-file.ts'
import { type ReceiptVerdict, verifyReceipt } from './verify-receipt.ts'
import { parseVkey } from './vkey.ts'

export interface VerifyReceiptFileOptions {
  /** The log's public key, as a C2SP verifier key that you have from elsewhere. @default the keys in the file */
  readonly key?: string | undefined
}

/** What came of verifying a file of receipts. */
export interface ReceiptFileVerdict {
  /** At least one receipt was proven, and none that claims to be fails. */
  readonly holds: boolean
  /** It is a file of receipts, spelled as we write it. If not, it is some other file, or was changed. */
  readonly readable: boolean
  readonly trust: 'given key' | 'key in the file'
  /** In the file's order. */
  readonly receipts: readonly (ReceiptVerdict & {
    /** The record's exact text. */
    readonly record: string
    /** When the ledger took it, as proven; `null` if nothing proves it. */
    readonly received: number | null
  })[]
}

/**
 * Verifies the file that shoppers download, offline, in Node and in browsers. The file is taken as hostile; what is not
 * understood does not hold.
 *
 * @throws TypeError if `key` is not a verifier key.
 * @example
 * const { holds, receipts } = await verifyReceiptFile(await file.text(), { key: 'log.example+2fe4397b+AQOh…' })
 */
export async function verifyReceiptFile(
  text: string,
  options: VerifyReceiptFileOptions = {},
): Promise<ReceiptFileVerdict> {
  const key = options.key === undefined ? undefined : parseVkey(options.key.trim())
  if (key === null)
    throw new TypeError('[log] verifyReceiptFile: expected a verifier key, got something else.')
  const trust = key ? 'given key' : 'key in the file'
  const lines = parseReceiptFile(text)
  if (!lines) return { holds: false, readable: false, trust, receipts: [] }
  const receipts = await Promise.all(
    lines.map(async (line) => {
      const { record } = line
      if (isProven(line)) return { record, received: line.received, ...(await verifyReceipt(line, key)) }
      const message = line.receipt
        ? 'The receiver says that it has the record, and proves nothing.'
        : 'No ledger has answered for this record.'
      const nowhere = { origin: null, size: null, seq: null }
      return { record, received: null, outcome: 'unproven' as const, message, ...nowhere }
    }),
  )
  const holds =
    receipts.some(({ outcome }) => outcome === 'holds') &&
    receipts.every(({ outcome }) => outcome === 'holds' || outcome === 'unproven')
  return { holds, readable: true, trust, receipts }
}
