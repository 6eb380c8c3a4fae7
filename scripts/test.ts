// Everything that has to hold, one stage after the other: `npm test`. A stage that fails does not hold up the next;
// the last line counts. `node scripts/test.ts unit e2e` runs the stages named.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'

interface Counts {
  readonly passed: number
  readonly failed: number
}

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
  { name: 'build', does: 'builds every package', run: () => one(command('node', ['scripts/build.ts'])) },
  {
    name: 'lint',
    does: 'lint and format',
    run: () => one(command('biome', ['check', '.', '--error-on-warnings'])),
  },
  { name: 'types', does: 'types of every package', run: () => one(command('node', ['scripts/types.ts'])) },
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
process.exit(failed > 0 ? 1 : 0)

function command(name: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): boolean {
  return spawnSync(name, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } }).status === 0
}

function one(holds: boolean): Counts {
  return { passed: holds ? 1 : 0, failed: holds ? 0 : 1 }
}

/** Runs a command that leaves its counts in a file; a run that failed without a failure to show counts as one. */
function counted(file: string, run: (file: string) => boolean, read: (report: unknown) => Counts): Counts {
  const report = join(cache, file)
  rmSync(report, { force: true })
  const holds = run(report)
  if (!existsSync(report)) return { passed: 0, failed: 1 }
  const { passed, failed } = read(JSON.parse(readFileSync(report, 'utf8')))
  return { passed, failed: holds ? failed : Math.max(1, failed) }
}

function unit(): Counts {
  return counted(
    'unit.json',
    (file) => command('vitest', ['run', '--reporter=dot', '--reporter=json', `--outputFile.json=${file}`]),
    (report) => {
      const { numPassedTests, numFailedTests, testResults } = report as UnitReport
      for (const { name, assertionResults } of testResults) {
        for (const { status, fullName, failureMessages } of assertionResults) {
          if (status === 'failed')
            console.log(
              `does not hold: ${relative(root, name)}: ${fullName}\n  ${failureMessages.join('\n  ')}`,
            )
        }
      }
      return { passed: numPassedTests, failed: numFailedTests }
    },
  )
}

/** What is read of vitest's own report. */
interface UnitReport {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly testResults: readonly {
    readonly name: string
    readonly assertionResults: readonly {
      readonly status: string
      readonly fullName: string
      readonly failureMessages: readonly string[]
    }[]
  }[]
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
    for (const { name, problems } of report) {
      console.log(`${problems.length > 0 ? 'does not hold' : 'holds'}: ${name}`)
      for (const problem of problems) console.log(`  ${problem}`)
    }
    const failed = report.filter(({ problems }) => problems.length > 0).length
    return { passed: report.length - failed, failed: status === 0 ? failed : Math.max(1, failed) }
  } catch {
    console.log(stdout)
    return { passed: 0, failed: 1 }
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
      const { stats } = report as { stats: { expected: number; unexpected: number; flaky: number } }
      return { passed: stats.expected, failed: stats.unexpected + stats.flaky }
    },
  )
}
