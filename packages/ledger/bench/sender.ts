import { createHash, randomUUID } from 'node:crypto'
import { Agent, request } from 'node:http'
import { parentPort, workerData } from 'node:worker_threads'
import { writeRecord } from '@latchkey/record'

/** What a sender is told. It answers with the milliseconds that each record waited for its receipt. */
export interface Load {
  /** Ledgers, taken in turns. */
  readonly urls: readonly string[]
  readonly seconds: number
  readonly connections: number
  /** Records a second; 0 for as many as possible. */
  readonly rate: number
}

await send(workerData as Load)

async function send({ urls, seconds, connections, rate }: Load): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const waits: number[] = []
  const until = performance.now() + seconds * 1000
  await Promise.all(
    Array.from({ length: connections }, async (_, i) => {
      const pause = rate ? (connections * 1000) / rate : 0
      let due = performance.now() + (pause * i) / connections
      while (performance.now() < until) {
        const wait = due - performance.now()
        if (pause && wait > 0) await new Promise((resolve) => setTimeout(resolve, wait))
        due += pause
        const began = performance.now()
        await postOne(urls[i % urls.length] ?? '', agent)
        waits.push(performance.now() - began)
      }
    }),
  )
  agent.destroy()
  parentPort?.postMessage(waits)
}

function postOne(url: string, agent: Agent): Promise<void> {
  const secret = randomUUID().replaceAll('-', '')
  const record = writeRecord({
    v: 1,
    id: randomUUID(),
    site: 'shop.example',
    subject: createHash('sha256').update(secret).digest('hex'),
    n: 0,
    previous: null,
    at: Date.now(),
    event: 'decided',
    choices: { analytics: 'granted', marketing: 'denied', chat: 'denied' },
    withdrawn: [],
    via: 'banner',
    trusted: true,
    place: 'DE',
    placeBy: 'server',
    regime: 'eu',
    table: null,
    gpc: null,
    policy: '2026-11',
    notice: null,
    locale: 'de',
    ui: '0.1.0',
  })
  const body = JSON.stringify({ site: 'shop.example', secret, records: [record] })
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'text/plain', 'content-length': Buffer.byteLength(body) }
    const sent = request(`${url}/v1/records`, { method: 'POST', agent, headers }, (response) => {
      let text = ''
      response.on('data', (chunk) => {
        text += chunk
      })
      response.on('end', () => {
        if (response.statusCode === 200 && text.includes('"status":"stored"')) resolve()
        else reject(new Error(`answer ${response.statusCode}`))
      })
    })
    sent.on('error', reject)
    sent.end(body)
  })
}
