import { fromBase64, toBase64 } from './base64.ts'
import { parseNote, type Sign, signNote, verifyNote } from './note.ts'
import type { VerifierKey } from './vkey.ts'

/** What a log says of itself (C2SP tlog-checkpoint v1.0.0): its name, its length and the root of its tree. */
export interface Checkpoint {
  readonly origin: string
  readonly size: number
  /** 32 bytes. */
  readonly root: Uint8Array
}

/** The text of a checkpoint, ready for signing. We write no extension lines. */
export function formatCheckpoint({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${toBase64(root)}\n`
}

/** Reads a checkpoint's text. `null` if it is malformed or has extension lines, which we would not understand. */
export function parseCheckpoint(text: string): Checkpoint | null {
  const [origin, digits, base64, end, ...more] = text.split('\n')
  if (!origin || end !== '' || more.length || !/^(0|[1-9]\d{0,15})$/.test(digits ?? '')) return null
  const root = fromBase64(base64 ?? '')
  const size = Number(digits)
  return root?.length === 32 && Number.isSafeInteger(size) ? { origin, size, root } : null
}

/** Signs a checkpoint: the whole note. */
export function signCheckpoint(checkpoint: Checkpoint, key: VerifierKey, sign: Sign): Promise<string> {
  return signNote(formatCheckpoint(checkpoint), key, sign)
}

/**
 * Opens a signed checkpoint: what it says if one of `keys` signed it under the log's own name, else `null`.
 * Never throws.
 *
 * @example
 * const key = parseVkey('consent-log.example/test+2fe4397b+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4')
 * const checkpoint = key && (await openCheckpoint(await response.text(), [key]))
 */
export async function openCheckpoint(
  signed: string,
  keys: readonly VerifierKey[],
): Promise<Checkpoint | null> {
  const note = parseNote(signed)
  const checkpoint = note && parseCheckpoint(note.text)
  const own = keys.filter(({ name }) => name === checkpoint?.origin)
  return note && checkpoint && (await verifyNote(note, own)) ? checkpoint : null
}
