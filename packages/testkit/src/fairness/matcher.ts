import type { Page } from '@playwright/test'
import { type FairnessOptions, lintFairness } from './lint.ts'

/** What a Playwright matcher answers. */
export interface MatcherResult {
  readonly pass: boolean
  readonly message: () => string
}

/**
 * A matcher for Playwright’s `expect`: the question on this page is fair. Each finding is a line that cites its rule.
 *
 * @example
 * import { expect as base } from '@playwright/test'
 * import { toAskFairly } from '@latchkey/testkit/fairness'
 *
 * const expect = base.extend({ toAskFairly })
 * await expect(page).toAskFairly()
 */
export async function toAskFairly(page: Page, options?: FairnessOptions): Promise<MatcherResult> {
  const found = (await lintFairness(page, options)).filter(({ warning }) => !warning)
  return {
    pass: found.length === 0,
    message: () =>
      found.length === 0
        ? 'expected the question not to be fair, but nothing was found against it'
        : [
            'the question is not fair:',
            ...found.map(({ rule, where, problem }) => `${rule} (${where}): ${problem}`),
          ].join('\n  '),
  }
}
