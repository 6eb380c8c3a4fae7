import { digest } from './digest.ts'
import type { ConsentRecord } from './record.ts'

/** Where a record stands among its subject's records. */
export type Link = Pick<ConsentRecord, 'n' | 'previous'>

/** The link of a subject's first record. */
export const FIRST: Link = { n: 0, previous: null }

/**
 * The link of the record that comes after `text`, the exact bytes of record `n`.
 *
 * A verifier reads the chain so: a missing `n` is a gap (a browser was closed for good before it could deliver, or
 * somebody took a record out); a `previous` that is not the digest of record `n - 1` is an alteration. Two records
 * with one `n` and one `previous` are a fork: two tabs decided at the same moment. Both are true, neither is lost,
 * and the next record continues one of them.
 *
 * @example
 * writeRecord({ ...facts, ...(last ? linkAfter(last.n, last.text) : FIRST) })
 */
export function linkAfter(n: number, text: string): Link {
  return { n: n + 1, previous: digest(text) }
}
