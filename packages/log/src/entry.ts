import { concat, fromU64, isCount, sameBytes, u64 } from './bytes.ts'
import { hmacSha256 } from './hmac.ts'
import { fromUtf8, utf8 } from './utf8.ts'

const CONSENT = 'consent-leaf/v1\0'
const ATTESTED = 'attested-leaf/v1\0'
const ERASURE = 'erasure-leaf/v1\0'

/** tlog-tiles keeps an entry's length in two bytes; 3,000 numbers of up to 16 digits stay below that. */
export const MAX_ERASED_PER_ENTRY = 3000

/** The parts of a record that its log entry commits to. */
export interface ConsentCommitment {
  /** When the ledger took the record, milliseconds since 1970. */
  readonly received: number
  /** 32 random bytes, kept with the record and destroyed with it. */
  readonly salt: Uint8Array
  /** The record's exact bytes. */
  readonly record: Uint8Array
}

/**
 * The log entry of a record: `consent-leaf/v1`, 0x00, the time (8 bytes), `HMAC-SHA-256(salt, record)`. A plain hash
 * could be guessed from the few things a decision can be; without its salt this one cannot be tied to anybody, so an
 * entry may stay in the log when its record is erased (GDPR art. 17).
 */
export function consentEntry({ received, salt, record }: ConsentCommitment): Uint8Array {
  return concat(utf8(CONSENT), u64(received), hmacSha256(salt, record))
}

/**
 * The log entry of a record that the merchant's own server vouches for: `attested-leaf/v1`, else the same. Who vouches
 * lies in the log, so that nobody can raise it afterwards (threat model F5).
 */
export function attestedEntry({ received, salt, record }: ConsentCommitment): Uint8Array {
  return concat(utf8(ATTESTED), u64(received), hmacSha256(salt, record))
}

/** Whether these bytes have the form of a record's entry, whoever vouches for it. */
export function isConsentEntry(entry: Uint8Array): boolean {
  return [CONSENT, ATTESTED].some((head) => {
    const end = head.length
    return (
      entry.length === end + 40 &&
      sameBytes(entry.subarray(0, end), utf8(head)) &&
      fromU64(entry.slice(end, end + 8)) !== null
    )
  })
}

/** Which entries lost their records, and when. It names no subject. */
export interface Erasure {
  /** Milliseconds since 1970. */
  readonly at: number
  /** Places in the log, ascending, 1 to 3,000 of them. */
  readonly entries: readonly number[]
}

/** The log entry of an erasure: `erasure-leaf/v1`, 0x00, `{"at":…,"entries":[…]}`. */
export function erasureEntry({ at, entries }: Erasure): Uint8Array {
  return utf8(ERASURE + JSON.stringify({ at, entries }))
}

/** Reads an erasure's entry. `null` unless `erasureEntry` would have written these bytes. Never throws. */
export function parseErasureEntry(entry: Uint8Array): Erasure | null {
  if (entry.length > 65_535 || !sameBytes(entry.subarray(0, ERASURE.length), utf8(ERASURE))) return null
  const parsed = parse(fromUtf8(entry.subarray(ERASURE.length)) ?? '')
  if (typeof parsed !== 'object' || parsed === null || !('at' in parsed) || !('entries' in parsed))
    return null
  const { at, entries } = parsed
  if (
    !isCount(at) ||
    !Array.isArray(entries) ||
    entries.length < 1 ||
    entries.length > MAX_ERASED_PER_ENTRY
  ) {
    return null
  }
  const seqs: number[] = []
  for (const seq of entries) {
    if (!isCount(seq) || seq <= (seqs.at(-1) ?? -1)) return null
    seqs.push(seq)
  }
  const erasure = { at, entries: seqs }
  return sameBytes(erasureEntry(erasure), entry) ? erasure : null
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return null // not JSON: an expected outcome
  }
}
