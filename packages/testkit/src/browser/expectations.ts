import { expect, type Page } from '@playwright/test'
import { settle } from './settle.ts'
import type { Vendors } from './vendors.ts'

/** What a page left on the device, and who was talked to. */
export interface Traces {
  readonly hosts: readonly string[]
  /** `cookie name@domain`, `local name`, `session name`, `indexeddb name`, `cache name`, `worker scope`. */
  readonly keys: readonly string[]
}

export interface ExpectNothingOptions {
  readonly vendors: Vendors
  /** Keys that may be there besides ours, as {@link Traces} names them. */
  readonly allow?: readonly RegExp[] | undefined
}

/** Keys that the SDK's contract names: cookie and localStorage `latchkey`, others `latchkey.*`, IndexedDB `latchkey`. */
const OURS = /^(cookie latchkey@|local latchkey$|local latchkey\.|session latchkey\.|indexeddb latchkey$)/

/**
 * No vendor was asked for anything and nothing but the SDK's own state lies on the device (LR-1).
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
  const { hosts, keys } = await tracesOf(page, vendors)
  const foreign = keys.filter((key) => !OURS.test(key) && !allow.some((pattern) => pattern.test(key)))
  expect(hosts, 'hosts that were talked to').toEqual([])
  expect(foreign, 'keys on the device that are not ours').toEqual([])
}

/** Reads every place where a page can leave something. */
export async function tracesOf(page: Page, vendors: Vendors): Promise<Traces> {
  const cookies = await page.context().cookies()
  const kept = await page.evaluate(async () => [
    ...Object.keys(localStorage).map((name) => `local ${name}`),
    ...Object.keys(sessionStorage).map((name) => `session ${name}`),
    ...(await indexedDB.databases()).map(({ name }) => `indexeddb ${name}`),
    ...(await caches.keys()).map((name) => `cache ${name}`),
    ...(await navigator.serviceWorker.getRegistrations()).map(({ scope }) => `worker ${scope}`),
  ])
  return {
    hosts: vendors.hosts(),
    keys: [...cookies.map(({ name, domain }) => `cookie ${name}@${domain}`), ...kept].sort(),
  }
}
