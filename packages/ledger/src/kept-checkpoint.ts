import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'

/**
 * A copy of the newest checkpoint outside the database (threat model E3): a database that was set back, or swapped,
 * does not match it and is not signed over.
 */
export interface KeptCheckpoint {
  read(): string | null
  /** Called after every commit, never before one. */
  write(note: string): void
}

/** Keeps it in a file. Written beside and moved into place, so that it is whole at any moment. */
export function checkpointFile(file: string): KeptCheckpoint {
  return {
    read: () => (existsSync(file) ? readFileSync(file, 'utf8') : null),
    write(note) {
      writeFileSync(`${file}.new`, note)
      renameSync(`${file}.new`, file)
    },
  }
}
