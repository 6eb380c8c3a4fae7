import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { parseCheckpoint, parseNote } from '@latchkey/log'

/**
 * A copy of the newest checkpoint outside the database (threat model E3): a database that was set back, or swapped,
 * does not match it and is not signed over.
 */
export interface KeptCheckpoint {
  read(): Promise<string | null>
  /**
   * Called after every commit, never before one. Keeps the checkpoint unless a larger one is there: several processes
   * may keep theirs in one place, and the larger one contains the smaller. Rejects if it cannot be kept.
   */
  advance(note: string): Promise<void>
}

/**
 * Keeps it in a file, written beside, synced and moved into place, so that it is whole at any moment, power or not.
 *
 * @example
 * const kept = checkpointFile('latchkey.db.checkpoint')
 */
export function checkpointFile(file: string): KeptCheckpoint {
  const read = () => (existsSync(file) ? readFileSync(file, 'utf8') : null)
  return {
    read: async () => read(),
    async advance(note) {
      const there = read()
      if (there !== null && sizeOf(there) > sizeOf(note)) return
      const handle = openSync(`${file}.new`, 'w', 0o600)
      try {
        writeSync(handle, note)
        fsyncSync(handle)
      } finally {
        closeSync(handle)
      }
      renameSync(`${file}.new`, file)
    },
  }
}

function sizeOf(note: string): number {
  return parseCheckpoint(parseNote(note)?.text ?? '')?.size ?? -1
}
