import { join } from 'node:path'
import { utf8, type VerifyExportOptions, verifyExport } from '@latchkey/log'
import type { LedgerOptions } from '../create-ledger.ts'
import { folder, ledgerIn, recordOf, secretOf, vault } from '../ledger.example.ts'
import { erasureJournal } from '../log/erasure-journal.ts'
import { checkpointFile } from '../log/kept-checkpoint.ts'
import { signingKeyFile } from '../log/signing-key.ts'
import { sqliteStore } from '../store/sqlite-store.ts'

export const DAY = 86_400_000
export const NOW = 1_795_219_201_000

/** All files of one ledger, as the command lays them out. */
export function filesIn(path = folder()) {
  const db = join(path, 'ledger.db')
  const outside = () => ({
    key: signingKeyFile(`${db}.key`),
    vault,
    kept: checkpointFile(`${db}.checkpoint`),
    journal: erasureJournal(`${db}.erasures`),
    now: () => NOW,
  })
  return {
    ...{ path, db, keyFile: `${db}.key`, checkpoint: `${db}.checkpoint`, erasures: `${db}.erasures` },
    /** What lies beside the database. */
    outside,
    /** What every operation on it takes; the store is opened anew. */
    options: () => ({ ...outside(), store: sqliteStore(db) }),
    /** Serves it. */
    serving: (more: Partial<LedgerOptions> = {}) =>
      ledgerIn(path, {
        key: signingKeyFile(`${db}.key`),
        journal: erasureJournal(`${db}.erasures`),
        now: () => NOW,
        ...more,
      }),
  }
}

export type Files = ReturnType<typeof filesIn>

/** So many subjects with one record each. */
export async function fill(
  post: (secret: string, records: string[]) => Promise<Response>,
  names: readonly string[],
) {
  for (const name of names) await post(secretOf(name), [recordOf(secretOf(name))])
}

export const verify = (lines: readonly string[], options: VerifyExportOptions = {}) =>
  verifyExport([utf8(lines.map((line) => `${line}\n`).join(''))], options)
