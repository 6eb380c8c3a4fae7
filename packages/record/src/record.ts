import type { Answer, PlaceBy, PurposeId, Via } from '@latchkey/core'

/**
 * One event of one subject, as it travels and as it is kept: JSON, keys in this order, at most 2 kB. It names no
 * person: no IP address, user agent or URL (GDPR art. 5(1)(c), 7(1)).
 */
export interface ConsentRecord {
  readonly v: 1
  /** UUID; makes delivery exactly-once. */
  readonly id: string
  /** The site's name for itself, as configured. */
  readonly site: string
  /** SHA-256 (hex) of the subject's secret, which stays in the browser. */
  readonly subject: string
  /** Counts the subject's records from 0. */
  readonly n: number
  /** SHA-256 (hex) of the exact bytes of the subject's record `n - 1`; `null` for the first. */
  readonly previous: string | null
  /** The browser's clock, milliseconds since 1970. A claim, not a fact. */
  readonly at: number
  readonly event: 'shown' | 'decided' | 'signalled' | 'imported'
  readonly choices: Readonly<Record<PurposeId, Answer>>
  readonly withdrawn: readonly PurposeId[]
  readonly via: Via
  /** A trusted user event stood behind it. */
  readonly trusted: boolean
  readonly place: string
  readonly placeBy: PlaceBy
  readonly regime: string
  /** SHA-256 (hex) of the legal table; `null` where none was used. */
  readonly table: string | null
  readonly gpc: boolean | null
  /** The policy's version. */
  readonly policy: string
  /** SHA-256 (hex) of the notice document exactly as shown; `null` where nothing was shown (API, signal). */
  readonly notice: string | null
  readonly locale: string
  /** SHA-256 (hex) or version of the build that showed it. */
  readonly ui: string
}

/** What the ledger hands back for a record that lies safely in the log. */
export interface Receipt {
  /** The record's id. */
  readonly record: string
  /** Its place in the log, from 0. */
  readonly seq: number
  /** RFC 6962 leaf hash, base64. */
  readonly leaf: string
  /** A signed C2SP checkpoint of a tree that contains it. */
  readonly checkpoint: string
}
