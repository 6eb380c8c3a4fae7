import { spawnSync } from 'node:child_process'
import { appendFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface PostgresOptions {
  /** Lines of postgresql.conf: `fsync = off`. @default none: everything durable, as it comes */
  readonly settings?: readonly string[] | undefined
}

/** `fast` ends sessions, `immediate` crashes in order, `kill` is SIGKILL to the whole server. */
export type PostgresStop = 'fast' | 'immediate' | 'kill'

/** A PostgreSQL server of a test's own: own folder, own port, this machine only, no service. */
export interface Postgres {
  /** Where it listens, without a database: `postgres://postgres@127.0.0.1:5544`. */
  readonly address: string
  /** `postgres://…` of a database that is there, called `ledger`. */
  readonly url: string
  /** Makes a database of that name and answers its `postgres://…`. */
  database(name: string): Promise<string>
  /** Runs SQL with `psql` and answers what it prints, cells with `|` between. Throws what the server says. */
  query(sql: string): string
  stop(how: PostgresStop): void
  start(): void
  /** Stops it and removes its folder. */
  remove(): void
}

/** Why there is no PostgreSQL here, in one sentence; `null` if there is. */
export function lacksPostgres(): string | null {
  return folderOfPrograms() === null
    ? 'PostgreSQL is not here (apt-get install --no-install-recommends postgresql).'
    : null
}

/** Whether there is one. With `CI=true` there has to be: a test that is left out unseen proves nothing. */
export function hasPostgres(): boolean {
  const lacking = lacksPostgres()
  if (lacking !== null && process.env.CI === 'true') throw new Error(`[testkit] hasPostgres: ${lacking}`)
  return lacking === null
}

/**
 * Makes a server and starts it; takes a second or two.
 *
 * @example
 * const postgres = await startPostgres()
 * const store = postgresStore(postgres.url)
 * postgres.remove()
 */
export async function startPostgres({ settings = [] }: PostgresOptions = {}): Promise<Postgres> {
  const programs = folderOfPrograms()
  if (programs === null) throw new Error(`[testkit] startPostgres: ${lacksPostgres()}`)
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-postgres-'))
  // It refuses to run as root; Debian's package has made a user for it.
  const isRoot = process.getuid?.() === 0
  if (isRoot) run(['chown', 'postgres:', folder])
  const as = isRoot ? ['runuser', '-u', 'postgres', '--'] : []
  const data = join(folder, 'data')
  const initdb = ['-D', data, '-A', 'trust', '-U', 'postgres', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync']
  run([...as, join(programs, 'initdb'), ...initdb])
  const port = await freePort()
  const address = `postgres://postgres@127.0.0.1:${port}`
  const lines = [
    "listen_addresses = '127.0.0.1'",
    `port = ${port}`,
    `unix_socket_directories = '${folder}'`,
    ...settings,
  ]
  appendFileSync(join(data, 'postgresql.conf'), `${lines.join('\n')}\n`)
  const control = (...words: string[]) => run([...as, join(programs, 'pg_ctl'), '-D', data, ...words])
  const query = (sql: string) => {
    const psql = ['-h', '127.0.0.1', '-p', String(port), '-U', 'postgres', '-AtX', '-v', 'ON_ERROR_STOP=1']
    return run([join(programs, 'psql'), ...psql, '-c', sql]).trim()
  }

  const start = () => {
    const begin = ['-w', '-t', '60', '-l', join(folder, 'log')]
    // After a kill the old sessions need moments to notice; until then the folder counts as in use.
    for (let tries = 40; ; tries--) {
      try {
        control(...begin, 'start')
        return
      } catch (error) {
        if (tries === 0) throw error
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 250)
      }
    }
  }
  const stop = (how: PostgresStop) => {
    if (how !== 'kill') return void control('-m', how, '-w', '-t', '60', 'stop')
    const [pid] = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')
    process.kill(Number(pid), 'SIGKILL')
  }
  start()
  query('CREATE DATABASE ledger')
  return {
    address,
    url: `${address}/ledger`,
    async database(name) {
      query(`CREATE DATABASE "${name}"`)
      return `${address}/${name}`
    },
    query,
    start,
    stop,
    remove() {
      try {
        stop('immediate')
      } catch {
        // It is down already.
      }
      rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
    },
  }
}

function folderOfPrograms(): string | null {
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : []
  const folders = [
    ...versions.map((version) => join(debian, version, 'bin')),
    ...(process.env.PATH ?? '').split(':'),
  ]
  return (
    folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'pg_ctl'))) ?? null
  )
}

function run([command = '', ...args]: readonly string[]): string {
  // `pg_ctl start` leaves a server behind that would hold a pipe open for good.
  const isStart = args.at(-1) === 'start'
  const { status, stdout, stderr } = spawnSync(command, args, {
    encoding: 'utf8',
    stdio: isStart ? 'ignore' : ['ignore', 'pipe', 'pipe'],
    cwd: '/',
  })
  if (status !== 0) throw new Error(`[testkit] postgres: ${command} ended with ${status}: ${stderr ?? ''}`)
  return stdout ?? ''
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
