// How many records a second a ledger on SQLite acknowledges over HTTP, each synced to the disk before its receipt,
// and how long they wait. Sender and ledger share the machine.
//   node --conditions=latchkey-source packages/ledger/bench/append.ts [seconds] [connections] [rate]
import { createHash, randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { writeRecord } from '@latchkey/record'
import { checkpointFile, serve, signingKeyFile, sqliteStore, vaultFile } from '../src/index.ts'

interface Load {
  readonly url: string
  readonly seconds: number
  readonly connections: number
  /** Records a second; 0 for as many as possible. */
  readonly rate: number
}

if (isMainThread) await measure()
else await send(workerData as Load)

async function measure(): Promise<void> {
  const [seconds = 10, connections = 64, rate = 0] = process.argv.slice(2).map(Number)
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-bench-'))
  const file = join(folder, 'ledger.db')
  const plenty = { burst: 1e9, perSecond: 1e9 }
  const ledger = await serve({
    store: sqliteStore(file),
    key: signingKeyFile(`${file}.key`),
    vault: vaultFile(`${file}.kek`),
    kept: checkpointFile(`${file}.checkpoint`),
    limits: { network: plenty, site: plenty, subject: plenty },
    port: 0,
    print: () => {},
  })
  const load: Load = { url: ledger.url, seconds, connections, rate }
  const before = process.threadCpuUsage()
  const worker = new Worker(new URL(import.meta.url), { workerData: load })
  const waits = await new Promise<number[]>((resolve, reject) => {
    worker.once('message', resolve)
    worker.once('error', reject)
  })
  const { user, system } = process.threadCpuUsage(before)
  const metrics = await (await fetch(`${ledger.url}/v1/metrics`)).text()
  const commits = Number(/commit_seconds_count (\d+)/.exec(metrics)?.[1])
  const { entries } = (await (await fetch(`${ledger.url}/v1/health`)).json()) as { entries: number }
  await ledger.stop()
  rmSync(folder, { recursive: true })
  waits.sort((a, b) => a - b)
  const at = (share: number) => (waits[Math.floor(waits.length * share)] ?? 0).toFixed(1)
  console.log(`${Math.round(waits.length / seconds)} records/s, p50 ${at(0.5)} ms, p99 ${at(0.99)} ms`)
  const cpu = ((user + system) / waits.length).toFixed(0)
  console.log(
    `${cpu} µs of the ledger's processor a record, ${(entries / commits).toFixed(1)} records a commit`,
  )
  if (entries !== waits.length) throw new Error(`acknowledged ${waits.length}, stored ${entries}`)
}

async function send({ url, seconds, connections, rate }: Load): Promise<void> {
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
        await postOne(url, agent)
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
