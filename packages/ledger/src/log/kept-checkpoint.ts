import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { type Checkpoint, parseCheckpoint, parseNote, sameBytes } from '@latchkey/log'
import { isBusy, whenFree } from '../store/when-free.ts'
import { syncFolderOf } from '../vault/sync-folder.ts'

/**
 * A copy of the newest checkpoint outside the database (threat model E3): a database that was set back, or swapped,
 * does not match it and is not signed over.
 */
export interface KeptCheckpoint {
  read(): Promise<string | null>
  /**
   * Called after every commit, never before one, and awaited before the next. Keeps the checkpoint by comparing and
   * swapping, unless a larger one is there: several processes may keep theirs in one place, and the larger one contains
   * the smaller. Rejects if it cannot be kept: with an error of `away` if asking again may help, else the ledger stops.
   *
   * @param over A checkpoint that a restore gave up: this one may take its place though it is smaller.
   */
  advance(note: string, over?: string): Promise<void>
}

/** An error that asking again may mend: nothing was acknowledged meanwhile, and nothing is lost. */
export function away(sentence: string): Error {
  return Object.assign(new Error(sentence), { name: 'Away' })
}

export function isAway(error: unknown): boolean {
  return error instanceof Error && error.name === 'Away'
}

/** Whether this checkpoint takes the place of the one that is there. Throws a sentence if it must not be signed over. */
export function replaces(there: string | null, note: string, over?: string): boolean {
  if (there === null || there === over) return true
  if (there === note) return false
  const [kept, next] = [checkpointIn(there), checkpointIn(note)]
  if (!kept || !next || kept.origin !== next.origin) {
    throw new Error('[ledger] kept checkpoint: expected one of this log, got something else.')
  }
  if (kept.size === next.size && !sameBytes(kept.root, next.root)) {
    throw new Error('[ledger] kept checkpoint: expected this log, got another history of the same length.')
  }
  return kept.size < next.size
}

/**
 * Keeps it in a file, written beside, synced and moved into place, so that it is whole at any moment, power or not. One
 * process at a time compares and swaps.
 *
 * @example
 * const kept = checkpointFile('latchkey.db.checkpoint')
 */
export function checkpointFile(file: string): KeptCheckpoint {
  const read = () => (existsSync(file) ? readFileSync(file, 'utf8') : null)
  const alone = lock(`${file}.lock`)
  return {
    read: async () => read(),
    async advance(note, over) {
      await alone(() => {
        if (!replaces(read(), note, over)) return
        const handle = openSync(`${file}.new`, 'w', 0o600)
        try {
          writeSync(handle, note)
          fsyncSync(handle)
        } finally {
          closeSync(handle)
        }
        renameSync(`${file}.new`, file)
        syncFolderOf(file)
      })
    },
  }
}

/** Node locks no files, but SQLite does, and the system frees such a lock when its process ends, however it ends. */
function lock(file: string): (work: () => void) => Promise<void> {
  let database: DatabaseSync | undefined
  return (work) =>
    whenFree(() => {
      // A lock on a file that somebody deleted would keep nobody out.
      if (!existsSync(file)) database = undefined
      database ??= new DatabaseSync(file)
      database.exec('BEGIN IMMEDIATE')
      try {
        work()
      } finally {
        database.exec('ROLLBACK')
      }
    }).catch((error: unknown) => {
      if (isBusy(error)) throw away('[ledger] kept checkpoint: another process holds its lock.')
      throw error
    })
}

function checkpointIn(signed: string): Checkpoint | null {
  return parseCheckpoint(parseNote(signed)?.text ?? '')
}
