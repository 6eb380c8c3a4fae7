// Fetched when there is something to prove or to check: `@latchkey/proof` itself does without.
import {
  formatReceiptFile,
  formatTlogProof,
  fromBase64,
  type ProvenReceipt,
  verifyReceipt,
} from '@latchkey/log'
import type { Entry, ReceiptProof } from './entry.ts'
import type { HistoryEntry } from './history.ts'

export { type ReceiptFileVerdict, type ReceiptOutcome, verifyReceiptFile } from '@latchkey/log'

/**
 * The file that the shopper keeps, out of `history()`. `verifyReceiptFile` checks it, and so can anybody else's tools.
 *
 * @example
 * const file = new Blob([receiptFile(await keep.history())], { type: 'application/json' })
 */
export function receiptFile(history: readonly HistoryEntry[]): string {
  return formatReceiptFile(
    history.map(({ text: record, state, receipt, proof }) =>
      proof && receipt
        ? { record, leaf: receipt.leaf, ...proof }
        : { record, state, receipt: receipt ?? null },
    ),
  )
}

/**
 * What a ledger's account of the subject proves of these records, by id. The account may be anything: only what
 * belongs to the leaf of the receipt that we have, and to the tree that the account names, is taken.
 */
export async function proofsIn(
  account: unknown,
  entries: readonly Entry[],
): Promise<ReadonlyMap<string, ReceiptProof>> {
  const proofs = new Map<string, ReceiptProof>()
  const { vkey, checkpoint, records } = account as Readonly<Record<string, unknown>>
  if (typeof vkey !== 'string' || typeof checkpoint !== 'string' || !Array.isArray(records)) return proofs
  for (const { record, receipt, text } of entries) {
    const found = records.find((one) => one?.record === text && one.seq === receipt?.seq)
    if (!found || !receipt || !Array.isArray(found.proof) || !Number.isSafeInteger(found.received)) continue
    const { received, salt, proof: path } = found
    const hashes = path.map((hash: unknown) => fromBase64(String(hash)) ?? new Uint8Array())
    const proof = formatTlogProof({ index: receipt.seq, proof: hashes, checkpoint })
    const proven: ProvenReceipt = {
      record: text,
      received,
      salt: String(salt),
      leaf: receipt.leaf,
      proof,
      vkey,
    }
    const { outcome } = await verifyReceipt(proven)
    // A browser that knows no Ed25519 keeps what others can check.
    if (outcome === 'holds' || outcome === 'unsigned')
      proofs.set(record.id, { received, salt: String(salt), proof, vkey })
  }
  return proofs
}
