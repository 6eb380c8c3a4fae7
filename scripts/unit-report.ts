import { writeFileSync } from 'node:fs'
import { relative } from 'node:path'
import type { Reporter, TestCase, TestModule, TestSuite } from 'vitest/node'

/** What a run of the unit tests came to. */
export interface UnitReport {
  readonly passed: number
  readonly failed: number
  /** By name, with what was said: tests, what stands around them, and errors that nobody caught. */
  readonly failures: readonly string[]
}

type Failing = TestCase | TestModule | TestSuite

/** Leaves a {@link UnitReport} in the file that `LATCHKEY_UNIT_JSON` names. */
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
    const report: UnitReport = { passed, failed: failures.length, failures }
    writeFileSync(process.env.LATCHKEY_UNIT_JSON ?? '/dev/stdout', JSON.stringify(report))
  }
}

function nameOf(one: Failing): string {
  const module = one.type === 'module' ? one : one.module
  const file = relative(process.cwd(), module.moduleId)
  return one.type === 'module' ? file : `${file}: ${one.fullName}`
}

function errorsOf(one: Failing): readonly { readonly stack?: string; readonly message: string }[] {
  return one.type === 'test' ? (one.result().errors ?? []) : one.errors()
}

function said(
  name: string,
  errors: readonly { readonly stack?: string; readonly message: string }[],
): string {
  return [name, ...errors.map(({ stack, message }) => stack ?? message)].join('\n')
}
