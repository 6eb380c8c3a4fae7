import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { verifyExport } from '@latchkey/log'
import { client, wait } from './harness/http.ts'
import { tryToStart } from './harness/ledger-process.ts'
import { openLedger } from './harness/open-ledger.ts'
import { random } from './harness/random.ts'
import { shopper, submissionOf } from './harness/shopper.ts'
import { lacksStrace } from './harness/strace.ts'
import { type Proof, type ProofResult, problems } from './proof.ts'

const what =
  'EIO, ENOSPC or a kill at every single write, sync and rename of the ledger’s files, from its first start on: every record that was acknowledged is stored after a restart, the log verifies, and after a failed sync it has stopped with an error.'

const CALLS = {
  write: 'pwrite64,pwritev,write,writev',
  sync: 'fsync,fdatasync',
  rename: 'rename,renameat,renameat2',
} as const
type Kind = keyof typeof CALLS

interface Fault {
  readonly kind: Kind
  readonly how: 'error=EIO' | 'error=ENOSPC' | 'signal=KILL'
  /** At which of these calls, from 1. */
  readonly when: number
}

const HOW: Readonly<Record<Kind, readonly Fault['how'][]>> = {
  write: ['error=EIO', 'error=ENOSPC', 'signal=KILL'],
  sync: ['error=EIO', 'signal=KILL'],
  rename: ['error=EIO', 'error=ENOSPC', 'signal=KILL'],
}

export const syscallFaults: Proof = {
  name: 'system call faults',
  what,
  seeds: ['swallows-failed-commits'],
  async run({ scale, random: seedNumber, folder, seed, progress }) {
    const result = {
      name: 'system call faults',
      what,
      runs: 0,
      held: true,
      figures: {},
      problems: [],
    } satisfies ProofResult
    const lacking = lacksStrace()
    if (lacking) return { ...result, skipped: lacking }
    const began = performance.now()
    const found = problems()
    const dice = random(seedNumber)
    const totals: Record<Kind, number> = { write: 0, sync: 0, rename: 0 }
    for (const kind of Object.keys(CALLS) as Kind[])
      totals[kind] = (await attempt({ folder: join(folder, kind), kind, fault: null })).calls

    const all = (Object.keys(CALLS) as Kind[]).flatMap((kind) =>
      HOW[kind].flatMap((how) =>
        Array.from({ length: totals[kind] }, (_, i): Fault => ({ kind, how, when: i + 1 })),
      ),
    )
    const late = all.filter(({ kind, when }) => when > totals[kind] / 2)
    const faults =
      scale === 'full' && !seed
        ? all
        : Array.from({ length: seed ? 12 : 4 }, () => dice.of(seed ? late : all))
    const count = { fired: 0, stopped: 0, 'refused to start again': 0 }
    let run = 0
    for (const fault of faults) {
      const name = `${fault.how.split('=')[1]} at ${fault.kind} ${fault.when}`
      const here = join(folder, `fault-${run}`)
      const { acknowledged, fired, vkey, ended } = await attempt({
        folder: here,
        kind: fault.kind,
        fault,
        seed,
      })
      run += 1
      if (fired) count.fired += 1
      if (ended !== null) count.stopped += 1
      if (fired && fault.kind === 'sync' && fault.how === 'error=EIO' && (ended === null || ended === 0))
        found.add(`${name}: the sync failed and it went on.`)
      try {
        const ledger = await openLedger(join(here, 'ledger.db'))
        try {
          const text = await ledger.export()
          const { holds, findings } = await verifyExport([Buffer.from(text)], vkey ? { key: vkey } : {})
          if (!holds) found.add(`${name}: the export does not hold: ${findings[0]?.message}`)
          for (const id of acknowledged)
            if (!text.includes(id)) found.add(`${name}: record ${id} was acknowledged and is not stored.`)
        } finally {
          await ledger.close()
        }
      } catch (error) {
        count['refused to start again'] += 1
        const sentence = error instanceof Error ? error.message : String(error)
        if (acknowledged.length)
          found.add(`${name}, ${acknowledged.length} acknowledged: no start: ${sentence}`)
        else progress(`${name}, nothing acknowledged: no start: ${sentence}`)
      }
      rmSync(here, { recursive: true, force: true })
      if (run % 50 === 0) progress(`${run} of ${faults.length}`)
    }
    return {
      ...result,
      runs: run,
      held: found.count() === 0,
      problems: found.list(),
      figures: {
        writes: totals.write,
        syncs: totals.sync,
        renames: totals.rename,
        ...count,
        seconds: Math.round((performance.now() - began) / 1000),
      },
    }
  },
}

const RECORDS = 6

interface Attempt {
  readonly folder: string
  readonly kind: Kind
  readonly fault: Fault | null
  readonly seed?: string | undefined
}

/** A first start, some records, an end. With a fault: at that call of its files, that happens. */
async function attempt({ folder, kind, fault, seed }: Attempt) {
  mkdirSync(folder)
  const db = join(folder, 'ledger.db')
  const trace = `${folder}.trace`
  const files = [
    '',
    '-wal',
    '-journal',
    '.key',
    '.key.new',
    '.kek',
    '.kek.new',
    '.checkpoint',
    '.checkpoint.new',
  ]
  const inject = fault ? ['-e', `inject=${CALLS[kind]}:${fault.how}:when=${fault.when}`] : []
  const before = [
    ...['strace', '-D', '-f', '-s', '0', '-o', trace, '-e', `trace=${CALLS[kind]}`],
    ...inject,
    ...files.flatMap((end) => ['-P', `${db}${end}`]),
  ]
  const acknowledged: string[] = []
  const http = client(1)
  const ledger = await tryToStart({ db, before, seed })
  if ('refused' in ledger) {
    http.close()
    return { acknowledged, vkey: '', ended: ledger.code ?? KILLED, ...seenIn(trace) }
  }
  const person = shopper()
  for (let i = 0; i < RECORDS; i++) {
    const made = person.decide()
    const headers = { 'content-type': 'text/plain' }
    const sending = http.send(`${ledger.url}/v1/records`, {
      method: 'POST',
      headers,
      body: submissionOf([made]),
    })
    const answer = await sending.catch(() => null)
    if (answer?.status !== 200) break
    if (answer.text.includes('"receipt"')) acknowledged.push(made.id)
  }
  http.close()
  // A refusal is followed by its end within moments. Whether it has stopped is asked before anybody stops it.
  const failed = acknowledged.length < RECORDS
  const end = failed ? await Promise.race([ledger.ended, wait(10_000)]) : null
  const seen = seenIn(trace)
  if (!end) await ledger.kill('SIGTERM')
  return {
    acknowledged,
    vkey: ledger.vkey,
    ended: end ? (end.code ?? KILLED) : null,
    ...seen,
    calls: seenIn(trace).calls,
  }
}

/** How shells name the end by SIGKILL. */
const KILLED = 137

function seenIn(trace: string): { readonly calls: number; readonly fired: boolean } {
  const lines = existsSync(trace) ? readFileSync(trace, 'utf8').split('\n') : []
  const fired = lines.some((line) => line.includes('INJECTED') || line.includes('killed by SIGKILL'))
  return { calls: lines.filter((line) => / = -?\d/.test(line)).length, fired }
}
