import type { ConsentRecord } from '@latchkey/record'
import {
  type Banner,
  test as base,
  expectNothingBeforeGrant,
  type LedgerUnderTest,
  type Vendors,
} from '@latchkey/testkit/browser'
import { expect, type Page } from '@playwright/test'

/** What a refusal leaves its marks on. */
interface Visit {
  readonly page: Page
  readonly banner: Banner
  readonly ledger: LedgerUnderTest
  readonly vendors: Vendors
}

export const test = base.extend<{ readonly visit: Visit }>({
  visit: ({ page, banner, ledger, vendors }, use) => use({ page, banner, ledger, vendors }),
})

export async function decisions(ledger: LedgerUnderTest): Promise<readonly ConsentRecord[]> {
  return (await ledger.records()).filter(({ event }) => event === 'decided')
}

/** The question is gone, the ledger has a refusal that no person pressed, and nobody was talked to. */
export async function expectRefusal({ page, banner, ledger, vendors }: Visit): Promise<void> {
  await banner.seeNone()
  await expect
    .poll(() => decisions(ledger))
    .toMatchObject([
      { choices: { analytics: 'denied', marketing: 'denied' }, withdrawn: [], via: 'banner', trusted: false },
    ])
  await expectNothingBeforeGrant(page, { vendors })
}
