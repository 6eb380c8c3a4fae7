import { client, wait } from './http.ts'
import { type Made, shopper, submissionOf } from './shopper.ts'

/** What a browser keeps of a record that was taken. */
export interface Acknowledged extends Made {
  readonly seq: number
  /** RFC 6962 leaf hash, base64. */
  readonly leaf: string
}

export interface WritersOptions {
  readonly count: number
  /** Where the ledger is now; `null` while nobody knows. */
  readonly url: () => string | null
  /** Milliseconds until an answer is given up. @default 5000 */
  readonly timeout?: number | undefined
  /** Milliseconds from one record of a writer to its next. @default 0 */
  readonly pause?: number | undefined
  /** A bug: a record that is sent again gets a new id. @default false */
  readonly renames?: boolean | undefined
}

export interface Tally {
  /** Requests, whatever came of them. */
  attempts: number
  /** Answers other than 200. */
  refusals: number
}

/** Browsers that write at once, and send the same record until somebody hands out a receipt for it. */
export interface Writers {
  readonly sent: ReadonlyMap<string, Made>
  readonly acknowledged: ReadonlyMap<string, Acknowledged>
  /** Newest signed checkpoint that any of them has seen. */
  checkpoint(): string | null
  readonly tally: Readonly<Tally>
  /** Answers that no browser may ever get: a conflict over its own record, a rejection. */
  readonly odd: readonly string[]
  /** Starts nothing new, waits until all that was begun has its receipt. */
  stop(): Promise<void>
  /** Gives up where it stands. */
  abandon(): void
}

interface Result {
  readonly id: string
  readonly status: string
  readonly problem?: string
  readonly receipt?: { readonly seq: number; readonly leaf: string; readonly checkpoint: string }
}

export function startWriters({ count, url, timeout = 5000, pause = 0, renames }: WritersOptions): Writers {
  const http = client(count)
  const sent = new Map<string, Made>()
  const acknowledged = new Map<string, Acknowledged>()
  const odd: string[] = []
  const tally: Tally = { attempts: 0, refusals: 0 }
  let checkpoint: { size: number; note: string } | null = null
  let starts = true
  let goesOn = true

  const attempt = async (record: Made): Promise<boolean> => {
    const address = url()
    if (address === null) return false
    tally.attempts += 1
    const answer = await http
      .send(`${address}/v1/records`, {
        method: 'POST',
        headers: { 'content-type': 'text/plain' },
        body: submissionOf([record]),
        timeout,
      })
      .catch(() => null)
    if (answer?.status !== 200) {
      if (answer) tally.refusals += 1
      return false
    }
    const [result] = (JSON.parse(answer.text) as { results: Result[] }).results
    // An answer to somebody else's question is no receipt: connections may carry bytes twice.
    if (result?.id !== record.id) return false
    if (!result.receipt) {
      odd.push(`${result.status}: ${result.problem}`)
      return true
    }
    const { seq, leaf, checkpoint: note } = result.receipt
    acknowledged.set(record.id, { ...record, seq, leaf })
    const size = Number(note.split('\n')[1])
    if (checkpoint === null || size > checkpoint.size) checkpoint = { size, note }
    return true
  }

  const write = async () => {
    const person = shopper()
    while (starts) {
      let record = person.decide()
      sent.set(record.id, record)
      while (goesOn && !(await attempt(record))) {
        if (renames) {
          record = person.decide()
          sent.set(record.id, record)
        }
        await wait(20)
      }
      if (pause) await wait(pause)
    }
  }

  const all = Promise.all(Array.from({ length: count }, write))
  return {
    sent,
    acknowledged,
    checkpoint: () => checkpoint?.note ?? null,
    tally,
    odd,
    async stop() {
      starts = false
      await all
      http.close()
    },
    abandon() {
      starts = false
      goesOn = false
      http.close()
    },
  }
}
