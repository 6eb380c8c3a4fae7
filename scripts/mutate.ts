// Changes the code in one place after the other and sees whether a test notices: `npm run mutate [set …] [--doc]`.
// Takes up to an hour a set. Ends with 0 if every set reaches its score, 1 if not, 2 for wrong use.
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Per cent of mutants that a test has to find. */
const GOAL = 85

interface MutantSet {
  readonly files: readonly string[]
  /** The package whose tests have to notice. Without it, any package's tests that reach the files. */
  readonly testsOf?: string
}

/** What promises rest on. Types, tables of exports and what only a test imports have nothing to change. */
const sets: Readonly<Record<string, MutantSet>> = {
  core: { files: ['packages/core/src/*.ts'] },
  gate: {
    files: ['gate', 'markup', 'markup-*', 'authorise', 'purge', 'reload', 'lazy', 'until'].map(
      (name) => `packages/browser/src/${name}.ts`,
    ),
  },
  proof: { files: ['packages/proof/src/*.ts', '!packages/proof/src/{fakes,shop}.ts'], testsOf: 'proof' },
  log: { files: ['packages/log/src/*.ts'], testsOf: 'log' },
}
const never = ['!**/*.test.ts', '!**/*.example.ts', '!**/index.ts']

const root = join(import.meta.dirname, '..')
const doc = process.argv.includes('--doc')
const wanted = process.argv.slice(2).filter((name) => name !== '--doc')
const unknown = wanted.filter((name) => !Object.hasOwn(sets, name))
if (unknown.length > 0) {
  console.error(`mutate: no set ${unknown.join(', ')}; there are ${Object.keys(sets).join(', ')}.`)
  process.exit(2)
}

interface Score {
  readonly name: string
  readonly mutants: number
  readonly found: number
  readonly survived: readonly string[]
}

/** What is read of Stryker's report. */
interface Report {
  readonly files: Readonly<
    Record<
      string,
      {
        readonly mutants: readonly {
          status: string
          mutatorName: string
          location: { start: { line: number } }
        }[]
      }
    >
  >
}

function score(name: string, { files, testsOf }: MutantSet): Score {
  const cache = join(root, '.cache')
  const [config, report] = [join(cache, 'stryker.json'), join(cache, `mutation-${name}.json`)]
  mkdirSync(cache, { recursive: true })
  const settings = {
    testRunner: 'vitest',
    plugins: ['@stryker-mutator/vitest-runner'],
    mutate: [...files, ...never],
    reporters: ['progress-append-only', 'json'],
    jsonReporter: { fileName: report },
    concurrency: 2,
    tempDirName: '.cache/stryker',
    ignorePatterns: ['**/dist', '.cache', 'test-results', 'packages/bench', 'packages/e2e'],
    vitest: { configFile: 'vitest.config.ts', related: true },
    coverageAnalysis: 'perTest',
    // A mutant at import time takes the whole file's tests along and says little.
    ignoreStatic: true,
    timeoutMS: 20_000,
  }
  writeFileSync(config, JSON.stringify(settings))
  const env = { ...process.env, ...(testsOf && { LATCHKEY_TESTS_OF: testsOf }) }
  const { status } = spawnSync('stryker', ['run', config], { cwd: root, stdio: 'inherit', env })
  if (status !== 0) throw new Error(`mutate: ${name} could not be measured.`)
  const { files: measured } = JSON.parse(readFileSync(report, 'utf8')) as Report
  const all = Object.entries(measured).flatMap(([file, { mutants }]) =>
    mutants.map((mutant) => ({ file, ...mutant })),
  )
  const counted = all.filter(({ status }) => ['Killed', 'Timeout', 'Survived', 'NoCoverage'].includes(status))
  const survived = counted.filter(({ status }) => status === 'Survived' || status === 'NoCoverage')
  return {
    name,
    mutants: counted.length,
    found: counted.length - survived.length,
    survived: survived.map(
      ({ file, location, mutatorName }) => `${file}:${location.start.line} ${mutatorName}`,
    ),
  }
}

const percent = ({ found, mutants }: Score) => (100 * found) / Math.max(1, mutants)
const scores = Object.entries(sets)
  .filter(([name]) => wanted.length === 0 || wanted.includes(name))
  .map(([name, set]) => score(name, set))
for (const { name, survived } of scores)
  for (const place of survived) console.log(`not found (${name}): ${place}`)
const rows = scores.map(
  (each) => `| ${each.name} | ${each.mutants} | ${each.found} | ${percent(each).toFixed(1)} % |`,
)
console.log(rows.join('\n'))
if (doc) {
  const file = join(root, 'docs/mutation.md')
  const kept = readFileSync(file, 'utf8').split('\n')
  // A set that was not measured keeps its row.
  const lines = kept.map((line) => rows.find((row) => row.split('|')[1] === line.split('|')[1]) ?? line)
  writeFileSync(
    file,
    lines.join('\n').replace(/Measured on [\d-]+/, `Measured on ${new Date().toISOString().slice(0, 10)}`),
  )
}
process.exit(scores.every((each) => percent(each) >= GOAL) ? 0 : 1)
