import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  writeSync,
} from 'node:fs'
import { toBase64 } from '@latchkey/log'
import { syncFolderOf } from './sync-folder.ts'

/**
 * The lines of a file of keys (32 bytes each, in base64), which is made with one key on first use. Only its owner may
 * read it. It is on the disk before anything is signed or encrypted with it.
 *
 * @param what How a sentence about it begins.
 */
export function keyFile(file: string, what: string): readonly string[] {
  if (!existsSync(file)) {
    const handle = openSync(file, 'wx', 0o600)
    writeSync(handle, `${toBase64(randomBytes(32))}\n`)
    fsyncSync(handle)
    closeSync(handle)
    chmodSync(file, 0o600)
    syncFolderOf(file)
  }
  if (process.platform !== 'win32' && statSync(file).mode & 0o077) {
    throw new Error(
      `[ledger] ${what}: expected a file that only its owner can read (chmod 600), got a wider one.`,
    )
  }
  return readFileSync(file, 'utf8')
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
}

/** Writes such a file anew, whole at any moment, power or not. */
export function replaceKeyFile(file: string, lines: readonly string[]): void {
  const handle = openSync(`${file}.new`, 'w', 0o600)
  try {
    writeSync(handle, lines.map((line) => `${line}\n`).join(''))
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
  renameSync(`${file}.new`, file)
  syncFolderOf(file)
}
