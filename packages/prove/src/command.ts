// npm run prove -- --only kill-loop --scale short
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Proof, ProofResult, Scale } from './proof.ts'
import { proofs } from './proofs.ts'
import { documented, idOf, table } from './report.ts'

const USAGE = `Runs the proofs of the ledger and prints what came of them.

  --only <name,…>    ${proofs.map(({ name }) => idOf(name)).join(', ')}
  --scale <scale>    short (a minute) or full (the figures). Default: full
  --seeds            each proof once for every bug that it must catch, instead of the real thing
  --random <number>  repeats a run as far as clocks allow. Default: 1
  --doc              writes what was run into docs/reliability.md, beside what stands there of the others
  --json             one line of JSON a proof
  --keep             keep the folders of proofs that did not hold, and say where they are

Ends with 0 if everything held (with --seeds: if every bug was caught), 1 if not, 2 for wrong use.`

function wrong(text: string): never {
  console.error(`${text}\n\n${USAGE}`)
  process.exit(2)
}

function options() {
  try {
    return parseArgs({
      options: {
        only: { type: 'string' },
        scale: { type: 'string', default: 'full' },
        seeds: { type: 'boolean' },
        random: { type: 'string', default: '1' },
        doc: { type: 'boolean' },
        json: { type: 'boolean' },
        keep: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    }).values
  } catch (error) {
    return wrong(error instanceof Error ? error.message : String(error))
  }
}

// `npm run prove` has just built it.
process.env.LATCHKEY_BUILT = '1'
const given = options()
if (given.help) {
  console.log(USAGE)
  process.exit(0)
}
if (given.scale !== 'short' && given.scale !== 'full') wrong('--scale: expected short or full.')
const scale: Scale = given.scale
const number = Number(given.random)
if (!Number.isInteger(number)) wrong('--random: expected a whole number.')
if (given.doc && (given.seeds || scale === 'short'))
  wrong('--doc goes with full runs of the real thing only.')
const wanted =
  given.only
    ?.split(',')
    .map((id) => proofs.find(({ name }) => idOf(name) === id) ?? wrong(`--only: there is no proof ${id}.`)) ??
  proofs

/** Runs one in a folder of its own. A proof that breaks does not hold. */
async function prove(proof: Proof, seed?: string): Promise<ProofResult> {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-prove-'))
  const label = seed ? `${proof.name}, with ${seed}` : proof.name
  console.error(`── ${label}`)
  const result = await proof
    .run({ scale, random: number, folder, seed, progress: (line) => console.error(`   ${line}`) })
    .catch((error: unknown): ProofResult => {
      const sentence = error instanceof Error ? (error.stack ?? error.message) : String(error)
      const { name, what } = proof
      return { name, what, runs: 0, held: false, figures: {}, problems: [sentence] }
    })
  if (given.keep && !result.held) console.error(`   kept: ${folder}`)
  else rmSync(folder, { recursive: true, force: true })
  for (const sentence of result.problems) console.error(`   · ${sentence}`)
  if (given.json) console.log(JSON.stringify({ ...result, ...(seed ? { seed } : {}) }))
  return result
}

if (given.seeds) {
  let missed = 0
  for (const proof of wanted) {
    for (const seed of proof.seeds) {
      const { held, runs, skipped } = await prove(proof, seed)
      // A proof that breaks has not caught anything.
      const outcome =
        skipped !== undefined ? 'skipped' : runs === 0 ? 'BROKE' : held ? 'NOT CAUGHT' : 'caught'
      if (outcome !== 'skipped' && outcome !== 'caught') missed += 1
      if (!given.json) console.log(`${proof.name}: ${seed}: ${outcome}`)
    }
  }
  process.exit(missed ? 1 : 0)
}

const results: ProofResult[] = []
for (const proof of wanted) results.push(await prove(proof))
if (!given.json) console.log(table(results))
if (given.doc) {
  const file = join(import.meta.dirname, '../../../docs/reliability.md')
  writeFileSync(file, documented(readFileSync(file, 'utf8'), results, new Date()))
}
process.exit(results.some(({ held, skipped }) => !held && skipped === undefined) ? 1 : 0)
