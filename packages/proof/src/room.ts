import type { Entry } from './entry.ts'

/** A browser gives localStorage some 5 million characters for a whole origin; the shop needs most of them. */
const MOST_RECORDS = 500
const MOST_CHARACTERS = 1_000_000
/** So few can never be too many: a record has 16 kB at most, a notice 32. Nearly every press ends here. */
const FEW = 20

/**
 * What has to give way for the outbox to keep within its bounds: that notices were shown before what was decided, then the
 * oldest. A new decision counts for more than an old one, so `fresh` stays.
 */
export function givesWay(pending: readonly Entry[], fresh: ReadonlySet<string>): readonly Entry[] {
  if (pending.length < FEW) return []
  let count = pending.length
  let characters = pending.reduce((sum, entry) => sum + size(entry), 0)
  const inTurn = pending
    .filter(({ record }) => !fresh.has(record.id))
    .sort(({ record: a }, { record: b }) => +(b.event === 'shown') - +(a.event === 'shown') || a.n - b.n)
  return inTurn.filter((entry) => {
    if (count <= MOST_RECORDS && characters <= MOST_CHARACTERS) return false
    count -= 1
    characters -= size(entry)
    return true
  })
}

function size({ secret, text, notice }: Entry): number {
  return secret.length + text.length + notice.length
}
