import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  readSync,
  writeSync,
} from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import { erasureEntry, parseErasureEntry } from '@latchkey/log'
import { syncFolderOf } from '../vault/sync-folder.ts'

/** An erasure as it is kept outside the database: places in the log, and nobody. */
export interface JournaledErasure {
  /** The log's name at that time. */
  readonly log: string
  /** The erasure's own place. */
  readonly seq: number
  readonly at: number
  /** For retention: the day before which records went. */
  readonly before?: string | undefined
  readonly entries: readonly number[]
}

/**
 * Every erasure once more, outside the database: so that one that is restored from a backup forgets again what was
 * erased since (threat model G4).
 */
export interface ErasureJournal {
  /** `null` if there is no journal, which is not the same as an empty one. */
  read(): Promise<readonly JournaledErasure[] | null>
  /** Resolves when they are on the disk. One that is there already may be added again; none makes an empty journal. */
  add(erasures: readonly JournaledErasure[]): Promise<void>
}

/**
 * Keeps the journal in a file, one line of JSON an erasure; several processes may append to it.
 *
 * @example
 * const journal = erasureJournal('latchkey.db.erasures')
 */
export function erasureJournal(file: string): ErasureJournal {
  return {
    async read() {
      if (!existsSync(file)) return null
      const lines = readFileSync(file, 'utf8').split('\n')
      // A last line without its end was cut off by a lost power: its erasure is added again from the log.
      return lines.slice(0, -1).map((line, i) => {
        const erasure = readLine(line)
        if (erasure) return erasure
        throw new Error(`[ledger] erasure journal: expected an erasure on line ${i + 1}, got something else.`)
      })
    },
    async add(erasures) {
      const isNew = !existsSync(file)
      if (erasures.length === 0 && !isNew) return
      const handle = openSync(file, 'a+', 0o600)
      try {
        dropTornLine(handle)
        const bytes = Buffer.from(erasures.map((erasure) => `${JSON.stringify(erasure)}\n`).join(''))
        for (let at = 0; at < bytes.length; ) at += writeSync(handle, bytes, at)
        fsyncSync(handle)
      } finally {
        closeSync(handle)
      }
      if (isNew) syncFolderOf(file)
    },
  }
}

function dropTornLine(handle: number): void {
  const { size } = fstatSync(handle)
  const byte = Buffer.alloc(1)
  let end = size
  while (end > 0 && readSync(handle, byte, 0, 1, end - 1) === 1 && byte[0] !== 10) end -= 1
  if (end < size) ftruncateSync(handle, end)
}

/** A line as we write it: what it names must be an erasure that could stand in a log. */
function readLine(line: string): JournaledErasure | null {
  try {
    const { log, seq, ...erasure } = JSON.parse(line) as Record<string, unknown>
    if (typeof log !== 'string' || typeof seq !== 'number') return null
    // Made and read again by the log's own rules, which look at everything.
    const [read] = journaled(log, seq, erasureEntry(erasure as never))
    return read && JSON.stringify(read) === line ? read : null
  } catch {
    return null // not JSON: an expected outcome
  }
}

/** How an erasure's entry stands in the journal. */
export function journaled(log: string, seq: number, entry: Uint8Array): readonly JournaledErasure[] {
  const erasure = parseErasureEntry(entry)
  return erasure ? [{ log, seq, ...erasure }] : []
}

export function sameErasure(a: JournaledErasure, b: JournaledErasure): boolean {
  return isDeepStrictEqual({ ...a }, { ...b })
}
