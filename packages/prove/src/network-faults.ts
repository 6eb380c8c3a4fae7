import { join } from 'node:path'
import { faultProxy } from './harness/fault-proxy.ts'
import { wait } from './harness/http.ts'
import { judge } from './harness/judge.ts'
import { startLedger } from './harness/ledger-process.ts'
import { random } from './harness/random.ts'
import { startWriters } from './harness/writers.ts'
import { type Proof, problems } from './proof.ts'

const what =
  'Between 32 writers and the ledger stands a proxy that cuts connections, delays, truncates, sends bytes twice, swallows answers and closes one direction: in the end every record is stored exactly once, and every writer has its receipt.'

export const networkFaults: Proof = {
  name: 'network faults',
  what,
  seeds: ['sends-again-under-a-new-id'],
  async run({ scale, random: seedNumber, folder, seed, progress }) {
    const records = scale === 'full' && !seed ? 8000 : 300
    const found = problems()
    const began = performance.now()
    const ledger = await startLedger({ db: join(folder, 'ledger.db') })
    const proxy = await faultProxy(ledger.url, random(seedNumber))
    const renames = seed === 'sends-again-under-a-new-id'
    const writers = startWriters({ count: 32, url: () => proxy.url, timeout: 1000, renames })
    let told = 0
    while (writers.acknowledged.size < records) {
      await wait(20)
      if (writers.acknowledged.size - told < 1000) continue
      told = writers.acknowledged.size
      progress(`${told} of ${records}`)
    }
    await writers.stop()
    proxy.close()
    const { sent, acknowledged, tally } = writers
    const checkpoints = [writers.checkpoint() ?? '']
    const counts = await judge({ ledger, folder, sent, acknowledged, checkpoints, problems: found })
    for (const sentence of writers.odd) found.add(`A writer was answered ${sentence}.`)
    const end = await ledger.kill('SIGTERM')
    if (end.code !== 0) found.add(`After SIGTERM it ends with ${end.code}.`)
    const { none, ...bad } = proxy.done
    return {
      name: 'network faults',
      runs: Object.values(bad).reduce((sum, count) => sum + count, 0),
      what,
      held: found.count() === 0,
      problems: found.list(),
      figures: {
        acknowledged: acknowledged.size,
        stored: counts.stored,
        requests: tally.attempts,
        ...bad,
        seconds: Math.round((performance.now() - began) / 1000),
      },
    }
  },
}
