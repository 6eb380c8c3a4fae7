import { expect, type Page } from '@playwright/test'
import { expectNothingBeforeGrant as expectNothing } from '../expect-nothing.ts'
import { tracesOf as keysOf } from '../traces.ts'
import type { Vendors } from '../vendor-log.ts'
import { BARRIER, settle } from './settle.ts'

/** What a page left on the device, and who was talked to. */
export interface Traces {
  readonly hosts: readonly string[]
  /** As the public `tracesOf` names them. */
  readonly keys: readonly string[]
}

export interface ExpectNothingOptions {
  readonly vendors: Vendors
  /** Keys that may be there besides ours, as {@link Traces} names them. */
  readonly allow?: readonly RegExp[] | undefined
}

/**
 * The function that shops use, and a second witness: the servers behind every host in the world, which also see what
 * Playwright does not (LR-1).
 *
 * @example
 * await page.goto(shop.origin)
 * await expectNothingBeforeGrant(page, { vendors })
 */
export async function expectNothingBeforeGrant(
  page: Page,
  { vendors, allow = [] }: ExpectNothingOptions,
): Promise<void> {
  await settle(page)
  expect(vendors.hosts(), 'hosts that were talked to').toEqual([])
  await expectNothing(page, { allow: [BARRIER, ...allow] })
}

/** Reads every place where a page can leave something. */
export async function tracesOf(page: Page, vendors: Vendors): Promise<Traces> {
  return { hosts: vendors.hosts(), keys: await keysOf(page) }
}
