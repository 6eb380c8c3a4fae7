// npm run leaks -- --subject latchkey --engine chromium --vector fetch --state denied --seed fetches
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { isEngine, isRed, rows } from './cells.ts'
import { engines } from './drivers/driver.ts'
import { runLab } from './lab.ts'
import { type Findings, merged, page, said } from './report.ts'
import { seededBuild, seeds } from './seeded-build.ts'
import { isMissed, runSeeds } from './seeds.ts'
import { states } from './states.ts'
import { subjects, subjectsOf } from './subjects/index.ts'

const root = join(import.meta.dirname, '../../..')
const USAGE = `Measures which requests consent tools let out, and writes .cache/leaks.json
(with --seed, or --vector alone: .cache/leaks.partial.json).

  --subject <id,…>   ${Object.keys(subjects).join(', ')}
  --engine <name,…>  ${engines.join(', ')}
  --state <id,…>     ${states.map(({ id }) => id).join(', ')}
  --vector <id,…>    as docs/leak-conformance.md names them
  --seed <hook>      our build without one hook of the guard: must turn red. One of ${seeds().join(', ')}
  --seeds            every such build in turn, before an answer, and what shows it; kept in .cache/leaks.json
  --sdk <folder>     another build of our script tag
  --keep             keep what .cache/leaks.json holds of other subjects, engines, states and vectors
  --doc              write docs/leak-conformance.md; without other options that is the default

Ends with 0 if Latchkey is green in every applicable cell, or with --seeds if every seed is found out; 1 if not, 2 for
wrong use.`

const wrong = (text: string): never => {
  console.error(`${text}\n\n${USAGE}`)
  process.exit(2)
}

function options() {
  try {
    return parseArgs({
      options: {
        subject: { type: 'string' },
        engine: { type: 'string' },
        state: { type: 'string' },
        vector: { type: 'string' },
        seed: { type: 'string' },
        seeds: { type: 'boolean' },
        sdk: { type: 'string' },
        keep: { type: 'boolean' },
        doc: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    }).values
  } catch (error) {
    return wrong(String(error))
  }
}

function listed<T extends string>(what: string, text: string | undefined, known: readonly T[]): readonly T[] {
  if (text === undefined) return known
  return text
    .split(',')
    .map((name) => known.find((id) => id === name) ?? wrong(`--${what}: there is no ${name}.`))
}

const given = options()
if (given.help) {
  console.log(USAGE)
  process.exit(0)
}
if (given.seed && (given.keep || given.doc))
  wrong('--seed measures a broken build: it goes with neither --keep nor --doc.')
if (given.vector && given.doc && !given.keep)
  wrong('--vector measures a part: it goes with --doc only beside --keep.')
if (given.seed && !seeds().includes(given.seed)) wrong(`--seed: there is no hook ${given.seed}.`)
if (given.seeds && (given.seed || given.vector || given.subject || given.state))
  wrong('--seeds goes with --engine, --sdk, --keep and --doc only.')

const cache = join(root, '.cache')
mkdirSync(cache, { recursive: true })
const file = join(cache, 'leaks.json')
const progress = (line: string) => console.error(line)
const engineNames = listed('engine', given.engine, engines).filter(isEngine)
const before = () => (existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Findings) : undefined) // our own file

function keep(findings: Findings, document: boolean): void {
  writeFileSync(file, `${JSON.stringify(findings, null, 1)}\n`)
  if (document) writeFileSync(join(root, 'docs/leak-conformance.md'), page(findings))
}

if (given.seeds) {
  const found = await runSeeds({
    engine: given.engine ? engineNames[0] : undefined,
    sdk: given.sdk,
    progress,
  })
  for (const { hook, engine, found: vectors } of found)
    console.log(`${hook ?? 'nothing'} left out, ${engine}: ${vectors.join(', ') || 'nothing red'}`)
  const older = before()
  if (older) keep({ ...older, seeds: found }, given.doc === true)
  process.exit(found.some(isMissed) ? 1 : 0)
}

const sdk = given.seed ? await seededBuild(given.seed, given.sdk) : given.sdk
const findings = await runLab({
  subjects: await subjectsOf(
    listed('subject', given.subject ?? (given.seed && 'latchkey.guarded'), Object.keys(subjects)),
    sdk,
  ),
  engines: engineNames,
  states: listed(
    'state',
    given.state,
    states.map(({ id }) => id),
  ),
  only: given.vector ? listed('vector', given.vector, rows) : null,
  strict: process.env.CI === 'true',
  progress,
})

// Part of a table, or a table of a broken build, must not pass for the whole.
if (given.seed || (given.vector && !given.keep))
  writeFileSync(join(cache, 'leaks.partial.json'), `${JSON.stringify(findings, null, 1)}\n`)
else {
  const older = before()
  const whole = older && given.keep ? merged(older, findings) : { ...findings, seeds: older?.seeds }
  keep(whole, given.doc ?? Object.keys(given).length === 0)
}
for (const { id } of findings.subjects) if (id !== 'none') console.log(said(findings, id))
const ours = findings.cells.filter(({ subject }) => subject.startsWith('latchkey'))
process.exit(ours.some(isRed) ? 1 : 0)
