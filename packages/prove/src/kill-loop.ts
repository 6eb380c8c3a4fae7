import { join } from 'node:path'
import { wait } from './harness/http.ts'
import { judge } from './harness/judge.ts'
import { type LedgerProcess, startLedger } from './harness/ledger-process.ts'
import { random } from './harness/random.ts'
import { startWriters } from './harness/writers.ts'
import { type Proof, problems } from './proof.ts'

const WRITERS = 64
const what = `The served ledger is killed (SIGKILL) under ${WRITERS} writers that send again what has no receipt: all that was acknowledged is stored, each once, and the export verifies against the last checkpoint that the writers kept.`

export const killLoop: Proof = {
  name: 'kill loop',
  what,
  seeds: ['acknowledges-before-commit'],
  async run({ scale, random: seedNumber, folder, seed, progress }) {
    const kills = scale === 'full' && !seed ? 200 : seed ? 6 : 2
    const found = problems()
    const dice = random(seedNumber)
    const db = join(folder, 'ledger.db')
    const begin = (bug?: string) => startLedger({ db, seed: bug })
    let ledger: LedgerProcess | null = await begin(seed)
    const writers = startWriters({ count: WRITERS, url: () => ledger?.url ?? null })
    const checkpoints: string[] = []
    const began = performance.now()
    let killed = 0
    while (killed < kills) {
      // By receipts and not by the clock: whatever the machine's pace, every kill has something to lose.
      const due = writers.acknowledged.size + 1 + dice.below(400)
      const live = ledger
      let gone = false
      void live.ended.then(() => {
        gone = true
      })
      while (writers.acknowledged.size < due && !gone) await wait(1)
      if (gone) {
        found.add(`Before kill ${killed + 1} it ended by itself: ${live.output().trim().split('\n').at(-1)}`)
        writers.abandon()
        ledger = null
        break
      }
      await wait(dice.below(20))
      const dying = ledger
      ledger = null
      await dying?.kill('SIGKILL')
      killed += 1
      const note = writers.checkpoint()
      if (note) checkpoints.push(note)
      if (killed % 20 === 0) progress(`${killed} kills, ${writers.acknowledged.size} acknowledged`)
      try {
        ledger = await begin(seed)
      } catch (error) {
        found.add(`After kill ${killed}: ${error instanceof Error ? error.message : error}`)
        writers.abandon()
        break
      }
    }
    let counts = { stored: 0, entries: 0 }
    if (ledger) {
      await writers.stop()
      const note = writers.checkpoint()
      if (note) checkpoints.push(note)
      const { sent, acknowledged } = writers
      counts = await judge({ ledger, folder, sent, acknowledged, checkpoints, problems: found })
      const last = await ledger.kill('SIGTERM')
      if (last.code !== 0) found.add(`After SIGTERM it ends with ${last.code}.`)
    }
    for (const sentence of writers.odd) found.add(`A writer was answered ${sentence}.`)
    return {
      name: 'kill loop',
      runs: killed,
      what,
      held: found.count() === 0,
      problems: found.list(),
      figures: {
        acknowledged: writers.acknowledged.size,
        stored: counts.stored,
        requests: writers.tally.attempts,
        checkpoints: checkpoints.length,
        seconds: Math.round((performance.now() - began) / 1000),
      },
    }
  },
}
