import type { RecordStatus } from '../records/append-records.ts'

export interface Metrics {
  request(status: number): void
  records(status: RecordStatus, count: number): void
  commit(jobs: number, milliseconds: number): void
  /** OpenMetrics text. `gauges` are read at the moment. */
  text(gauges: {
    readonly entries: number
    readonly waiting: number
    readonly accepting: boolean
    readonly wipeDue: boolean
  }): string
}

/** Counts, and nothing about anybody. */
export function createMetrics(): Metrics {
  const requests = new Map<number, number>()
  const records = new Map<RecordStatus, number>()
  let commits = 0
  let seconds = 0
  let jobs = 0
  return {
    request: (status) => void requests.set(status, (requests.get(status) ?? 0) + 1),
    records: (status, count) => void records.set(status, (records.get(status) ?? 0) + count),
    commit(count, milliseconds) {
      commits += 1
      jobs += count
      seconds += milliseconds / 1000
    },
    text({ entries, waiting, accepting, wipeDue }) {
      const family = (name: string, type: string, help: string, samples: readonly string[]) => [
        `# HELP latchkey_${name} ${help}`,
        `# TYPE latchkey_${name} ${type}`,
        ...samples.map((sample) => `latchkey_${name}${sample}`),
      ]
      return [
        ...family(
          'requests',
          'counter',
          'Answers by HTTP status.',
          [...requests].map(([status, n]) => `_total{status="${status}"} ${n}`),
        ),
        ...family(
          'records',
          'counter',
          'Records by what became of them.',
          [...records].map(([status, n]) => `_total{status="${status}"} ${n}`),
        ),
        ...family('commit_seconds', 'summary', 'Time that commits took, syncing included.', [
          `_count ${commits}`,
          `_sum ${seconds.toFixed(6)}`,
        ]),
        ...family('commit_jobs', 'counter', 'Requests that commits carried.', [`_total ${jobs}`]),
        ...family('entries', 'gauge', 'Entries in the log.', [` ${entries}`]),
        ...family('waiting', 'gauge', 'Requests waiting for a commit.', [` ${waiting}`]),
        ...family('accepting', 'gauge', 'Whether the ledger takes records.', [` ${accepting ? 1 : 0}`]),
        ...family('wipe_due', 'gauge', 'Whether something erased still lies in a journal.', [
          ` ${wipeDue ? 1 : 0}`,
        ]),
        '# EOF\n',
      ].join('\n')
    },
  }
}
