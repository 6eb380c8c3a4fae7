// How many records a second ledgers acknowledge over HTTP, each synced to the disk before its receipt, and how long
// they wait. Sender, ledgers and database share the machine; each ledger has a thread of its own.
//   node --conditions=latchkey-source packages/ledger/bench/append.ts [seconds] [connections] [rate] [ledgers]
// One ledger on SQLite, unless a number of ledgers is given: so many on one PostgreSQL, which is started for it.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { startPostgres } from '@latchkey/testkit/postgres'
import type { Done, OneLedger } from './one-ledger.ts'
import type { Load } from './sender.ts'

const [seconds = 10, connections = 64, rate = 0, ledgers = 0] = process.argv.slice(2).map(Number)
const folder = mkdtempSync(join(tmpdir(), 'latchkey-bench-'))
const postgres = ledgers > 0 ? await startPostgres() : null
try {
  await measure(postgres?.url ?? join(folder, 'ledger.db'), Math.max(1, ledgers))
} finally {
  postgres?.remove()
  rmSync(folder, { recursive: true })
}

async function measure(db: string, count: number): Promise<void> {
  const threads: Worker[] = []
  const urls: string[] = []
  for (let i = 0; i < count; i++) {
    const workerData: OneLedger = { db, kept: join(folder, `checkpoint${i}`) }
    const thread = new Worker(new URL('./one-ledger.ts', import.meta.url), { workerData })
    threads.push(thread)
    urls.push(await said<string>(thread))
  }
  const load: Load = { urls, seconds, connections, rate }
  const waits = await said<number[]>(
    new Worker(new URL('./sender.ts', import.meta.url), { workerData: load }),
  )
  const done = await Promise.all(
    threads.map((thread) => {
      thread.postMessage('stop')
      return said<Done>(thread)
    }),
  )
  report(waits, done)
}

function report(waits: number[], done: readonly Done[]): void {
  const sum = (of: (one: Done) => number) => done.reduce((all, one) => all + of(one), 0)
  const entries = Math.max(...done.map((one) => one.entries))
  waits.sort((a, b) => a - b)
  const at = (share: number) => (waits[Math.floor(waits.length * share)] ?? 0).toFixed(1)
  console.log(`${Math.round(waits.length / seconds)} records/s, p50 ${at(0.5)} ms, p99 ${at(0.99)} ms`)
  const commits = sum(({ commits }) => commits)
  const milliseconds = (sum(({ busy }) => busy) * 1000) / commits
  console.log(
    `${(sum(({ cpu }) => cpu) / waits.length).toFixed(0)} µs of the ledgers’ processor a record, ` +
      `${(entries / commits).toFixed(1)} records and ${milliseconds.toFixed(1)} ms a commit`,
  )
  if (entries !== waits.length) throw new Error(`acknowledged ${waits.length}, stored ${entries}`)
}

/** What a thread says next. */
function said<Message>(thread: Worker): Promise<Message> {
  return new Promise((resolve, reject) => {
    thread.once('message', resolve)
    thread.once('error', reject)
  })
}
