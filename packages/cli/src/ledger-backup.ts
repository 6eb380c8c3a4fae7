import { backupSqlite, restoreLog, restoringSqlite, sqliteStore } from '@latchkey/ledger'
import { wrongUse } from './command.ts'
import type { LedgerAction } from './ledger-action.ts'
import { note } from './ledger-noted.ts'

/** `latchkey ledger backup <file>`: a copy of the database as it is now, of a running ledger too. No key is in it. */
export const ledgerBackup: LedgerAction = async ({ words, place, say }) => {
  const [file] = words
  if (file === undefined) throw wrongUse('ledger backup: expected the file to write.')
  if (place.isServer) throw wrongUse('ledger backup: use pg_dump or pg_basebackup, see docs/ledger.md.')
  backupSqlite(place.db, file)
  const store = sqliteStore(file)
  const entries = (await store.read.head())?.size ?? 0
  await store.close()
  say(`backed up ${entries} entries. Keep the keys elsewhere.`, { entries })
  return 0
}

/**
 * `latchkey ledger restore <backup>`: puts a backup in the database's place, erases again what was erased since, and goes
 * on under a new name if entries are lost. For a database server: the same on the database as it was restored.
 */
export const ledgerRestore: LedgerAction = async ({ words, place, say }) => {
  const [backup] = words
  if (!place.isServer && backup === undefined) throw wrongUse('ledger restore: expected the backup.')
  const file = place.isServer || backup === undefined ? null : restoringSqlite(backup, place.db)
  const store = place.store(file?.file)
  try {
    const [key, vault] = [place.key(), place.vault()]
    await store.prepare(vault)
    const done = await restoreLog({ store, key, vault, ...place.beside, now: Date.now })
    await note(store, 'restored a backup')
    await store.close()
    file?.done()
    const lost = done.lost === null ? 'nobody knows how many' : String(done.lost)
    say(
      `restored ${done.entries} entries; lost since the backup: ${lost}; records erased again: ${done.erased}` +
        (done.former === null ? '' : `\nThe log goes on as ${done.origin}.`),
      done,
    )
    return 0
  } finally {
    await store.close()
  }
}
