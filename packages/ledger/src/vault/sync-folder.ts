import { closeSync, fsyncSync, openSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * Puts on the disk that a file is there under its name: syncing the file itself does not promise that (threat model
 * D8). Windows has no such call and keeps names with the file.
 */
export function syncFolderOf(file: string): void {
  if (process.platform === 'win32') return
  const folder = openSync(dirname(file), 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}
