// Runs in a thread of its own: what sends must not stand in the way of what measures.
import { parentPort, workerData } from 'node:worker_threads'
import { client, wait } from '../harness/http.ts'
import { shopper, submissionOf } from '../harness/shopper.ts'

export interface Load {
  /** Senders are spread over these evenly. */
  readonly urls: readonly string[]
  readonly seconds: number
  readonly connections: number
  /** Requests a second in all; 0: each sender sends again as soon as it has its answer. */
  readonly rate: number
}

export interface LoadResult {
  /** Ids with receipts. */
  readonly acknowledged: readonly string[]
  /** Milliseconds from when a request was due to its receipt: waiting in a queue of ours counts too. */
  readonly waits: readonly number[]
  /** Answers by status; 0: none. */
  readonly statuses: Readonly<Record<string, number>>
  /** Refusals of 429 and 503 that did not say when to come back. */
  readonly withoutRetryAfter: number
}

async function send({ urls, seconds, connections, rate }: Load): Promise<LoadResult> {
  const http = client(connections)
  const acknowledged: string[] = []
  const waits: number[] = []
  const statuses: Record<string, number> = {}
  let withoutRetryAfter = 0
  const begin = performance.now()
  const until = begin + seconds * 1000
  const sender = async (index: number) => {
    const person = shopper()
    const pause = rate ? (connections * 1000) / rate : 0
    const url = `${urls[index % urls.length]}/v1/records`
    let due = begin + (pause * index) / connections
    for (;;) {
      const early = due - performance.now()
      if (pause && early > 0) await wait(early)
      if (performance.now() >= until || due >= until) return
      const from = pause ? due : performance.now()
      due += pause
      const made = person.decide()
      const headers = { 'content-type': 'text/plain' }
      const sending = http.send(url, { method: 'POST', headers, body: submissionOf([made]), timeout: 30_000 })
      const answer = await sending.catch(() => null)
      const status = answer?.status ?? 0
      statuses[status] = (statuses[status] ?? 0) + 1
      if (status === 200 && answer?.text.includes('"receipt"')) {
        acknowledged.push(made.id)
        waits.push(performance.now() - from)
      } else if ((status === 429 || status === 503) && !answer?.retryAfter) withoutRetryAfter += 1
    }
  }
  await Promise.all(Array.from({ length: connections }, (_, index) => sender(index)))
  http.close()
  return { acknowledged, waits, statuses, withoutRetryAfter }
}

parentPort?.postMessage(await send(workerData as Load))
