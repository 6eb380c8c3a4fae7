import type { BrowserContext } from '@playwright/test'
import { type Vendors, vendorsOf } from './vendor-log.ts'
import { answersFor, vendors as known, type Vendor, type VendorRequest } from './vendors/index.ts'

/** A request that an emulated vendor got. */
export interface SeenVendorRequest extends VendorRequest {
  /** Empty without one. Chromium does not show the bodies of all beacons. */
  readonly body: string
}

/** Options of {@link emulateVendors}. */
export interface EmulateOptions {
  /**
   * Who is emulated. Add your own: `[...Object.values(vendors), mine]`.
   *
   * @default every vendor of `@latchkey/testkit/vendors`
   */
  readonly vendors?: readonly Vendor[] | undefined
}

/**
 * Stands in for vendors on their real host names: their scripts, pixels, frames and collect end points are answered by
 * routes of the context, and no request reaches the vendor. Sockets to them open and stay silent. Hosts of nobody are
 * left alone. Routes do not reach into service workers: block those with Playwright's `serviceWorkers: 'block'` where
 * a vendor uses one.
 *
 * @example
 * const vendors = await emulateVendors(context)
 * await page.goto('/')
 * await decide(page, { analytics: true })
 * await expect.poll(() => vendors.requestsTo('region1.google-analytics.com').length).toBeGreaterThan(0)
 */
export async function emulateVendors(
  context: BrowserContext,
  { vendors = Object.values(known) }: EmulateOptions = {},
): Promise<Vendors<SeenVendorRequest>> {
  const requests: SeenVendorRequest[] = []
  const find = (host: string) => vendors.find((vendor) => answersFor(vendor, host))
  const isTheirs = ({ hostname }: URL) => !!find(hostname)

  await context.route(isTheirs, async (route) => {
    const asked = route.request()
    const url = new URL(asked.url())
    const request: SeenVendorRequest = {
      host: url.hostname,
      path: url.pathname + url.search,
      method: asked.method(),
      body: asked.postData() ?? '',
    }
    requests.push(request)
    const answer = find(request.host)?.answer(request)
    const { status, headers, body } = answer ?? { status: 404, headers: {}, body: 'No such vendor file.\n' }
    await route.fulfill({ status, headers: oneLineEach(headers), body })
  })
  await context.routeWebSocket(isTheirs, (socket) => {
    const { hostname: host, pathname, search } = new URL(socket.url())
    requests.push({ host, path: pathname + search, method: 'CONNECT', body: '' })
  })
  return vendorsOf({ requests, clear: () => void requests.splice(0) })
}

/** Playwright takes several values of one header as lines. */
function oneLineEach(headers: Readonly<Record<string, string | readonly string[]>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers)
      .map(([name, value]) => [name, [value].flat().join('\n')] as const)
      .filter(([, value]) => value !== ''),
  )
}
