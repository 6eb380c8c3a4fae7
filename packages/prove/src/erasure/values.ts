import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** Parts of the tree: they grow in place, name nobody, and older states of them may stay wherever they are. */
const TREE = ['tiles', 'heads', 'entries']

/** Every value of at least 16 bytes that a database holds, by its hex; of whatever tables it has. */
export function valuesOf(db: string): ReadonlyMap<string, Buffer> {
  const database = new DatabaseSync(db, { readOnly: true })
  try {
    const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all()
    const values = new Map<string, Buffer>()
    for (const { name } of tables) {
      if (TREE.includes(String(name))) continue
      for (const row of database.prepare(`SELECT * FROM "${name}"`).all()) {
        for (const value of Object.values(row)) {
          const bytes =
            typeof value === 'string'
              ? Buffer.from(value)
              : value instanceof Uint8Array
                ? Buffer.from(value)
                : null
          if (bytes && bytes.length >= 16) values.set(bytes.toString('hex'), bytes)
        }
      }
    }
    return values
  } finally {
    database.close()
  }
}

export interface Haystack {
  readonly file: string
  readonly content: Buffer
}

/** All files below a folder, as they lie on the disk. */
export function filesBelow(folder: string): readonly Haystack[] {
  return readdirSync(folder, { recursive: true })
    .map((name) => join(folder, String(name)))
    .filter((file) => statSync(file).isFile())
    .map((file) => ({ file, content: readFileSync(file) }))
}
