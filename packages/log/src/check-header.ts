import { type Checkpoint, openCheckpoint, parseCheckpoint } from './checkpoint.ts'
import type { HeaderLine } from './export-line.ts'
import { parseNote } from './note.ts'
import { parseVkey, type VerifierKey } from './vkey.ts'

/** A header whose checkpoint is signed by the key it names. */
export interface OpenedHeader {
  readonly header: HeaderLine
  readonly checkpoint: Checkpoint
  readonly key: VerifierKey
}

/** Opens line 1, or says in a sentence why it does not hold. */
export async function openHeader(header: HeaderLine): Promise<OpenedHeader | string> {
  const own = parseVkey(header.vkey)
  if (!own || own.name !== header.origin) return 'The key on line 1 is malformed or belongs to another log.'
  // A second signature would be by a key that we do not know, so nothing would guard its bytes.
  if (parseNote(header.checkpoint)?.signatures.length !== 1) {
    return 'The checkpoint on line 1 is malformed or carries more than one signature.'
  }
  const checkpoint = await openCheckpoint(header.checkpoint, [own])
  if (!checkpoint) return 'The signature on line 1 does not verify.'
  if (header.from > header.to || header.to > checkpoint.size) {
    return `Line 1 announces entries ${header.from} to ${header.to - 1} of a log of ${checkpoint.size}.`
  }
  return { header, checkpoint, key: own }
}

/**
 * Reads a checkpoint that was kept elsewhere, or says why it cannot vouch for this export. Whose signature it must have
 * is known only when all entries were seen: the log may have changed its key since.
 */
export function readKept(signed: string, { header, checkpoint }: OpenedHeader): Checkpoint | string {
  const note = parseNote(signed)
  const kept = note && parseCheckpoint(note.text)
  if (!kept) return 'The checkpoint that was kept is malformed.'
  if (kept.size > checkpoint.size) {
    return `The checkpoint that was kept covers ${kept.size} entries; the log in this export has ${checkpoint.size}.`
  }
  if (header.from > 0 || header.to < kept.size) {
    return `The checkpoint that was kept covers the first ${kept.size} entries, and they are not all in this file.`
  }
  return kept
}
