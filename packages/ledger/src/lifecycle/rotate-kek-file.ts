import { randomBytes } from 'node:crypto'
import { toBase64 } from '@latchkey/log'
import type { LogStore } from '../store/store.ts'
import { KEK_IN_FORCE } from '../vault/kek-in-force.ts'
import { keyFile, replaceKeyFile } from '../vault/key-file.ts'
import { createVault, vaultFile } from '../vault/vault.ts'
import { type RotateKekOptions, rotateKek } from './rotate-kek.ts'

export interface RotateKekFileOptions extends Omit<RotateKekOptions, 'vault'> {
  readonly file: string
}

/**
 * Changes the key encryption key that lies in a file: a new one goes in front, unless the one in front is not in use
 * everywhere yet, and wraps every subject's key. Former keys stay, for backups of before; see `dropFormerKeks`.
 */
export async function rotateKekFile({ file, ...options }: RotateKekFileOptions): Promise<number> {
  if (!(await isUnfinished(options.store, file))) {
    const lines = keyFile(file, 'key encryption key')
    replaceKeyFile(file, [toBase64(randomBytes(32)), ...lines])
  }
  return rotateKek({ ...options, vault: vaultFile(file) })
}

/**
 * Takes every key but the newest out of the file; returns how many. Backups that they wrapped open no more. The newest is in
 * force by then: a process that went on without it commits nothing more.
 */
export async function dropFormerKeks(store: LogStore, file: string): Promise<number> {
  if (await isUnfinished(store, file)) {
    throw new Error('[ledger] rotate-kek: former keys are still in use. Run it without --drop first.')
  }
  const [newest = '', ...former] = keyFile(file, 'key encryption key')
  replaceKeyFile(file, [newest])
  return former.length
}

async function isUnfinished(store: LogStore, file: string): Promise<boolean> {
  const [newest = ''] = keyFile(file, 'key encryption key')
  const { kek } = createVault([newest])
  // Not while somebody is in the middle of a commit: it may still wrap with another key.
  return store.transact(async (writer) => {
    const inForce = await writer.setting(KEK_IN_FORCE)
    return (inForce !== null && inForce !== kek) || (await writer.subjectsNotUnder(kek, 1)).length > 0
  })
}
