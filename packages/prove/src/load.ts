import { spawn } from 'node:child_process'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { verifyExport } from '@latchkey/log'
import { lacksPostgres, startPostgres } from '@latchkey/testkit/postgres'
import { client, wait } from './harness/http.ts'
import { commandLine, type LedgerProcess, startLedger, TOKEN, tryToStart } from './harness/ledger-process.ts'
import { memoryOf } from './harness/memory.ts'
import { shopper, submissionOf } from './harness/shopper.ts'
import { writeBigExport } from './load/big-export.ts'
import { percentile, underLoad } from './load/measure.ts'
import { type Problems, type Proof, problems } from './proof.ts'

const what =
  'Single records over HTTP, each synced before its receipt: at full speed for five minutes, at an even pace while exports are read and verified, and at five times what it can; on SQLite and PostgreSQL. Then a million entries are verified.'

/** What has to be reached on two cores (docs/reliability.md). Short runs share the machine with other tests: no floor. */
const GOALS = {
  perSecond: 1000,
  memory: 256,
  p99: 250,
  postgres: 600,
  postgresTwo: 800,
  recovery: 5,
  verifySeconds: 120,
  verifyMemory: 300,
}

type Figures = Record<string, string | number>

export const load: Proof = {
  name: 'load',
  what,
  seeds: ['slow-commit'],
  async run({ scale, folder, seed, progress }) {
    const full = scale === 'full'
    const strict = full || seed !== undefined
    const found = problems()
    const figures: Figures = {}
    const began = performance.now()
    /** A goal that was not reached is a problem in full runs only. */
    const goal = (holds: boolean, sentence: string) => {
      if (!holds && strict) found.add(sentence)
    }

    await fullSpeed(full ? 300 : 1)
    await evenPace(full ? 60 : 1)
    if (!seed) {
      await overload(full ? 20 : 1)
      await onPostgres(full ? 60 : 1)
      await bigLog(full ? 1_000_000 : 1000)
    }
    figures.seconds = Math.round((performance.now() - began) / 1000)
    return { name: 'load', runs: 1, what, held: found.count() === 0, problems: found.list(), figures }

    async function fullSpeed(seconds: number): Promise<void> {
      const ledger = await startLedger({ db: join(folder, 'full.db'), seed })
      const { acknowledged, waits, statuses } = await underLoad({
        urls: [ledger.url],
        seconds,
        connections: 64,
        rate: 0,
      })
      const perSecond = Math.round(acknowledged.length / seconds)
      const { peak } = memoryOf(ledger.pid)
      figures['SQLite a second'] = perSecond
      figures['p99 ms at full speed'] = percentile(waits, 0.99)
      figures['MB at most'] = peak
      goal(perSecond >= GOALS.perSecond, `SQLite: ${perSecond} a second, ${JSON.stringify(statuses)}.`)
      goal(peak <= GOALS.memory, `SQLite: ${peak} MB of memory.`)
      await allStored(ledger, acknowledged, found)
      await ledger.kill('SIGTERM')
      progress(`SQLite: ${perSecond} a second, ${peak} MB`)
      // Everything is read, opened and hashed at every start.
      const before = performance.now()
      const again = await startLedger({ db: join(folder, 'full.db') })
      const took = (performance.now() - before) / 1000
      figures['s to start'] = Number(took.toFixed(1))
      figures['s to start on a million entries'] = Math.round((took * 1e6) / acknowledged.length)
      await again.kill('SIGTERM')
    }

    async function evenPace(seconds: number): Promise<void> {
      const ledger = await startLedger({ db: join(folder, 'pace.db'), seed })
      let verified = 0
      let going = true
      const verifying = (async () => {
        while (going) {
          const response = await fetch(`${ledger.url}/v1/export?format=jsonl`, { headers: bearer })
          const { holds, findings } = await verifyExport(response.body ?? [], { key: ledger.vkey })
          if (!holds) found.add(`An export under load does not hold: ${findings[0]?.message}`)
          verified += 1
          await wait(250)
        }
      })()
      const rate = full || seed ? 500 : 100
      const { acknowledged, waits } = await underLoad({ urls: [ledger.url], seconds, connections: 128, rate })
      going = false
      await verifying
      const p99 = percentile(waits, 0.99)
      figures[`p99 ms at ${rate} a second`] = p99
      figures['exports verified meanwhile'] = verified
      goal(p99 <= GOALS.p99, `At ${rate} a second p99 is ${p99} ms.`)
      goal(
        acknowledged.length >= rate * seconds * 0.98,
        `At ${rate} a second only ${acknowledged.length} were taken.`,
      )
      await allStored(ledger, acknowledged, found)
      await ledger.kill('SIGTERM')
      progress(`p99 ${p99} ms at ${rate} a second, ${verified} exports verified`)
    }

    async function overload(seconds: number): Promise<void> {
      const ledger = await startLedger({ db: join(folder, 'over.db') })
      const rate = 5 * Number(figures['SQLite a second'])
      const { acknowledged, statuses, withoutRetryAfter } = await underLoad({
        urls: [ledger.url],
        seconds,
        connections: full ? 4000 : 500,
        rate,
      })
      const ended = performance.now()
      const http = client(1)
      let recovery = Number.POSITIVE_INFINITY
      while (recovery === Number.POSITIVE_INFINITY && performance.now() - ended < 30_000) {
        const asked = performance.now()
        const body = submissionOf([shopper().decide()])
        const headers = { 'content-type': 'text/plain' }
        const answer = await http
          .send(`${ledger.url}/v1/records`, { method: 'POST', headers, body, timeout: 2000 })
          .catch(() => null)
        if (answer?.status === 200 && performance.now() - asked < GOALS.p99)
          recovery = (performance.now() - ended) / 1000
        else await wait(50)
      }
      http.close()
      const refused = (statuses[429] ?? 0) + (statuses[503] ?? 0)
      figures['five-fold load'] = Object.entries(statuses)
        .map(([status, count]) => `${status}×${count}`)
        .join(' ')
      figures['recovery s'] = recovery.toFixed(1)
      const others = Object.keys(statuses).filter((status) => !['0', '200', '429', '503'].includes(status))
      if (others.length) found.add(`Under five-fold load it answers ${others.join(', ')}.`)
      if (withoutRetryAfter)
        found.add(`${withoutRetryAfter} of ${refused} refusals do not say when to come back.`)
      goal(recovery <= GOALS.recovery, `After five-fold load it takes ${recovery.toFixed(1)} s to recover.`)
      await allStored(ledger, acknowledged, found)
      await ledger.kill('SIGTERM')
      progress(`five-fold: ${figures['five-fold load']}, recovery ${recovery.toFixed(1)} s`)
    }

    async function onPostgres(seconds: number): Promise<void> {
      const lacking = lacksPostgres()
      if (lacking) {
        figures.PostgreSQL = 'not here'
        return
      }
      const postgres = await startPostgres()
      try {
        const env = {
          LATCHKEY_SIGNING_KEY: Buffer.alloc(32, 7).toString('base64'),
          LATCHKEY_KEK: Buffer.alloc(32, 8).toString('base64'),
          LATCHKEY_FILES: join(folder, 'ledger'),
        }
        const first = await tryToStart({ db: postgres.url, env })
        if ('refused' in first) {
          found.add(`PostgreSQL: it does not start: ${first.refused}`)
          return
        }
        const one = await underLoad({ urls: [first.url], seconds, connections: 64, rate: 0 })
        const alone = Math.round(one.acknowledged.length / seconds)
        figures['PostgreSQL a second'] = alone
        goal(alone >= GOALS.postgres, `PostgreSQL: ${alone} a second.`)
        const second = await startLedger({ db: postgres.url, env })
        const two = await underLoad({ urls: [first.url, second.url], seconds, connections: 64, rate: 0 })
        const both = Math.round(two.acknowledged.length / seconds)
        figures['on two processes'] = both
        goal(both >= GOALS.postgresTwo, `PostgreSQL on two processes: ${both} a second.`)
        await allStored(second, [...one.acknowledged, ...two.acknowledged], found)
        await second.kill('SIGTERM')
        await first.kill('SIGTERM')
        progress(`PostgreSQL: ${alone} a second, ${both} on two`)
      } finally {
        postgres.remove()
      }
    }

    async function bigLog(size: number): Promise<void> {
      const here = join(folder, 'big')
      mkdirSync(here)
      const file = join(here, 'export.jsonl')
      const key = await writeBigExport(file, size)
      const from = performance.now()
      const child = spawn(process.execPath, [...commandLine(), 'verify', file, '--key', key], {
        stdio: 'ignore',
      })
      let peak = 0
      const timer = setInterval(() => {
        peak = Math.max(peak, memoryOf(child.pid ?? 0).peak)
      }, 100)
      const code = await new Promise((resolve) => child.once('close', resolve))
      clearInterval(timer)
      const taken = Math.round((performance.now() - from) / 1000)
      rmSync(here, { recursive: true, force: true })
      figures[`s to verify ${size.toLocaleString('en')} entries`] = taken
      figures['in MB'] = peak
      if (code !== 0) found.add(`latchkey verify ends with ${code} on ${size} entries.`)
      goal(taken <= GOALS.verifySeconds, `${size} entries take ${taken} s to verify.`)
      goal(peak <= GOALS.verifyMemory, `${size} entries take ${peak} MB to verify.`)
      progress(`${size} entries verified in ${taken} s and ${peak} MB`)
    }
  },
}

const bearer = { authorization: `Bearer ${TOKEN}` }

/** Every acknowledged id is in the export, and the export verifies. Read as a stream: it may be large. */
async function allStored(
  ledger: LedgerProcess,
  acknowledged: readonly string[],
  found: Problems,
): Promise<void> {
  const response = await fetch(`${ledger.url}/v1/export?format=jsonl`, { headers: bearer })
  const missing = new Set(acknowledged)
  let rest = ''
  async function* watched(): AsyncGenerator<Uint8Array> {
    const decoder = new TextDecoder()
    for await (const chunk of response.body ?? []) {
      const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) {
        const [, id] = /\\"id\\":\\"([0-9a-f-]{36})\\"/.exec(line) ?? []
        if (id) missing.delete(id)
      }
      yield chunk
    }
  }
  const { holds, findings } = await verifyExport(watched(), { key: ledger.vkey })
  if (!holds) found.add(`After the load the export does not hold: ${findings[0]?.message}`)
  if (missing.size)
    found.add(`${missing.size} of ${acknowledged.length} acknowledged records are not stored.`)
}
