import { hasPostgres, type Postgres, startPostgres } from '@latchkey/testkit/postgres'
import { afterAll, beforeAll, describe } from 'vitest'

/** A real server, for the tests of one `describe`. */
export interface OnPostgres {
  /** A database of its own for whoever asks. */
  database(): Promise<string>
  stop: Postgres['stop']
  start: Postgres['start']
}

/** Describes what holds on PostgreSQL. Left out where there is none. */
export function describeOnPostgres(title: string, tests: (postgres: OnPostgres) => void): void {
  describe.skipIf(!hasPostgres())(title, { timeout: 120_000 }, () => {
    let server: Postgres
    let databases = 0
    beforeAll(async () => {
      server = await startPostgres()
    }, 60_000)
    afterAll(() => server?.remove(), 60_000)
    tests({
      database: () => server.database(`test${databases++}`),
      stop: (how) => server.stop(how),
      start: () => server.start(),
    })
  })
}
