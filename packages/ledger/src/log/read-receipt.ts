import { formatTlogProof, inclusionProver } from '@latchkey/log'
import type { Head, LogReader } from '../store/store.ts'
import { tileNodes } from './tile-nodes.ts'

/** The tlog-proof of an entry against the newest checkpoint; `null` if there is no such entry. */
export async function readReceipt(
  reader: LogReader,
  { size, note }: Head,
  seq: number,
): Promise<string | null> {
  if (!Number.isSafeInteger(seq) || seq >= size) return null
  const proof = inclusionProver(size, await tileNodes(reader, size, seq, seq + 1))(seq)
  return formatTlogProof({ index: seq, proof, checkpoint: note })
}
