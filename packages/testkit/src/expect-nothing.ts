import { expect, type Page } from '@playwright/test'
import { settle } from './settle.ts'
import { tracesOf } from './traces.ts'
import { trafficOf } from './traffic.ts'
import { covers } from './vendor-log.ts'

/** Options of {@link expectNothingBeforeGrant}. */
export interface ExpectNothingOptions {
  /**
   * What may be there besides the page's own host and the SDK's own keys. A text names a host (`cdn.shop.example`) or,
   * with `*.`, its sub-domains; a pattern is held against a key (`cookie cart@shop.example`, `local theme`, as
   * `tracesOf` names them) or a request (`GET https://cdn.shop.example/a.png`).
   *
   * @default []
   */
  readonly allow?: readonly (string | RegExp)[] | undefined
}

/** Keys that the SDK's contract names: cookie and localStorage `latchkey`, others `latchkey.*`, IndexedDB `latchkey`. */
const OURS = /^(cookie latchkey@|local latchkey$|local latchkey\.|session latchkey\.|indexeddb latchkey$)/

/**
 * No host but the page's own was asked for anything since the context was opened, and nothing but the SDK's own state
 * lies on the device (LR-1). Waits until the page has settled. Listens to the context, so it holds for every page,
 * frame, popup and worker of it that Playwright sees, and needs no proxy.
 *
 * @throws if nobody has noted the context's requests: use the `test` of this package, or call `watchTraffic(context)` first
 * @example
 * test('nothing leaves before the shopper has answered', async ({ page }) => {
 *   await page.goto('/')
 *   await expectNothingBeforeGrant(page, { allow: ['cdn.shop.example', /^cookie cart@/] })
 * })
 */
export async function expectNothingBeforeGrant(
  page: Page,
  { allow = [] }: ExpectNothingOptions = {},
): Promise<void> {
  const traffic = trafficOf(page)
  const say = (expected: string) =>
    new Error(`[testkit] expectNothingBeforeGrant: expected ${expected}, got ${page.url()}.`)
  if (!traffic) throw say('a page whose context is watched from its beginning: call watchTraffic(context)')
  if (!/^https?:/.test(page.url())) throw say('a page with an address of its own')
  await settle(page)
  const own = new URL(page.url()).hostname
  const allowed = (line: string) => allow.some((rule) => typeof rule !== 'string' && matches(rule, line))
  const foreign = traffic.requests
    .filter(
      ({ host }) => host !== own && !allow.some((rule) => typeof rule === 'string' && covers(rule, host)),
    )
    .map(({ method, url }) => `${method} ${url}`)
    .filter((line) => !allowed(line))
  const keys = (await tracesOf(page)).filter((key) => !OURS.test(key) && !allowed(key))
  expect(foreign, `requests to other hosts than ${own}`).toEqual([])
  expect(keys, 'keys on the device that are not the SDK’s').toEqual([])
}

/** A pattern with `g` remembers where it was. */
function matches(pattern: RegExp, line: string): boolean {
  pattern.lastIndex = 0
  return pattern.test(line)
}
