import { fromBase64 } from './base64.ts'
import { sameBytes } from './bytes.ts'
import type { Checkpoint } from './checkpoint.ts'
import { attestedEntry, consentEntry, isConsentEntry, parseErasureEntry } from './entry.ts'
import type { EntryLine } from './export-line.ts'
import { verifyInclusion } from './inclusion.ts'
import { leafHash } from './tree.ts'
import { fromUtf8, utf8 } from './utf8.ts'

/** An entry that is what its line says, and is in the tree. */
export interface CheckedEntry {
  readonly leaf: Uint8Array
  /** A record's exact bytes. */
  readonly record: Uint8Array | null
  /** The entries that an erasure names. */
  readonly erased: readonly number[]
}

/** Checks one entry by itself: `entry` if its leaf was not made of it, `proof` if the tree has no such leaf there. */
export function checkEntry(line: EntryLine, { size, root }: Checkpoint): CheckedEntry | 'entry' | 'proof' {
  const content = contentOf(line)
  const leaf = fromBase64(line.leaf)
  if (!content || !leaf || !sameBytes(leafHash(content.entry), leaf)) return 'entry'
  const proof = line.proof.map(fromBase64)
  if (!proof.every((hash) => hash !== null)) return 'proof'
  const { record, erased } = content
  return verifyInclusion({ index: line.seq, size, leaf, proof, root }) ? { leaf, record, erased } : 'proof'
}

function contentOf(line: EntryLine): (Omit<CheckedEntry, 'leaf'> & { entry: Uint8Array }) | null {
  if ('record' in line) {
    const commit = line.kind === 'record' ? consentEntry : attestedEntry
    const salt = fromBase64(line.salt)
    const record = utf8(line.record)
    // Half of a surrogate pair has no UTF-8 form of its own: two texts would share one entry.
    if (salt?.length !== 32 || fromUtf8(record) !== line.record) return null
    return { entry: commit({ received: line.received, salt, record }), record, erased: [] }
  }
  const entry = fromBase64(line.entry)
  if (!entry) return null
  if (line.kind === 'erased' || line.kind === 'sealed') {
    return isConsentEntry(entry) ? { entry, record: null, erased: [] } : null
  }
  const erasure = parseErasureEntry(entry)
  return erasure && { entry, record: null, erased: erasure.entries }
}
