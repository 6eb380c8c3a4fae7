import { writeFileSync } from 'node:fs'
import { relative } from 'node:path'
import type { Reporter, TestCase, TestModule, TestSuite } from 'vitest/node'

/** What a stage of `npm test` came to. */
export interface Counts {
  readonly passed: number
  readonly failed: number
  /** What failed, by name and with what was said, for the end of the run. */
  readonly failures: readonly string[]
}

type Failing = TestCase | TestModule | TestSuite
type Errors = readonly { readonly stack?: string; readonly message: string }[]

/**
 * Leaves {@link Counts} in the file that `LATCHKEY_UNIT_JSON` names: of tests, of what stands around them, and of errors
 * that nobody caught.
 */
export default class UnitReporter implements Reporter {
  onTestRunEnd: NonNullable<Reporter['onTestRunEnd']> = (modules, uncaught) => {
    const tests = modules.flatMap((module) => [...module.children.allTests()])
    const around = modules.flatMap((module) => [module, ...module.children.allSuites()])
    const failing: readonly Failing[] = [
      ...tests.filter((test) => test.result().state === 'failed'),
      ...around.filter((part) => part.errors().length > 0),
    ]
    const failures = [
      ...failing.map((one) => said(nameOf(one), errorsOf(one))),
      ...uncaught.map((error) => said('an error that nobody caught', [error])),
    ]
    const passed = tests.filter((test) => test.result().state === 'passed').length
    const report: Counts = { passed, failed: failures.length, failures }
    writeFileSync(process.env.LATCHKEY_UNIT_JSON ?? '/dev/stdout', JSON.stringify(report))
  }
}

function nameOf(one: Failing): string {
  const module = one.type === 'module' ? one : one.module
  const file = relative(process.cwd(), module.moduleId)
  return one.type === 'module' ? file : `${file}: ${one.fullName}`
}

function errorsOf(one: Failing): Errors {
  return one.type === 'test' ? (one.result().errors ?? []) : one.errors()
}

/** Of the way to an error only what is ours. */
function said(name: string, errors: Errors): string {
  const lines = errors.flatMap(({ stack, message }) => (stack ?? message).split('\n'))
  return [name, ...lines.filter((line) => !line.includes('node_modules'))].join('\n')
}
