import { fromBase64, toBase64 } from './base64.ts'
import { type Checkpoint, openCheckpoint } from './checkpoint.ts'
import { verifyInclusion } from './inclusion.ts'
import type { VerifierKey } from './vkey.ts'

/** A receipt that verifies offline (C2SP tlog-proof v1): entry `index`, its path, and a signed checkpoint. */
export interface TlogProof {
  readonly index: number
  readonly proof: readonly Uint8Array[]
  /** The signed note. */
  readonly checkpoint: string
}

const MAGIC = 'c2sp.org/tlog-proof@v1'

export function formatTlogProof({ index, proof, checkpoint }: TlogProof): string {
  return [MAGIC, `index ${index}`, ...proof.map(toBase64), '', checkpoint].join('\n')
}

/** Reads a tlog-proof. `null` if it is malformed. We write no `extra` line and refuse it, since it would be unproven. */
export function parseTlogProof(text: string): TlogProof | null {
  if (text.length > 200_000) return null
  const split = text.indexOf('\n\n')
  const [magic, second = '', ...lines] = text.slice(0, Math.max(0, split)).split('\n')
  const [, digits] = /^index (0|[1-9]\d{0,15})$/.exec(second) ?? []
  if (magic !== MAGIC || !digits || lines.length > 63) return null
  const proof: Uint8Array[] = []
  for (const line of lines) {
    const hash = fromBase64(line)
    if (hash?.length !== 32) return null
    proof.push(hash)
  }
  const index = Number(digits)
  return Number.isSafeInteger(index) ? { index, proof, checkpoint: text.slice(split + 2) } : null
}

/** The checkpoint that this proof shows `leaf` to be part of, else `null`. Never throws. */
export async function verifyTlogProof(
  text: string,
  leaf: Uint8Array,
  keys: readonly VerifierKey[],
): Promise<Checkpoint | null> {
  const parsed = parseTlogProof(text)
  const checkpoint = parsed && (await openCheckpoint(parsed.checkpoint, keys))
  if (!parsed || !checkpoint) return null
  return verifyInclusion({ ...parsed, ...checkpoint, leaf }) ? checkpoint : null
}
