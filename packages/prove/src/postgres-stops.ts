import { join } from 'node:path'
import { lacksPostgres, type PostgresStop, startPostgres } from '@latchkey/testkit/postgres'
import { wait } from './harness/http.ts'
import { judge } from './harness/judge.ts'
import { tryToStart } from './harness/ledger-process.ts'
import { random } from './harness/random.ts'
import { supervise } from './harness/supervise.ts'
import { startWriters } from './harness/writers.ts'
import { type Proof, type ProofResult, problems } from './proof.ts'

const what =
  'PostgreSQL is stopped (fast, immediate, SIGKILL) and started again under writers, the ledger brought back whenever it ends: all that was acknowledged is stored, each once, and the export verifies.'

/** Milliseconds until a ledger that nothing comes back from counts as lost. */
const PATIENCE = 30_000

const STOPS: readonly PostgresStop[] = ['immediate', 'kill', 'fast']

export const postgresStops: Proof = {
  name: 'PostgreSQL stops',
  what,
  seeds: ['asynchronous-postgres'],
  async run({ scale, random: seedNumber, folder, seed, progress }) {
    const stops = scale === 'full' && !seed ? 100 : seed ? 8 : 2
    const result = {
      name: 'PostgreSQL stops',
      what,
      runs: 0,
      held: true,
      figures: {},
      problems: [],
    } satisfies ProofResult
    const lacking = lacksPostgres()
    if (lacking) return { ...result, skipped: lacking }
    const began = performance.now()
    const found = problems()
    const dice = random(seedNumber)
    // With the bug, commits lie in the server's memory until its own writer wakes up.
    const postgres = await startPostgres(seed ? { settings: ['wal_writer_delay = 10s'] } : {})
    try {
      const db = postgres.url
      const env = {
        LATCHKEY_SIGNING_KEY: Buffer.alloc(32, 7).toString('base64'),
        LATCHKEY_KEK: Buffer.alloc(32, 8).toString('base64'),
        LATCHKEY_FILES: join(folder, 'ledger'),
      }
      const first = await tryToStart({ db, env })
      if ('refused' in first) {
        return { ...result, held: false, problems: [`It does not start on PostgreSQL: ${first.refused}`] }
      }
      await first.kill('SIGTERM')
      const ledger = supervise({ db, env, seed })
      const writers = startWriters({ count: 16, url: ledger.url })
      const checkpoints: string[] = []
      let run = 0
      for (; run < stops && found.count() === 0; run++) {
        const due = writers.acknowledged.size + 1 + dice.below(150)
        const patience = performance.now() + PATIENCE
        while (writers.acknowledged.size < due && performance.now() < patience) await wait(1)
        if (writers.acknowledged.size < due)
          found.add(`After stop ${run} nothing was acknowledged any more: ${ledger.refusal()}`)
        await wait(dice.below(20))
        postgres.stop(STOPS[run % STOPS.length] ?? 'fast')
        const note = writers.checkpoint()
        if (note) checkpoints.push(note)
        postgres.start()
        if (run % 20 === 19) progress(`${run + 1} stops, ${writers.acknowledged.size} acknowledged`)
      }
      let counts = { stored: 0, entries: 0 }
      if (found.count() === 0) {
        await writers.stop()
        const running = await ledger.running()
        const { sent, acknowledged } = writers
        counts = await judge({ ledger: running, folder, sent, acknowledged, checkpoints, problems: found })
      } else writers.abandon()
      await ledger.stop()
      for (const sentence of writers.odd) found.add(`A writer was answered ${sentence}.`)
      return {
        ...result,
        runs: run,
        held: found.count() === 0,
        problems: found.list(),
        figures: {
          acknowledged: writers.acknowledged.size,
          stored: counts.stored,
          'starts of the ledger': ledger.starts(),
          seconds: Math.round((performance.now() - began) / 1000),
        },
      }
    } finally {
      postgres.remove()
    }
  },
}
