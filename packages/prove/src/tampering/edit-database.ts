import { copyFileSync, rmSync, writeFileSync } from 'node:fs'
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import type { Random } from '../harness/random.ts'
import type { Filled } from './filled.ts'

/** Tables that hold evidence. What else there is (tokens, settings) is the operator's own business. */
const EVIDENCE = ['entries', 'records', 'erasures', 'heads', 'tiles', 'notices', 'documents', 'subjects']

export interface DatabaseEdit {
  readonly what: string
  /** The one entry that is bad; `null` where it is not one. */
  readonly seq: number | null
}

type Row = Record<string, SQLInputValue>

interface Table {
  readonly name: string
  readonly columns: readonly string[]
  readonly rows: readonly Row[]
}

/** Edits the database as its operator could: triggers dropped, rows changed, and closed again as if nothing was. */
export function editDatabase(db: string, filled: Filled, dice: Random): DatabaseEdit {
  if (dice.chance(0.06)) return editBeside(db, filled, dice)
  const database = new DatabaseSync(db, { enableForeignKeyConstraints: false })
  try {
    for (const { name } of database.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'").all())
      database.exec(`DROP TRIGGER "${name}"`)
    // Whose document it is decides how long it is kept, and is the operator's own business too.
    const tables = EVIDENCE.flatMap((name) => tableOf(database, name)).filter(({ rows }) => rows.length > 0)
    for (;;) {
      const edit = editTable(database, dice.of(tables), dice)
      if (edit) return edit
    }
  } finally {
    database.close()
  }
}

const HOW = ['left', 'set back', 'emptied', 'deleted', 'scribbled over'] as const
type How = (typeof HOW)[number]

/**
 * Sets the database back and makes what lies beside it agree, or spoils what lies beside a database that nobody touched.
 * All of it put back as it was once, together, is what only a checkpoint kept elsewhere can show.
 */
function editBeside(db: string, { earlier }: Filled, dice: Random): DatabaseEdit {
  for (;;) {
    const [setBack, checkpoint, journal] = [dice.chance(0.6), dice.of(HOW), dice.of(HOW)]
    if (!isShown(setBack, checkpoint, journal)) continue
    if (setBack) copyFileSync(earlier, db)
    for (const [end, how] of [
      ['.checkpoint', checkpoint],
      ['.erasures', journal],
    ] as const) {
      if (how === 'set back') copyFileSync(`${earlier}${end}`, `${db}${end}`)
      else if (how === 'deleted') rmSync(`${db}${end}`)
      else if (how !== 'left') writeFileSync(`${db}${end}`, how === 'emptied' ? '' : 'no word of a ledger\n')
    }
    const what = `${setBack ? 'set back to an earlier file' : 'its place'}, checkpoint ${checkpoint}, journal ${journal}`
    return { what, seq: null }
  }
}

/** A checkpoint or a journal that is merely behind is what a lost power leaves, and is brought up to date. */
function isShown(setBack: boolean, checkpoint: How, journal: How): boolean {
  if (!['left', 'set back'].includes(checkpoint) || ['deleted', 'scribbled over'].includes(journal))
    return true
  return setBack && (checkpoint === 'left' || journal === 'left')
}

function tableOf(database: DatabaseSync, name: string): Table[] {
  const columns = database
    .prepare('SELECT name FROM pragma_table_info(?)')
    .all(name)
    .map((row) => String(row.name))
    .filter((column) => column !== 'registered')
  if (columns.length === 0) return []
  const keys = columns.map((column) => `"${column}"`).join(', ')
  return [
    { name, columns, rows: database.prepare(`SELECT ${keys} FROM "${name}" ORDER BY 1, 2`).all() as Row[] },
  ]
}

function editTable(
  database: DatabaseSync,
  { name, columns, rows }: Table,
  dice: Random,
): DatabaseEdit | null {
  const row = dice.of(rows)
  const column = dice.of(columns)
  const where = columns.map((key) => `"${key}" IS ?`).join(' AND ')
  const values = (of: Row) => columns.map((key) => of[key] ?? null)
  const inEntries = name === 'entries' || name === 'records' || name === 'erasures'
  const seq = inEntries && typeof row.seq === 'number' ? row.seq : null
  const attempt = (what: string, sql: string, bound: readonly SQLInputValue[]): DatabaseEdit | null => {
    try {
      const { changes } = database.prepare(sql).run(...bound)
      return changes ? { what: `${name}: ${what}`, seq } : null
    } catch {
      return null // refused by the table's own constraints: not an edit
    }
  }
  // Of the signed heads only the newest counts; an older one that is gone leaves later ones that cover the same.
  const isOldHead = name === 'heads' && row !== rows.at(-1)
  switch (dice.below(4)) {
    case 0:
      return isOldHead ? null : attempt('a row deleted', `DELETE FROM "${name}" WHERE ${where}`, values(row))
    case 1: {
      const other = dice.of(rows)
      if (other === row || same(other[column] ?? null, row[column] ?? null)) return null
      const set = `UPDATE "${name}" SET "${column}" = ? WHERE ${where}`
      return attempt(`${column} taken from another row`, set, [other[column] ?? null, ...values(row)])
    }
    case 2: {
      const [key] = columns
      if (key === undefined || typeof row[key] !== 'number') return null
      const made = { ...row, [key]: rows.length + dice.below(50), ...(row.id ? { id: `${row.id}x` } : {}) }
      const marks = columns.map(() => '?').join(', ')
      const added = attempt('a row added', `INSERT INTO "${name}" VALUES (${marks})`, values(made))
      return added && { ...added, seq: null }
    }
    default: {
      const changed = altered(row[column] ?? null, dice)
      if (changed === undefined) return null
      const set = `UPDATE "${name}" SET "${column}" = ? WHERE ${where}`
      return attempt(`${column} changed`, set, [changed, ...values(row)])
    }
  }
}

function altered(value: SQLInputValue, dice: Random): SQLInputValue | undefined {
  if (typeof value === 'number') return value + 1 + dice.below(3)
  if (typeof value === 'string' && value.length > 0) {
    const at = dice.below(value.length)
    const other = value[at] === '7' ? '8' : '7'
    return value.slice(0, at) + other + value.slice(at + 1)
  }
  if (value instanceof Uint8Array && value.length > 0) {
    const copy = Buffer.from(value)
    const at = dice.below(copy.length)
    copy.writeUInt8((copy[at] ?? 0) ^ (1 << dice.below(8)), at)
    return copy
  }
  return undefined
}

function same(a: SQLInputValue, b: SQLInputValue): boolean {
  return a instanceof Uint8Array && b instanceof Uint8Array ? Buffer.compare(a, b) === 0 : a === b
}
