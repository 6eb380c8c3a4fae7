import type { Page } from '@playwright/test'
import { type AccessibilityOptions, lintAccessibility } from './lint.ts'

/** What a Playwright matcher answers. */
interface MatcherResult {
  readonly pass: boolean
  readonly message: () => string
}

/**
 * A matcher for Playwright’s `expect`: the surfaces on this page can be used by everybody. Each finding is a line that
 * cites its rule. Where `@axe-core/playwright` is installed, what axe finds on them counts too.
 *
 * @example
 * import { expect as base } from '@playwright/test'
 * import { toBeAccessible } from '@latchkey/testkit/accessibility'
 *
 * const expect = base.extend({ toBeAccessible })
 * await expect(page).toBeAccessible()
 */
export async function toBeAccessible(page: Page, options?: AccessibilityOptions): Promise<MatcherResult> {
  const found = await lintAccessibility(page, options)
  return {
    pass: found.length === 0,
    message: () =>
      found.length === 0
        ? 'expected the surfaces not to be accessible, but nothing was found against them'
        : [
            'the surfaces are not accessible:',
            ...found.map(({ rule, message }) => `${rule}: ${message}`),
          ].join('\n  '),
  }
}
