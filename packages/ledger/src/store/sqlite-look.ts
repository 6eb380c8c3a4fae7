import { existsSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { numberOf } from './stored-rows.ts'

/** What lies in a file, without changing it. */
export interface SqliteLook {
  /** Schema; 0 if there is no ledger's database. */
  readonly schema: number
  /** Whether a log was begun in it: then its keys must be somewhere, too. */
  readonly begun: boolean
}

export function lookAtSqlite(file: string): SqliteLook {
  const nothing = { schema: 0, begun: false }
  if (!existsSync(file)) return nothing
  let database: DatabaseSync | null = null
  try {
    database = new DatabaseSync(file, { timeout: 5000 })
    const schema = numberOf(database.prepare('PRAGMA user_version').get()?.user_version)
    return { schema, begun: database.prepare('SELECT 1 FROM heads LIMIT 1').get() !== undefined }
  } catch {
    return nothing // no database, or not ours: whoever opens it says so
  } finally {
    database?.close()
  }
}
