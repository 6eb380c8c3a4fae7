import { Worker } from 'node:worker_threads'
import { FROM_SOURCE } from '../harness/ledger-process.ts'
import type { Load, LoadResult } from './send.ts'

/** Sends from another thread, and says what came of it. */
export function underLoad(load: Load): Promise<LoadResult> {
  const worker = new Worker(new URL('./send.ts', import.meta.url), {
    workerData: load,
    execArgv: [...FROM_SOURCE],
  })
  return new Promise((resolve, reject) => {
    worker.once('message', resolve)
    worker.once('error', reject)
  })
}

/** The value below which that share lies. */
export function percentile(waits: readonly number[], share: number): number {
  const sorted = Float64Array.from(waits).sort()
  return Math.round(sorted[Math.floor(sorted.length * share)] ?? 0)
}
