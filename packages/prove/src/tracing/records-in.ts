import { DatabaseSync } from 'node:sqlite'

/**
 * The places of the records in a database, by id; read past the ledger, which refuses what was set back and then says
 * nothing of what is lost. Of a database that cannot be read: none.
 */
export function recordsIn(db: string): ReadonlyMap<string, number> {
  const database = new DatabaseSync(db)
  try {
    const rows = database.prepare('SELECT id, seq FROM records').all()
    return new Map(rows.map(({ id, seq }) => [String(id), Number(seq)]))
  } catch {
    return new Map()
  } finally {
    database.close()
  }
}
