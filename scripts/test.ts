// Everything that has to hold, one stage after the other: `npm test`. A stage that fails does not hold up the next;
// the last lines count, and say what failed. `node scripts/test.ts unit e2e` runs the stages named.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Counts } from './unit-report.ts'

interface Stage {
  readonly name: string
  readonly does: string
  run(): Counts
}

const root = join(import.meta.dirname, '..')
const cache = join(root, '.cache')
// Tests start our own programs hundreds of times: only the first start compiles the source.
process.env.NODE_COMPILE_CACHE ??= join(cache, 'compiled')

const stages: readonly Stage[] = [
  {
    name: 'build',
    does: 'builds every package',
    run: () => one('build', command('node', ['scripts/build.ts'])),
  },
  {
    name: 'lint',
    does: 'lint and format',
    run: () => one('lint', command('biome', ['check', '.', '--error-on-warnings'])),
  },
  {
    name: 'types',
    does: 'types of every package',
    run: () => one('types', command('node', ['scripts/types.ts'])),
  },
  { name: 'unit', does: 'unit, property and contract tests', run: unit },
  { name: 'checks', does: 'edges, bytes, bare imports, docs, packed packages', run: checks },
  { name: 'e2e', does: 'the example shop in a real browser', run: endToEnd },
]

const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !stages.some((stage) => stage.name === name))
if (unknown.length > 0) {
  console.error(
    `test: no stage ${unknown.join(', ')}; there are ${stages.map(({ name }) => name).join(', ')}.`,
  )
  process.exit(2)
}
mkdirSync(cache, { recursive: true })
const results = stages
  .filter(({ name }) => wanted.length === 0 || wanted.includes(name))
  .map(({ name, does, run }) => {
    console.log(`\n── ${name}: ${does}`)
    const started = performance.now()
    const counts = run()
    // Programs that later stages start by the hundred start three times as fast from what was just built.
    if (name === 'build' && counts.failed === 0) process.env.LATCHKEY_BUILT = '1'
    console.log(
      `── ${name}: ${counts.passed} passed, ${counts.failed} failed (${Math.round((performance.now() - started) / 1000)} s)`,
    )
    return counts
  })
const passed = results.reduce((sum, counts) => sum + counts.passed, 0)
const failed = results.reduce((sum, counts) => sum + counts.failed, 0)
console.log(`\n${passed} passed, ${failed} failed`)
for (const failure of results.flatMap(({ failures }) => failures)) console.log(`\ndoes not hold: ${failure}`)
process.exit(failed > 0 ? 1 : 0)

function command(name: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): boolean {
  return spawnSync(name, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } }).status === 0
}

/** A stage that holds or does not. */
function one(name: string, holds: boolean): Counts {
  return holds ? { passed: 1, failed: 0, failures: [] } : { passed: 0, failed: 1, failures: [name] }
}

/** Runs a command that leaves its counts in a file; a run that failed without a failure to show counts as one. */
function counted(file: string, run: (file: string) => boolean, read: (report: unknown) => Counts): Counts {
  const report = join(cache, file)
  rmSync(report, { force: true })
  const holds = run(report)
  if (!existsSync(report)) return one(`${file} was not written`, false)
  const counts = read(JSON.parse(readFileSync(report, 'utf8')))
  if (holds || counts.failed > 0) return counts
  return { ...counts, failed: 1, failures: [`the run that wrote ${file} failed outside of its tests`] }
}

function unit(): Counts {
  return counted(
    'unit.json',
    (file) =>
      command('vitest', ['run', '--reporter=dot', '--reporter=./scripts/unit-report.ts'], {
        LATCHKEY_UNIT_JSON: file,
      }),
    (report) => report as Counts,
  )
}

function checks(): Counts {
  const { status, stdout } = spawnSync('node', ['scripts/check.ts', '--json'], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  try {
    const report = JSON.parse(stdout) as readonly {
      readonly name: string
      readonly problems: readonly string[]
    }[]
    for (const { name, problems } of report)
      console.log(`${problems.length > 0 ? 'does not hold' : 'holds'}: ${name}`)
    const failures = report
      .filter(({ problems }) => problems.length > 0)
      .map(({ name, problems }) => [name, ...problems].join('\n'))
    if (status !== 0 && failures.length === 0) return one('checks', false)
    return { passed: report.length - failures.length, failed: failures.length, failures }
  } catch {
    console.log(stdout)
    return one('checks', false)
  }
}

function endToEnd(): Counts {
  return counted(
    'e2e.json',
    (file) =>
      command('playwright', ['test', '--config', 'packages/e2e/playwright.config.ts'], {
        LATCHKEY_E2E_JSON: file,
      }),
    (report) => {
      const { stats, suites } = report as EndToEndReport
      return {
        passed: stats.expected,
        failed: stats.unexpected + stats.flaky,
        failures: suites.flatMap(failuresOf),
      }
    },
  )
}

/** What is read of Playwright's own report. */
interface EndToEndReport {
  readonly stats: { readonly expected: number; readonly unexpected: number; readonly flaky: number }
  readonly suites: readonly EndToEndSuite[]
}

interface EndToEndSuite {
  readonly suites?: readonly EndToEndSuite[]
  readonly specs: readonly {
    readonly ok: boolean
    readonly title: string
    readonly file: string
    readonly tests: readonly {
      readonly results: readonly { readonly errors: readonly { readonly message?: string }[] }[]
    }[]
  }[]
}

function failuresOf({ suites = [], specs }: EndToEndSuite): readonly string[] {
  const own = specs
    .filter(({ ok }) => !ok)
    .map(({ title, file, tests }) => {
      const errors = tests.flatMap(({ results }) => results.flatMap(({ errors }) => errors))
      return [`${file}: ${title}`, ...errors.map(({ message }) => message ?? '')].join('\n')
    })
  return [...own, ...suites.flatMap(failuresOf)]
}
