import { createServer, type Server, Socket } from 'node:net'
import { Client, DatabaseError } from 'pg'
import { describe, expect, onTestFinished, test } from 'vitest'
import { vault } from '../ledger.example.ts'
import { add, addPlain, recordOf } from './contract/check.ts'
import { describeOnPostgres } from './on-postgres.example.ts'
import { isPassing } from './postgres-passing.ts'
import { type PostgresOptions, postgresStore } from './postgres-store.ts'
import type { LogStore, LogWriter } from './store.ts'

describe('an error is passing if the server has lost nothing', () => {
  const state = (code: string, severity = 'ERROR') =>
    Object.assign(new DatabaseError('text', 4, 'error'), { code, severity })
  test.each([
    ['the server stops', state('57P01', 'FATAL'), true],
    ['it starts or recovers', state('57P03', 'FATAL'), true],
    ['a process of it died', state('57P02', 'FATAL'), true],
    ['it is a standby', state('25006'), true],
    ['a deadlock', state('40P01'), true],
    ['too many connections', state('53300', 'FATAL'), true],
    ['the disk is full, before the commit', state('53100'), true],
    ['the disk is full for the log itself', state('53100', 'PANIC'), false],
    ['a sync failed', state('58030', 'PANIC'), false],
    ['a read or write failed', state('58030'), false],
    ['damaged data', state('XX001'), false],
    ['an id is taken', state('23505'), false],
    ['a table is missing', state('42P01'), false],
    ['no rights', state('42501'), false],
    ['refused', Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }), true],
    ['refused at each address', Object.assign(new AggregateError([]), { code: 'ECONNREFUSED' }), true],
    ['cut', new Error('Connection terminated unexpectedly'), true],
    ['no answer', new Error('Query read timeout'), true],
    ['no room in the pool', new Error('timeout exceeded when trying to connect'), true],
    ['a mistake of ours', new TypeError('x is not a function'), false],
    ['a file of ours', Object.assign(new Error('write'), { code: 'EIO' }), false],
    ['no error', 'text', false],
  ])('%s', (_, error, passing) => {
    expect(isPassing(error)).toBe(passing)
  })
})

test.each(['', 'latchkey.db', 'mysql://localhost/x'])('refuses the address %j', (url) => {
  expect(() => postgresStore(url)).toThrow('[ledger] postgresStore: expected an address like postgres://…')
})

test('says in a sentence, without the password, that no server answers', async () => {
  for (const url of ['postgres://me:hunter2@127.0.0.1:1/x', 'postgres://me:hunter2@[bad/x']) {
    const refusal = await postgresStore(url)
      .prepare(vault)
      .catch((error: unknown) => error)
    expect(String(refusal)).toMatch(/^Error: \[ledger\] postgresStore: expected /)
    expect(JSON.stringify(refusal, Object.getOwnPropertyNames(refusal))).not.toContain('hunter2')
  }
})

describeOnPostgres('on a server', ({ database, stop, start }) => {
  const open = (url: string, options?: PostgresOptions): LogStore => {
    const store = postgresStore(url, options)
    onTestFinished(() => store.close())
    return store
  }
  const prepared = async (url: string, options?: PostgresOptions) => {
    const store = open(url, options)
    await store.prepare(vault)
    return store
  }
  const sql = async (url: string, ...statements: string[]) => {
    const client = new Client({ connectionString: url })
    await client.connect()
    try {
      for (const statement of statements) await client.query(statement)
    } finally {
      await client.end()
    }
  }
  /** A transaction that has its turn. */
  const begun = async (store: LogStore, work: () => Promise<void>) => {
    const { promise, resolve } = later()
    const ended = store.transact(() => {
      resolve()
      return work()
    })
    ended.catch(() => {}) // whoever waits for it hears of it
    await promise
    return { ended }
  }
  const named = (url: string) => `"${new URL(url).pathname.slice(1)}"`

  test.each([
    [
      'synchronous_commit = off (D8)',
      'ALTER DATABASE $ SET synchronous_commit = off',
      /synchronous_commit = off/,
    ],
    ['an unlogged table (D8)', 'ALTER TABLE latchkey.tiles SET UNLOGGED', /tiles, which is unlogged/],
    ['a newer schema', 'INSERT INTO latchkey.versions VALUES (99)', /got schema 99/],
    [
      'somebody else’s schema',
      'DROP SCHEMA latchkey CASCADE; CREATE SCHEMA latchkey; CREATE TABLE latchkey.own ()',
      /somebody else’s/,
    ],
  ])('does not start on %s', async (_, statement, sentence) => {
    const url = await database()
    await prepared(url)
    await sql(url, statement.replace('$', named(url)))
    await expect(open(url).prepare(vault)).rejects.toThrow(sentence)
  })

  test('D8: stops when durability is turned off while it runs', async () => {
    const url = `${await database()}?options=-c%20synchronous_commit%3Doff`
    const error = await open(url)
      .transact((writer) => addPlain(writer, 0))
      .catch((thrown: unknown) => thrown)
    expect(String(error)).toContain('synchronous_commit = off')
    expect(isPassing(error)).toBe(false)
  })

  test('starts in an empty schema that was made for it', async () => {
    const url = await database()
    await sql(url, 'CREATE SCHEMA latchkey')
    await (await prepared(url)).transact((writer) => addPlain(writer, 0))
  })

  test('E2: whoever made the tables has no right to change the log, triggers or not', async () => {
    const url = await database()
    await sql(url, 'CREATE ROLE keeper LOGIN', `GRANT CREATE ON DATABASE ${named(url)} TO keeper`)
    const own = url.replace('postgres@', 'keeper@')
    const { transact, read } = await prepared(own)
    await transact(async (writer) => {
      await add(writer, recordOf(0))
      await addPlain(writer, 1)
      await writer.erase([0], 1)
      await writer.addHead({ size: 2, note: 'of 2' })
    })
    for (const table of ['entries', 'heads', 'erasures']) {
      await sql(own, `ALTER TABLE latchkey.${table} DISABLE TRIGGER USER`)
      for (const edit of [`DELETE FROM latchkey.${table}`, `TRUNCATE latchkey.${table}`])
        await expect(sql(own, edit)).rejects.toThrow(/permission denied/)
    }
    expect(await read.entries(0, 9)).toHaveLength(2)
  })

  test('a lock that another process holds too long is passing, and ends', async () => {
    const url = await database()
    const [one, two] = [await prepared(url), await prepared(url, { timeout: 1500 })]
    const { promise: held, resolve: release } = later()
    const long = await begun(one, () => held)
    const error = await two.transact((writer) => addPlain(writer, 0)).catch((thrown: unknown) => thrown)
    expect([isPassing(error), (error as { code?: unknown }).code]).toEqual([true, '55P03'])
    release()
    await long.ended
    await two.transact((writer) => addPlain(writer, 0))
  })

  test('a process that went silent in the middle of a commit does not hold the others up', async () => {
    const url = await database()
    const [silent, other] = [await prepared(url, { timeout: 1500 }), await prepared(url)]
    const never = await begun(silent, () => new Promise<void>((resolve) => setTimeout(resolve, 6000)))
    await expect(other.transact((writer) => addPlain(writer, 0))).resolves.toBeUndefined()
    const error = await never.ended.catch((thrown: unknown) => thrown)
    expect(isPassing(error)).toBe(true)
    expect(await other.read.entries(0, 9)).toHaveLength(1)
  })

  test.each([
    ['before COMMIT reaches the server', false],
    ['before its answer comes back', true],
  ])('a connection lost %s is passing; the log is whole', async (_, committed) => {
    const url = await database()
    const direct = await prepared(url)
    const proxy = await cutting(Number(new URL(url).port), committed ? 'answer' : 'commit')
    const store = open(url.replace(/:\d+\//, `:${proxy.port}/`))
    await store.transact((writer) => addPlain(writer, 0))
    proxy.arm()
    const error = await store.transact((writer) => addPlain(writer, 1)).catch((thrown: unknown) => thrown)
    expect(isPassing(error)).toBe(true)
    // Whoever writes next waits until the server has made up its mind.
    const after = await store.transact((writer) => writer.entries(0, 9))
    expect(after).toHaveLength(committed ? 2 : 1)
    expect(await direct.read.entries(0, 9)).toHaveLength(after.length)
  })

  test('while the server is away everything fails as passing; then it goes on', async () => {
    const url = await database()
    const { transact, read } = await prepared(url, { timeout: 2000 })
    for (const [round, how] of (['fast', 'immediate'] as const).entries()) {
      await transact((writer) => addPlain(writer, round))
      await read.head()
      stop(how)
      for (const work of [() => transact(async () => {}), () => read.head()]) {
        const error = await work().catch((thrown: unknown) => thrown)
        expect([isPassing(error), error]).toEqual([true, expect.anything()])
      }
      start()
      // The pool may find one dead connection first.
      await expect.poll(() => read.entries(0, 9).catch(() => []), { timeout: 20_000 }).toHaveLength(round + 1)
    }
  })

  test('G3: after an erasure nothing of it is left in the tables, once nobody reads any more', async () => {
    const url = await database()
    const store = await prepared(url, { timeout: 2000 })
    const reader = new Client({ connectionString: url })
    await reader.connect()
    await reader.query('BEGIN ISOLATION LEVEL REPEATABLE READ')
    await reader.query('SELECT count(*) FROM latchkey.records')
    await store.transact(async (writer: LogWriter) => {
      await add(writer, recordOf(0), recordOf(1))
    })
    await store.transact(async (writer) => {
      await addPlain(writer, 2)
      await writer.erase([1], 2)
    })
    expect(await store.wipe(), 'somebody may still see it').toBe(false)
    await reader.end()
    await expect.poll(() => store.wipe(), { timeout: 20_000 }).toBe(true)
    const client = new Client({ connectionString: url })
    await client.connect()
    onTestFinished(() => client.end())
    await client.query('CREATE EXTENSION pageinspect')
    // Every line pointer that is in use: one for the record that stays.
    for (const relation of ['records', 'subjects']) {
      const { rows } = await client.query(
        `SELECT FROM heap_page_items(get_raw_page('latchkey.${relation}', 0)) WHERE lp_flags <> 0`,
      )
      expect(rows, relation).toHaveLength(1)
    }
  })
})

/** A promise, and what keeps it. */
function later() {
  let resolve = () => {}
  const promise = new Promise<void>((kept) => {
    resolve = kept
  })
  return { promise, resolve }
}

interface Cutting {
  readonly port: number
  /** The next COMMIT, or its answer, is not passed on: the connection is cut instead. */
  arm(): void
}

/** Stands between a store and its server. */
async function cutting(port: number, what: 'commit' | 'answer'): Promise<Cutting> {
  let armed = false
  const sockets = new Set<Socket>()
  const server: Server = createServer((client) => {
    const upstream = new Socket().connect(port, '127.0.0.1')
    let asked = false
    const cut = () => {
      client.destroy()
      // The server is not told: it finishes what it was asked to do, and then finds nobody there.
      setTimeout(() => upstream.destroy(), 500)
    }
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on('error', () => {})
    }
    client.on('data', (bytes) => {
      if (armed && bytes.includes('COMMIT\0')) {
        armed = false
        asked = true
        if (what === 'commit') return cut()
      }
      upstream.write(bytes)
    })
    upstream.on('data', (bytes) => {
      if (asked) cut()
      else client.write(bytes)
    })
    upstream.on('close', () => client.destroy())
    client.on('close', () => {
      if (!asked) upstream.destroy()
    })
  })
  onTestFinished(() => {
    server.close()
    for (const socket of sockets) socket.destroy()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    arm() {
      armed = true
    },
  }
}
