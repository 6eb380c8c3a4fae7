import type { SQLOutputValue } from 'node:sqlite'
import type { WrappedKey } from '../vault/vault.ts'
import type {
  Count,
  CountQuery,
  CountSum,
  Head,
  StoredAccess,
  StoredDocument,
  StoredEntry,
  StoredRecord,
  StoredToken,
} from './store.ts'

export type StoredRow = Record<string, SQLOutputValue>

export function headOf(row: StoredRow | undefined): Head | null {
  return row ? { size: numberOf(row.size), note: textOf(row.note) } : null
}

export function recordOf(row: StoredRow | undefined): StoredRecord | null {
  if (!row || row.id === null) return null
  return {
    seq: numberOf(row.seq),
    site: textOf(row.site),
    id: textOf(row.id),
    subject: textOf(row.subject),
    received: numberOf(row.received),
    assurance: row.assurance === 'attested' ? 'attested' : 'subject',
    // A word that we never write: then nothing else in the row is to be believed, and it does not open.
    sealed: (isAssurance(row.assurance) && bytesOf(row.sealed)) || new Uint8Array(),
    key: { kek: textOf(row.kek), wrapped: bytesOf(row.wrapped) ?? new Uint8Array() },
    notice: row.notice === null ? null : textOf(row.notice),
  }
}

function isAssurance(value: SQLOutputValue | undefined): boolean {
  return value === 'attested' || value === 'subject'
}

export function entryOf(row: StoredRow): StoredEntry {
  return {
    seq: numberOf(row.place),
    entry: bytesOf(row.entry) ?? new Uint8Array(),
    record: recordOf(row),
    by: row.by === null ? null : numberOf(row.by),
  }
}

export function keyOf(row: StoredRow | undefined): WrappedKey | null {
  return row ? { kek: textOf(row.kek), wrapped: bytesOf(row.wrapped) ?? new Uint8Array() } : null
}

export function documentOf(row: StoredRow | undefined): StoredDocument | null {
  if (!row) return null
  return {
    digest: textOf(row.digest),
    document: bytesOf(row.document) ?? new Uint8Array(),
    registered: row.registered === 1,
  }
}

export function countOf(row: StoredRow): Count {
  return {
    day: textOf(row.day),
    site: textOf(row.site),
    measure: textOf(row.measure),
    regime: textOf(row.regime),
    locale: textOf(row.locale),
    notice: textOf(row.notice),
    purpose: textOf(row.purpose),
    n: numberOf(row.n),
  }
}

export function sumOf(row: StoredRow, by: CountQuery['by']): CountSum {
  return {
    day: textOf(row.day),
    measure: textOf(row.measure),
    by,
    value: textOf(row.value),
    n: numberOf(row.n),
  }
}

export function tokenOf(row: StoredRow | undefined): StoredToken | null {
  if (!row) return null
  return {
    hash: textOf(row.hash),
    name: textOf(row.name),
    role: textOf(row.role),
    sites: row.sites === null ? null : sitesOf(textOf(row.sites)),
    created: numberOf(row.created),
    expires: row.expires === null ? null : numberOf(row.expires),
  }
}

export function accessOf(row: StoredRow): StoredAccess {
  return {
    at: numberOf(row.at),
    who: textOf(row.who),
    what: textOf(row.what),
    entries: numberOf(row.entries),
  }
}

// STRICT tables hold what their columns say; these turn that promise into types without believing it blindly.
export function numberOf(value: SQLOutputValue | undefined): number {
  return typeof value === 'number' ? value : Number.NaN
}

export function textOf(value: SQLOutputValue | undefined): string {
  return typeof value === 'string' ? value : ''
}

export function bytesOf(value: SQLOutputValue | undefined): Uint8Array | null {
  return value instanceof Uint8Array ? value : null
}

/** A list that cannot be read allows no site. */
function sitesOf(json: string): readonly string[] {
  try {
    const list: unknown = JSON.parse(json)
    return Array.isArray(list) ? list.filter((item) => typeof item === 'string') : []
  } catch {
    return []
  }
}
