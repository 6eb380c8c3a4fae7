import { isCount } from './bytes.ts'
import { fieldsOf } from './fields-of.ts'

/** Line 1 of an export: whose log it is, and which entries follow. */
export interface HeaderLine {
  readonly latchkey: 'export'
  readonly v: 1
  /** The log's name. */
  readonly origin: string
  /** Its public key, as a C2SP verifier key. */
  readonly vkey: string
  /** The signed checkpoint that every entry below is proven against. */
  readonly checkpoint: string
  /** First entry in the file. */
  readonly from: number
  /** One past the last entry in the file. */
  readonly to: number
  /** How many notices stand at the end. */
  readonly notices: number
}

/**
 * A record, with what its log entry is made of. Bytes are base64. `attested`: the merchant's own server vouches for it
 * too.
 */
export interface RecordLine {
  readonly seq: number
  readonly kind: 'record' | 'attested'
  readonly received: number
  readonly salt: string
  readonly record: string
  readonly leaf: string
  readonly proof: readonly string[]
}

/** What is left of a record after its erasure. */
export interface ErasedLine {
  readonly seq: number
  readonly kind: 'erased'
  readonly entry: string
  readonly leaf: string
  readonly proof: readonly string[]
  /** The erasure that covers it. */
  readonly by: number
}

/** A record that is there, and that whoever asked for this export may not read. */
export interface SealedLine {
  readonly seq: number
  readonly kind: 'sealed'
  readonly entry: string
  readonly leaf: string
  readonly proof: readonly string[]
}

/** An erasure, asked for or by retention: names the entries whose records are gone, and nobody. */
export interface ErasureLine {
  readonly seq: number
  readonly kind: 'erasure'
  readonly entry: string
  readonly leaf: string
  readonly proof: readonly string[]
}

/** The log goes on by another key (`key`), or by another name after a loss (`restore`). */
export interface SuccessionLine {
  readonly seq: number
  readonly kind: 'key' | 'restore'
  readonly entry: string
  readonly leaf: string
  readonly proof: readonly string[]
}

/** A notice document exactly as it was shown, under the digest that records name it by (SHA-256, hex). */
export interface NoticeLine {
  readonly kind: 'notice'
  readonly digest: string
  readonly document: string
}

export type EntryLine = RecordLine | SealedLine | ErasedLine | ErasureLine | SuccessionLine
export type ExportLine = HeaderLine | EntryLine | NoticeLine

/** One line of an export, without its newline. The order of keys is part of the format. */
export function formatExportLine(line: ExportLine): string {
  if ('latchkey' in line) {
    const { latchkey, v, origin, vkey, checkpoint, from, to, notices } = line
    return JSON.stringify({ latchkey, v, origin, vkey, checkpoint, from, to, notices })
  }
  switch (line.kind) {
    case 'record':
    case 'attested': {
      const { seq, kind, received, salt, record, leaf, proof } = line
      return JSON.stringify({ seq, kind, received, salt, record, leaf, proof })
    }
    case 'erased': {
      const { seq, kind, entry, leaf, proof, by } = line
      return JSON.stringify({ seq, kind, entry, leaf, proof, by })
    }
    case 'sealed':
    case 'erasure':
    case 'key':
    case 'restore': {
      const { seq, kind, entry, leaf, proof } = line
      return JSON.stringify({ seq, kind, entry, leaf, proof })
    }
    case 'notice': {
      const { kind, digest, document } = line
      return JSON.stringify({ kind, digest, document })
    }
  }
}

/**
 * Reads a line of an export. `null` unless `formatExportLine` would have written exactly this text: every line has
 * one spelling, so no byte of it can change without notice. Never throws.
 */
export function parseExportLine(text: string): ExportLine | null {
  const line = readLine(text)
  return line && formatExportLine(line) === text ? line : null
}

function readLine(text: string): ExportLine | null {
  // Whatever else is in it: what the caller rebuilds from these is compared with the text.
  const fields = fieldsOf(text)
  const string = (name: string) => asString(fields[name])
  const count = (name: string) => asCount(fields[name])

  if ('latchkey' in fields) {
    const [origin, vkey, checkpoint] = [string('origin'), string('vkey'), string('checkpoint')]
    const [from, to, notices] = [count('from'), count('to'), count('notices')]
    if (origin === null || vkey === null || checkpoint === null) return null
    if (from === null || to === null || notices === null) return null
    return { latchkey: 'export', v: 1, origin, vkey, checkpoint, from, to, notices }
  }
  const { kind } = fields
  if (kind === 'notice') {
    const [digest, document] = [string('digest'), string('document')]
    return digest === null || document === null ? null : { kind, digest, document }
  }
  const [seq, leaf, proof] = [count('seq'), string('leaf'), asStrings(fields.proof)]
  if (seq === null || leaf === null || proof === null) return null
  if (kind === 'record' || kind === 'attested') {
    const [received, salt, record] = [count('received'), string('salt'), string('record')]
    if (received === null || salt === null || record === null) return null
    return { seq, kind, received, salt, record, leaf, proof }
  }
  const [entry, by] = [string('entry'), count('by')]
  if (entry === null) return null
  if (kind === 'erasure' || kind === 'sealed' || kind === 'key' || kind === 'restore') {
    return { seq, kind, entry, leaf, proof }
  }
  if (kind === 'erased' && by !== null) return { seq, kind, entry, leaf, proof, by }
  return null
}

function asString(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

function asCount(value: unknown): number | null {
  return isCount(value) ? value : null
}

function asStrings(value: unknown): readonly string[] | null {
  if (!Array.isArray(value) || value.length > 63) return null
  return value.every((item): item is string => typeof item === 'string') ? value : null
}
