import { join } from 'node:path'
import { client } from './harness/http.ts'
import { judge } from './harness/judge.ts'
import { startLedger } from './harness/ledger-process.ts'
import { memoryOf } from './harness/memory.ts'
import { random } from './harness/random.ts'
import { startWriters } from './harness/writers.ts'
import { sendBytes } from './http-fuzzing/raw.ts'
import { fuzzedBytes, fuzzedRequest } from './http-fuzzing/requests.ts'
import { type Proof, problems } from './proof.ts'

const MEMORY = 400
const what = `Malformed and hostile requests, through a client and as raw bytes: no answer of 500 and above but 503 with Retry-After, no exit, at most ${MEMORY} MB of memory; the log then takes records and verifies.`

export const httpFuzzing: Proof = {
  name: 'HTTP fuzzing',
  what,
  seeds: ['answers-500', 'keeps-every-request'],
  async run({ scale, random: seedNumber, folder, seed, progress }) {
    const runs = scale === 'full' ? 200_000 : seed ? 2000 : 600
    const found = problems()
    const dice = random(seedNumber)
    const began = performance.now()
    const ledger = await startLedger({ db: join(folder, 'ledger.db'), seed })
    const port = Number(new URL(ledger.url).port)
    const http = client(24)
    const statuses = new Map<string, number>()
    let gone = false
    void ledger.ended.then(() => {
      gone = true
    })

    const saw = (status: number, retryAfter: boolean, asked: string) => {
      const key = String(status)
      statuses.set(key, (statuses.get(key) ?? 0) + 1)
      if (status >= 500 && !(status === 503 && retryAfter)) found.add(`${asked}: answered ${status}.`)
    }
    let started = 0
    let memory = 0
    const worker = async () => {
      // What has taken more than it may has failed: going on would take the whole machine along.
      while (started < runs && !gone && memory <= MEMORY) {
        started += 1
        if (started % 500 === 0) memory = Math.max(memory, memoryOf(ledger.pid).peak)
        if (started % 20_000 === 0) progress(`${started} requests, ${memory} MB`)
        if (dice.chance(0.12)) {
          const pieces = fuzzedBytes(dice)
          const [first = ''] = Buffer.concat(pieces).toString('latin1').slice(0, 200).split('\r\n')
          for (const head of await sendBytes(port, pieces))
            saw(Number(head.slice(9, 12)), /retry-after:/i.test(head), JSON.stringify(first))
          continue
        }
        const { method, path, headers, body } = fuzzedRequest(dice)
        try {
          const answer = await http.send(`${ledger.url}/`, { method, headers, body, path })
          saw(
            answer.status,
            answer.retryAfter !== null,
            `${method} ${path} ${JSON.stringify(headers).slice(0, 300)}`,
          )
        } catch {
          statuses.set('none', (statuses.get('none') ?? 0) + 1) // hung up on, or refused by our own client
        }
      }
    }
    await Promise.all(Array.from({ length: 24 }, worker))
    http.close()
    memory = Math.max(memory, gone ? 0 : memoryOf(ledger.pid).peak)
    if (memory > MEMORY) found.add(`The process took ${memory} MB of memory.`)
    if (gone) found.add(`The process ended: ${ledger.output().trim().split('\n').at(-1)}`)
    else {
      // Whoever comes after is served: forged bodies among the above may have been whole, so only ours are compared.
      const writers = startWriters({ count: 4, url: () => ledger.url })
      while (writers.acknowledged.size < 20 && !gone) await new Promise((resolve) => setTimeout(resolve, 5))
      await writers.stop()
      const { acknowledged } = writers
      const checkpoints = [writers.checkpoint() ?? '']
      await judge({ ledger, folder, sent: null, acknowledged, checkpoints, problems: found })
      const end = await ledger.kill('SIGTERM')
      if (end.code !== 0) found.add(`After SIGTERM it ends with ${end.code}.`)
    }
    return {
      name: 'HTTP fuzzing',
      runs: started,
      what,
      held: found.count() === 0,
      problems: found.list(),
      figures: {
        answers: [...statuses]
          .sort()
          .map(([status, count]) => `${status}×${count}`)
          .join(' '),
        'MB at most': memory,
        seconds: Math.round((performance.now() - began) / 1000),
      },
    }
  },
}
