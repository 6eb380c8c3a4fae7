import { parentPort, workerData } from 'node:worker_threads'
import { toBase64 } from '@latchkey/log'
import { checkpointFile, createVault, postgresStore, serve, signingKey, sqliteStore } from '../src/index.ts'

/** A ledger on a thread of its own: says its address, and, when it is told to stop, what it has done. */
export interface OneLedger {
  /** A file, or `postgres://…`. */
  readonly db: string
  /** Where it keeps its checkpoint outside. */
  readonly kept: string
}

export interface Done {
  /** Microseconds of processor time. */
  readonly cpu: number
  readonly commits: number
  /** Seconds spent in commits. */
  readonly busy: number
  readonly entries: number
}

const { db, kept } = workerData as OneLedger
const plenty = { burst: 1e9, perSecond: 1e9 }
const ledger = await serve({
  store: db.includes('://') ? postgresStore(db) : sqliteStore(db),
  key: signingKey(toBase64(new Uint8Array(32).fill(1))),
  vault: createVault([toBase64(new Uint8Array(32).fill(2))]),
  kept: checkpointFile(kept),
  limits: { network: plenty, site: plenty, subject: plenty },
  port: 0,
  print: () => {},
})
const before = process.threadCpuUsage()
parentPort?.postMessage(ledger.url)
parentPort?.once('message', async () => {
  const { user, system } = process.threadCpuUsage(before)
  const metrics = await (await fetch(`${ledger.url}/v1/metrics`)).text()
  const { entries } = (await (await fetch(`${ledger.url}/v1/health`)).json()) as { entries: number }
  const read = (name: string) => Number(new RegExp(`commit_seconds_${name} ([\\d.]+)`).exec(metrics)?.[1])
  await ledger.stop()
  const done: Done = { cpu: user + system, commits: read('count'), busy: read('sum'), entries }
  parentPort?.postMessage(done)
})
