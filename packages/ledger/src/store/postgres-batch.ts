import { tally } from '../log/tally.ts'
import type { WrappedKey } from '../vault/vault.ts'
import type { Ask, Statement } from './postgres-connection.ts'
import type { Head, StoredRecord } from './store.ts'

/** What a transaction adds, until it is sent. */
export interface Batch {
  readonly entries: { readonly seq: number; readonly entry: Uint8Array }[]
  readonly records: StoredRecord[]
  /** Keys of the records' subjects, for those that are new. */
  readonly subjects: Map<string, WrappedKey>
  /** Digests that the records name. */
  readonly notices: Set<string>
  readonly heads: Head[]
  readonly tiles: Map<string, { readonly level: number; readonly index: number; readonly hashes: Uint8Array }>
  readonly counts: ReturnType<typeof tally>
  bytes: number
}

export function emptyBatch(): Batch {
  return {
    entries: [],
    records: [],
    subjects: new Map(),
    notices: new Set(),
    heads: [],
    tiles: new Map(),
    counts: tally(),
    bytes: 0,
  }
}

/** One statement a table, all of them on the way before the first is answered. */
export async function sendBatch(ask: Ask, batch: Batch): Promise<void> {
  const { entries, records, subjects, heads, tiles, counts } = batch
  const sent: Promise<unknown>[] = []
  const send = <Row>(
    statement: Statement,
    rows: readonly Row[],
    columns: readonly ((row: Row) => unknown)[],
  ) => {
    if (rows.length === 0) return
    sent.push(
      ask(
        statement,
        columns.map((column) => rows.map(column)),
      ),
    )
  }
  send(ENTRIES, entries, [(row) => row.seq, (row) => row.entry])
  send(SUBJECTS, [...subjects], [([name]) => name, ([, key]) => key.kek, ([, key]) => key.wrapped])
  send(RECORDS, records, [
    (row) => row.seq,
    (row) => row.site,
    (row) => row.id,
    (row) => row.subject,
    (row) => row.received,
    (row) => row.assurance,
    (row) => row.sealed,
    (row) => row.notice,
  ])
  send(TILES, [...tiles.values()], [(row) => row.level, (row) => row.index, (row) => row.hashes])
  send(COUNTS, counts.all(), [
    (row) => row.day,
    (row) => row.site,
    (row) => row.measure,
    (row) => row.regime,
    (row) => row.locale,
    (row) => row.notice,
    (row) => row.purpose,
    (row) => row.n,
  ])
  send(HEADS, heads, [(row) => row.size, (row) => row.note])
  // The first that fails is the one that says why: the others fail because of it.
  await Promise.all(sent)
}

const ENTRIES = {
  name: 'add-entries',
  text: 'INSERT INTO latchkey.entries (seq, entry) SELECT * FROM unnest($1::bigint[], $2::bytea[])',
}
const SUBJECTS = {
  name: 'add-subjects',
  text: `INSERT INTO latchkey.subjects (subject, kek, wrapped)
    SELECT * FROM unnest($1::text[], $2::text[], $3::bytea[]) ON CONFLICT DO NOTHING`,
}
const RECORDS = {
  name: 'add-records',
  text: `INSERT INTO latchkey.records (seq, site, id, subject, received, assurance, sealed, notice)
    SELECT * FROM unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::text[], $7::bytea[], $8::text[])`,
}
const TILES = {
  name: 'put-tiles',
  text: `INSERT INTO latchkey.tiles (level, number, hashes)
    SELECT * FROM unnest($1::integer[], $2::bigint[], $3::bytea[])
    ON CONFLICT (level, number) DO UPDATE SET hashes = excluded.hashes`,
}
const COUNTS = {
  name: 'add-counts',
  text: `INSERT INTO latchkey.counts AS c (day, site, measure, regime, locale, notice, purpose, n)
    SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bigint[])
    ON CONFLICT (day, site, measure, regime, locale, notice, purpose) DO UPDATE SET n = c.n + excluded.n`,
}
const HEADS = {
  name: 'add-heads',
  text: 'INSERT INTO latchkey.heads (size, note) SELECT * FROM unnest($1::bigint[], $2::text[])',
}
