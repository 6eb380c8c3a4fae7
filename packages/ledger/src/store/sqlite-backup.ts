import {
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  fsyncSync,
  openSync,
  renameSync,
  rmSync,
} from 'node:fs'
import { DatabaseSync } from 'node:sqlite'

/**
 * Copies a database into a new file, as it is at one moment, while others go on writing. No key is in it: neither the
 * signing key nor a key encryption key lies in a database.
 *
 * @throws A sentence, if the file is there already.
 */
export function backupSqlite(database: string, file: string): void {
  if (existsSync(file)) throw refusal('backup', 'expected a file that is not there yet, got one that is.')
  if (!existsSync(database)) throw refusal('backup', 'expected a database, got none.')
  const source = new DatabaseSync(database, { timeout: 5000 })
  const part = `${file}.part`
  try {
    rmSync(part, { force: true })
    // A whole, compact copy without a journal; pages that were freed are not in it.
    source.prepare('VACUUM INTO ?').run(part)
  } finally {
    source.close()
  }
  sync(part)
  renameSync(part, file)
}

/** A copy of a backup in the database's place, for `restoreLog` to work on. It takes the place in `done`. */
export interface RestoringFile {
  /** Where the copy lies meanwhile. */
  readonly file: string
  done(): void
}

/** @throws A sentence, if a database is there. */
export function restoringSqlite(backup: string, database: string): RestoringFile {
  if (!existsSync(backup)) throw refusal('restore', 'expected a backup, got no such file.')
  // The journal of another database beside it would be played into it.
  const there = ['', '-wal', '-shm', '-journal'].map((end) => `${database}${end}`).find(existsSync)
  if (there)
    throw refusal('restore', `expected the database’s place to be free. Move it away, with -wal and -shm.`)
  const file = `${database}.restoring`
  for (const end of ['', '-wal', '-shm']) rmSync(`${file}${end}`, { force: true })
  copyFileSync(backup, file, constants.COPYFILE_EXCL)
  return {
    file,
    done() {
      sync(file)
      renameSync(file, database)
    },
  }
}

function sync(file: string): void {
  const handle = openSync(file, 'r+')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

function refusal(what: string, sentence: string): Error {
  return new Error(`[ledger] ${what}: ${sentence}`)
}
