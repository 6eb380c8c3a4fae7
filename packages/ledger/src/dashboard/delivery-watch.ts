import type { Metrics } from '../http/metrics.ts'
import type { RecordStatus } from '../records/append-records.ts'

/** A minute of delivery. */
export interface Minute {
  /** When it began, milliseconds since 1970. */
  readonly at: number
  readonly records: Readonly<Record<RecordStatus, number>>
  readonly commits: number
  /** Milliseconds that its commits took, in all and at most. */
  readonly spent: number
  readonly slowest: number
}

/** The last hour, minutes in which nothing came left out, oldest first. */
export interface Delivery {
  /** When this process began to count. */
  readonly since: number
  readonly minutes: readonly Minute[]
}

const MINUTE = 60_000
const KEPT = 60

type Counted = { -readonly [K in keyof Minute]: Minute[K] }

/** Counts on, and remembers the last hour minute by minute. In memory, of this process alone. */
export function watchDelivery(metrics: Metrics, now: () => number): Metrics & { delivery(): Delivery } {
  const since = now()
  let minutes: Counted[] = []
  const current = (): Counted => {
    const at = now() - (now() % MINUTE)
    const last = minutes.at(-1)
    if (last?.at === at) return last
    const records = { stored: 0, duplicate: 0, conflict: 0, rejected: 0 }
    const minute: Counted = { at, records, commits: 0, spent: 0, slowest: 0 }
    minutes = [...minutes, minute].slice(-KEPT)
    return minute
  }
  return {
    ...metrics,
    records(status, count) {
      metrics.records(status, count)
      const minute = current()
      minute.records = { ...minute.records, [status]: minute.records[status] + count }
    },
    commit(jobs, milliseconds) {
      metrics.commit(jobs, milliseconds)
      const minute = current()
      minute.commits += 1
      minute.spent += milliseconds
      minute.slowest = Math.max(minute.slowest, milliseconds)
    },
    delivery: () => ({ since, minutes: minutes.filter(({ at }) => at > now() - KEPT * MINUTE) }),
  }
}
