// npm run leaks -- --subject latchkey --engine chromium --vector fetch --state denied --seed fetches
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { isEngine, isRed, rows } from './cells.ts'
import { engines } from './drivers/driver.ts'
import { runLab } from './lab.ts'
import { type Findings, merged, page, said } from './report.ts'
import { seededBuild, seeds } from './seeded-build.ts'
import { states } from './states.ts'
import { subjects } from './subjects/index.ts'

const root = join(import.meta.dirname, '../../..')
const USAGE = `Measures which requests consent tools let out, and writes .cache/leaks.json
(with --vector or --seed: .cache/leaks.partial.json).

  --subject <id,…>   ${Object.keys(subjects).join(', ')}
  --engine <name,…>  ${engines.join(', ')}
  --state <id,…>     ${states.map(({ id }) => id).join(', ')}
  --vector <id,…>    as docs/leak-conformance.md names them
  --seed <hook>      our build without one hook of the guard: must turn red. One of ${seeds().join(', ')}
  --sdk <folder>     another build of our script tag
  --keep             keep what .cache/leaks.json holds of other subjects, engines and states
  --doc              write docs/leak-conformance.md; without other options that is the default

Ends with 0 if Latchkey is green in every applicable cell, 1 if not, 2 for wrong use.`

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
if ((given.vector || given.seed) && (given.keep || given.doc))
  wrong('--vector and --seed measure a part: they go with neither --keep nor --doc.')
if (given.seed && !seeds().includes(given.seed)) wrong(`--seed: there is no hook ${given.seed}.`)
const sdk = given.seed ? seededBuild(given.seed) : given.sdk
const findings = await runLab({
  subjects: listed('subject', given.subject ?? (given.seed && 'latchkey'), Object.keys(subjects)),
  engines: listed('engine', given.engine, engines).filter(isEngine),
  states: listed(
    'state',
    given.state,
    states.map(({ id }) => id),
  ),
  only: given.vector ? listed('vector', given.vector, rows) : null,
  sdk,
  strict: process.env.CI === 'true',
  progress: (line) => console.error(line),
})

// Part of a table, or a table of a broken build, must not pass for the whole.
const partial = given.vector !== undefined || given.seed !== undefined
const file = join(root, '.cache', partial ? 'leaks.partial.json' : 'leaks.json')
mkdirSync(join(root, '.cache'), { recursive: true })
const kept =
  given.keep && existsSync(file)
    ? merged(JSON.parse(readFileSync(file, 'utf8')) as Findings, findings) // our own file
    : findings
writeFileSync(file, `${JSON.stringify(kept, null, 1)}\n`)
if (given.doc ?? Object.keys(given).length === 0)
  writeFileSync(join(root, 'docs/leak-conformance.md'), page(kept))
for (const { id } of findings.subjects) if (id !== 'none') console.log(said(findings, id))
const ours = findings.cells.filter(({ subject }) => subject.startsWith('latchkey'))
process.exit(ours.some(isRed) ? 1 : 0)
