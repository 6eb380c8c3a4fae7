import { MAX_NOTICE_BYTES } from '@latchkey/record'
import type { Entry } from './entry.ts'
import { weigh } from './weigh.ts'

/** Threat model F1 and D3: what a ledger takes at most, and what outlives the page; the rest is for the envelope. */
const MAX_RECORDS = 50
const MAX_BYTES = 56_000
/** A notice's share of it. */
const MOST_OF_IT = 40_000

/** Whether a ledger takes a notice document of this length, and a request has room for it. */
export function isSendable(notice: string): boolean {
  return weigh(notice) <= MAX_NOTICE_BYTES && size(notice) <= MOST_OF_IT
}

/** One request's load. All of one subject, in the subject's order. */
export interface Batch {
  readonly entries: readonly Entry[]
  readonly notices: readonly string[]
}

/**
 * Takes what fits into one request: `first` has precedence, then the oldest.
 *
 * @param told Digests of notices that need not go again.
 * @param most Records at most. @default 50
 */
export function batchOf(
  waiting: readonly Entry[],
  first: ReadonlySet<string>,
  told: ReadonlySet<string>,
  most: number = MAX_RECORDS,
): Batch {
  const entries: Entry[] = []
  const notices = new Map<string, string>()
  let bytes = 0
  const inTurn = [...waiting].sort(
    (a, b) => +first.has(b.record.id) - +first.has(a.record.id) || byOrder(a, b),
  )
  for (const entry of inTurn) {
    const { secret, text, notice, record } = entry
    if (entries.length >= Math.min(most, MAX_RECORDS)) break
    if (entries[0] && entries[0].secret !== secret) continue
    const digest = record.notice ?? ''
    const weight = notice && !told.has(digest) && !notices.has(digest) ? size(notice) : 0
    bytes += size(text) + weight
    if (entries[0] && bytes > MAX_BYTES) break
    entries.push(entry)
    if (weight) notices.set(digest, notice)
  }
  return { entries: entries.sort(byOrder), notices: [...notices.values()] }
}

function byOrder({ record: a }: Entry, { record: b }: Entry): number {
  return a.n - b.n || a.at - b.at
}

/** As it stands in the request: a JSON string within JSON. */
function size(text: string): number {
  return weigh(JSON.stringify(text)) + 1
}
