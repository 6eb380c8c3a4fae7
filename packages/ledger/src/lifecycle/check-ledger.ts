import { formatVkey } from '@latchkey/log'
import { type ReadLogOptions, readLog } from '../log/read-log.ts'

/** A log that holds. */
export interface LedgerCheck {
  readonly origin: string
  readonly vkey: string
  readonly entries: number
  /** Erasures, those of retention included. */
  readonly erasures: number
  /** Changes of keys, and of names after a restore. */
  readonly successions: number
  /** Whether a checkpoint was kept outside the database, and is contained in it. */
  readonly kept: boolean
}

/**
 * Reads and checks a whole ledger without serving it, and writes nothing. Rejects with a sentence that names the first
 * entry that does not hold.
 */
export async function checkLedger(options: Omit<ReadLogOptions, 'setBack'>): Promise<LedgerCheck> {
  const read = await readLog(options)
  if (!read) throw new Error('[ledger] check: expected a log, got an empty database.')
  const { origin, verifier, head, successions, kept } = read
  return {
    origin,
    vkey: formatVkey(verifier),
    entries: head.size,
    erasures: read.erasures.length,
    successions: successions.length,
    kept: kept !== null,
  }
}
