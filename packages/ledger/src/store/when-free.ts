import { setTimeout as pause } from 'node:timers/promises'

const SQLITE_BUSY = 5
/** Milliseconds between two tries. */
const BETWEEN = 20
/** Milliseconds after which somebody is told to come back. */
export const PATIENCE = 5000

/** Another process holds the file: nothing was written, and later it will be. */
export function isBusy(error: unknown): boolean {
  if (!(error instanceof Error && 'errcode' in error && typeof error.errcode === 'number')) return false
  // The upper bits say which part of the file is held.
  return (error.errcode & 0xff) === SQLITE_BUSY
}

/**
 * Does something to a SQLite file as soon as no other process holds it. SQLite's own waiting would stop this whole
 * process, answers that need no database included. Rejects with its error after so many milliseconds.
 */
export async function whenFree<Result>(work: () => Result, patience = PATIENCE): Promise<Result> {
  for (const until = performance.now() + patience; ; await pause(BETWEEN)) {
    try {
      return work()
    } catch (error) {
      if (!isBusy(error) || performance.now() >= until) throw error
    }
  }
}
