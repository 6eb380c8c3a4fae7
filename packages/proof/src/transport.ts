import type { Receipt } from '@latchkey/record'

/** What became of one record. */
export interface RecordResult {
  /** The record's id; `null` where the receiver could not read one: then it is the record at the same place. */
  readonly id: string | null
  /**
   * `stored`, `duplicate`: it lies in the ledger, and `receipt` proves it. `conflict`: other bytes lie there under
   * this id. `rejected`: the ledger will never take it.
   */
  readonly status: 'stored' | 'duplicate' | 'conflict' | 'rejected'
  readonly problem?: string | undefined
  readonly receipt?: Receipt | undefined
}

/** What became of one request. */
export type Delivery =
  /** It was answered. A record without a result of its own, or stored without a receipt, stays in the outbox. */
  | { readonly ok: true; readonly results: readonly RecordResult[] }
  /** Nothing is known to be stored. `after`: milliseconds that the receiver asks to be left alone. */
  | { readonly ok: false; readonly retry: boolean; readonly after?: number | undefined }

/** What goes along with records. */
export interface Sending {
  /** The site's name for itself. */
  readonly site: string
  /** The subject's secret: it entitles to append to this subject's records. Never to be logged or put in a URL. */
  readonly secret: string
  /** Notice documents, as shown, that this page has not sent before. */
  readonly notices: readonly string[]
  /** The page is being left: what cannot outlive it is in vain. */
  readonly leaving: boolean
  /** Fires when the outbox gives the request up. */
  readonly signal: AbortSignal
}

/** Takes records somewhere. Must start its work before it returns, and never throws or rejects. */
export interface Transport {
  readonly name: string
  /** Gets copies only: nothing waits for it, and its answers remove nothing. @default false */
  readonly copy?: boolean | undefined
  /**
   * Gets only what another transport could not even start while the page is left, each record once a page. Its answers
   * remove nothing. @default false
   */
  readonly lastResort?: boolean | undefined
  /** `records` are exact JSON texts, to be passed on byte for byte. */
  send(records: readonly string[], sending: Sending): Promise<Delivery>
  /**
   * What the receiver holds on the subject, as `GET /v1/subject` of a ledger answers it: it makes receipts verifiable.
   * Asked for at most once a page, when it is idle. Left out where the receiver keeps no log. May reject.
   */
  account?(secret: string): Promise<unknown>
}
