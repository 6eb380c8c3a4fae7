import { fromBase64 } from './base64.ts'
import { sameBytes } from './bytes.ts'
import { attestedEntry, consentEntry, receivedOf } from './entry.ts'
import { type Erasure, parseErasureEntry } from './erasure-entry.ts'
import type { EntryLine } from './export-line.ts'
import type { VerifyEntry } from './inclusion-verifier.ts'
import { parseSuccession } from './succession.ts'
import { leafHash } from './tree.ts'
import { fromUtf8, utf8 } from './utf8.ts'

/** An entry that is what its line says, and is in the tree. */
export interface CheckedEntry {
  readonly leaf: Uint8Array
  /** A record's exact bytes. */
  readonly record: Uint8Array | null
  /** When the ledger took the record; `null` if it is no record's entry. */
  readonly received: number | null
  readonly erasure: Erasure | null
  /** The entry's bytes, if it is a succession. */
  readonly succession: Uint8Array | null
}

/** Checks one entry by itself: `entry` if its leaf was not made of it, `proof` if the tree has no such leaf there. */
export function checkEntry(line: EntryLine, isIncluded: VerifyEntry): CheckedEntry | 'entry' | 'proof' {
  const content = contentOf(line)
  const leaf = fromBase64(line.leaf)
  if (!content || !leaf || !sameBytes(leafHash(content.entry), leaf)) return 'entry'
  const proof = line.proof.map(fromBase64)
  if (!proof.every((hash) => hash !== null)) return 'proof'
  const { entry, ...checked } = content
  return isIncluded({ index: line.seq, leaf, proof }) ? { leaf, ...checked } : 'proof'
}

function contentOf(line: EntryLine): (Omit<CheckedEntry, 'leaf'> & { entry: Uint8Array }) | null {
  const nothing = { record: null, received: null, erasure: null, succession: null }
  if ('record' in line) {
    const { kind, received } = line
    const commit = kind === 'record' ? consentEntry : attestedEntry
    const salt = fromBase64(line.salt)
    const record = utf8(line.record)
    // Half of a surrogate pair has no UTF-8 form of its own: two texts would share one entry.
    if (salt?.length !== 32 || fromUtf8(record) !== line.record) return null
    return { ...nothing, entry: commit({ received, salt, record }), record, received }
  }
  const entry = fromBase64(line.entry)
  if (!entry) return null
  switch (line.kind) {
    case 'erased':
    case 'sealed': {
      const received = receivedOf(entry)
      return received === null ? null : { ...nothing, entry, received }
    }
    case 'erasure': {
      const erasure = parseErasureEntry(entry)
      return erasure && { ...nothing, entry, erasure }
    }
    case 'key':
    case 'restore':
      return parseSuccession(entry)?.kind === line.kind ? { ...nothing, entry, succession: entry } : null
  }
}
