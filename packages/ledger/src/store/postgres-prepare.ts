import type { ClientBase } from 'pg'
import { MIGRATIONS } from './postgres-schema.ts'

const OLDEST = 15

/**
 * Makes the tables, or brings them up to date, with nobody else writing: of two processes that start at once, one
 * makes them. Rejects with a sentence if they are a later Latchkey's, somebody else's, or would not outlive a crash.
 */
export async function prepareDatabase(client: ClientBase): Promise<void> {
  const { rows: found } = await client.query<{ server: number; has: boolean; versions: boolean }>(`
    SELECT current_setting('server_version_num')::integer / 10000 AS server,
      to_regnamespace('latchkey') IS NOT NULL AS has, to_regclass('latchkey.versions') IS NOT NULL AS versions`)
  const { server = 0, has = false, versions = false } = found[0] ?? {}
  if (server < OLDEST) throw refusal(`PostgreSQL ${OLDEST} or newer`, `${server}`)
  if (!has) await client.query('CREATE SCHEMA latchkey')
  if (has && !versions) {
    const { rows } = await client.query(
      "SELECT FROM pg_class WHERE relnamespace = to_regnamespace('latchkey') LIMIT 1",
    )
    if (rows.length > 0) throw refusal('an empty schema latchkey or one of its own', 'somebody else’s')
  }
  const version = versions
    ? (await client.query<{ version: number }>('SELECT max(version) AS version FROM latchkey.versions'))
        .rows[0]?.version
    : 0
  if (version === undefined || version > MIGRATIONS.length)
    throw refusal(`schema ${MIGRATIONS.length} or an earlier one`, `schema ${version}`)
  for (const [i, step] of MIGRATIONS.entries()) {
    if (i < version) continue
    await client.query(step)
    await client.query('INSERT INTO latchkey.versions (version) VALUES ($1)', [i + 1])
  }
  const { rows: fleeting } = await client.query<{ name: string }>(`
    SELECT relname AS name FROM pg_class
    WHERE relnamespace = to_regnamespace('latchkey') AND relkind = 'r' AND relpersistence <> 'p' LIMIT 1`)
  if (fleeting[0]) throw refusal('tables that outlive a crash', `${fleeting[0].name}, which is unlogged`)
}

/** What must be on for a commit to mean that it is on the disk (threat model D8). */
const DURABLE = ['synchronous_commit', 'fsync', 'full_page_writes'] as const

/**
 * Begins a transaction that alone may write: whoever else wants to waits for its end. The settings are asked for each
 * time, since they can be changed while the server runs.
 */
export async function beginAlone(client: ClientBase): Promise<void> {
  const [, { rows }] = await Promise.all([
    // Each statement sees what was committed before it began: those after the lock, all of it.
    client.query('BEGIN ISOLATION LEVEL READ COMMITTED'),
    client.query<Record<string, string>>({
      name: 'latchkey.begin',
      text: `SELECT pg_advisory_xact_lock($1), ${DURABLE.map((name) => `current_setting('${name}') AS ${name}`).join()}`,
      values: [LOCK],
    }),
  ])
  for (const name of DURABLE)
    if (rows[0]?.[name] === 'off') throw refusal('a server that syncs to the disk', `${name} = off`)
}

/** «latchkey», in ASCII: what a database's ledgers agree to lock. */
const LOCK = '7809651199139603833'

/** An error that says what is wrong and no password. */
export function refusal(expected: string, got: string): Error {
  return new Error(`[ledger] postgresStore: expected ${expected}, got ${got}.`)
}

/** Why a ledger cannot start, as a sentence. A mistake of ours stays what it is. */
export function startError(error: unknown): unknown {
  if (!(error instanceof Error) || error.message.startsWith('[ledger]')) return error
  const { code = '' } = error as { code?: unknown }
  // The error that carries this code carries the address too, password and all.
  if (code === 'ERR_INVALID_URL') return refusal('an address that can be read', 'another')
  if (error instanceof TypeError || error instanceof RangeError) return error
  return refusal('a server that lets us in', `${code} ${error.message}`.trim())
}
