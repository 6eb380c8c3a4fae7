import type { Pool, PoolClient, PoolConfig } from 'pg'
import type { StoredRow } from './stored-rows.ts'

/** A statement as it is prepared once in every connection. Values are bound, never written into it (threat model F9). */
export interface Statement {
  readonly name: string
  readonly text: string
}

/** Runs a statement; rows hold what SQLite's would: numbers, texts and plain bytes. */
export type Ask = (statement: Statement, values?: readonly unknown[]) => Promise<readonly StoredRow[]>

export interface Connections {
  /** Connections that read, several at once. */
  readonly reading: Pool
  /** The one that writes: whoever asks for it waits until it is free. */
  readonly writing: Pool
  end(): Promise<void>
}

export interface ConnectOptions {
  readonly url: string
  readonly readers: number
  /** Milliseconds. */
  readonly timeout: number
}

/** Bound of whatever could otherwise hang: connecting, waiting for locks, statements, a peer that went silent. */
export async function connect({ url, readers, timeout }: ConnectOptions): Promise<Connections> {
  // Loaded here, so that whoever uses SQLite does not load it.
  const { Pool } = await import('pg')
  const config: PoolConfig = {
    connectionString: url,
    application_name: 'latchkey',
    connectionTimeoutMillis: timeout,
    lock_timeout: timeout,
    idle_in_transaction_session_timeout: timeout,
    // A statement may have waited for a lock first; the server ends it, unless it cannot be heard any more.
    statement_timeout: 2 * timeout,
    query_timeout: 2 * timeout + 1000,
    keepAlive: true,
    types: { getTypeParser },
  }
  const open = (special: PoolConfig) => {
    const pool = new Pool({ ...config, ...special })
    // A connection that is lost while nobody uses it is replaced when somebody does; one in use fails its statement.
    pool.on('error', () => {})
    pool.on('connect', (client) => void client.on('error', () => {}))
    return pool
  }
  const reading = open({ max: readers })
  const writing = open({ max: 1, idleTimeoutMillis: 0, pipeline: true })
  return {
    reading,
    writing,
    async end() {
      await Promise.all([reading.end(), writing.end()])
    },
  }
}

/** Asks over one connection, or over any that is free. */
export function asking(over: Pick<Pool | PoolClient, 'query'>): Ask {
  return async ({ name, text }, values = []) =>
    (await over.query<StoredRow>({ name: `latchkey.${name}`, text, values: [...values] })).rows
}

/** By the numbers that PostgreSQL gives types. Whole numbers of the log are far below 2^53; bytes own their memory. */
const PARSERS = new Map<number, (value: string) => unknown>([
  [16, (value) => value === 't'], // boolean
  [17, (hex) => new Uint8Array(Buffer.from(hex.slice(2), 'hex'))], // bytea
  ...[20, 21, 23].map((oid) => [oid, Number] as const), // bigint, smallint, integer
])

function getTypeParser(oid: number): (value: string) => unknown {
  return PARSERS.get(oid) ?? ((value) => value)
}
