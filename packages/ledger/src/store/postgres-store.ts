import type { PoolClient } from 'pg'
import { type Ask, asking, type Connections, connect } from './postgres-connection.ts'
import { isPassing } from './postgres-passing.ts'
import { beginAlone, prepareDatabase, refusal, startError } from './postgres-prepare.ts'
import { readerOf } from './postgres-reader.ts'
import { writerOf } from './postgres-writer.ts'
import type { LogStore, LogWriter } from './store.ts'

export interface PostgresOptions {
  /** Connections for reading; one more writes. @default 4 */
  readonly readers?: number | undefined
  /**
   * Milliseconds that a connection, a statement or the wait for another process's commit may take; beyond it the
   * ledger answers 503 and tries again. @default 10000
   */
  readonly timeout?: number | undefined
}

/**
 * Keeps the log in a PostgreSQL database (15 or newer), in a schema `latchkey` of its own. Any number of ledgers may
 * share it: each commit waits for its turn, so that there is one log without gaps. Give all of them the same keys.
 *
 * @param url `postgres://user:password@host:5432/database`; what it leaves out comes from `PGPASSWORD` and the like.
 * @throws A sentence, if the address is of another kind.
 * @example
 * const ledger = await createLedger({ store: postgresStore('postgres://latchkey@db.internal/consent'), … })
 */
export function postgresStore(url: string, options: PostgresOptions = {}): LogStore {
  const { readers = 4, timeout = 10_000 } = options
  if (!/^postgres(?:ql)?:\/\//.test(url)) throw refusal('an address like postgres://…', 'something else')
  let connections: Promise<Connections> | null = null
  let closed = false
  let wipeAgain = 0

  const connected = () => {
    if (closed) return Promise.reject(refusal('an open store', 'a closed one'))
    connections ??= connect({ url, readers, timeout })
    return connections
  }
  /** Runs work on the connection that writes. One that may still be in the middle of something is not used again. */
  const onWriting = async <Result>(work: (client: PoolClient) => Promise<Result>): Promise<Result> => {
    const client = await (await connected()).writing.connect()
    try {
      const result = await work(client)
      client.release()
      return result
    } catch (error) {
      client.release(true)
      throw error
    }
  }
  const commit = async (client: PoolClient) => {
    const { command } = await client.query('COMMIT')
    // What PostgreSQL answers if a statement failed and somebody went on all the same.
    if (command !== 'COMMIT') throw refusal('a commit', command)
  }
  const ask: Ask = async (...question) => asking((await connected()).reading)(...question)

  return {
    name: 'postgres',
    read: readerOf(ask),
    isPassing,
    async prepare() {
      try {
        await onWriting(async (client) => {
          await beginAlone(client)
          await prepareDatabase(client)
          await commit(client)
        })
      } catch (error) {
        throw startError(error)
      }
    },
    transact: <Result>(work: (writer: LogWriter) => Promise<Result>) =>
      onWriting(async (client) => {
        const { flush, fetchAhead, ...writer } = writerOf(asking(client))
        await Promise.all([beginAlone(client), fetchAhead()])
        const result = await work(writer)
        // Not on the way together with COMMIT: a statement that never got out must not be left out of it.
        await flush()
        await commit(client)
        return result
      }),
    async wipe() {
      if (performance.now() < wipeAgain) return false
      const wiped = await onWriting(vacuum).catch((error: unknown) => {
        if (isPassing(error)) return false
        throw error
      })
      if (!wiped) wipeAgain = performance.now() + WIPE_AGAIN
      return wiped
    },
    async close() {
      if (closed) return
      closed = true
      await (await connections)?.end()
    },
  }
}

/** Milliseconds between two tries, which look through what was written lately. */
const WIPE_AGAIN = 1000

/** The tables that erasures take rows out of. */
const ERASED = ['records', 'subjects', 'documents']

/**
 * Takes out what erasures left: dead rows and all that indexes have of them. `false` while an older transaction may
 * still see them, or another process is at it.
 */
async function vacuum(client: PoolClient): Promise<boolean> {
  await client.query('SELECT pg_stat_force_next_flush()')
  await client.query(`VACUUM (INDEX_CLEANUP ON) ${ERASED.map((table) => `latchkey.${table}`).join()}`)
  const { rows } = await client.query(
    "SELECT FROM pg_stat_user_tables WHERE schemaname = 'latchkey' AND relname = ANY ($1) AND n_dead_tup > 0",
    [ERASED],
  )
  return rows.length === 0
}
