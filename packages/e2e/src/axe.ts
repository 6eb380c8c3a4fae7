import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'

/** Options of {@link axeFinds}. */
export interface AxeOptions {
  /** Selectors of the parts that are looked at. @default the page */
  readonly parts?: readonly string[] | undefined
  /** Selectors of parts that are left out. @default none */
  readonly except?: readonly string[] | undefined
  /** @default all of them */
  readonly rules?: readonly string[] | undefined
}

/** What axe finds on a page as it stands: one line a rule, with the elements that break it. */
export async function axeFinds(
  page: Page,
  { parts = [], except = [], rules }: AxeOptions = {},
): Promise<readonly string[]> {
  // In the page itself: the other mode is for frames of other origins, and opens a second page each time, to put
  // its findings together. That takes as long as the findings.
  const builder = new AxeBuilder({ page }).setLegacyMode()
  for (const part of parts) builder.include(part)
  for (const part of except) builder.exclude(part)
  if (rules) builder.withRules([...rules])
  const { violations } = await builder.analyze()
  return violations.map(
    ({ id, nodes }) => `axe ${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
  )
}
