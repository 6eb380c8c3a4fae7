import { concat, fromU64, sameBytes, u64 } from './bytes.ts'
import { hmacSha256 } from './hmac.ts'
import { utf8 } from './utf8.ts'

const CONSENT = 'consent-leaf/v1\0'
const ATTESTED = 'attested-leaf/v1\0'

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
  return receivedOf(entry) !== null
}

/** When the ledger took the record of this entry, erased or not; `null` if it is no record's entry. */
export function receivedOf(entry: Uint8Array): number | null {
  const head = [CONSENT, ATTESTED].find((text) => sameBytes(entry.subarray(0, text.length), utf8(text)))
  if (head === undefined || entry.length !== head.length + 40) return null
  return fromU64(entry.slice(head.length, head.length + 8))
}
