import type { BrowserContext, Page, Request } from '@playwright/test'

/** One request that a page began, whether it was answered or not. */
export interface SeenRequest {
  readonly method: string
  readonly url: string
  readonly host: string
}

/** What the pages of a context asked for. */
export interface Traffic {
  /** Oldest first: documents, frames, workers, beacons and WebSockets included; `data:` and `blob:` are no requests. */
  readonly requests: readonly SeenRequest[]
  /** Resolves when what was asked for has been answered. A stream that stays open is waited for two seconds. */
  quiet(): Promise<void>
  /** Forgets what has been seen. */
  clear(): void
}

const watched = new WeakMap<BrowserContext, Traffic>()

/**
 * Notes every request of a context from now on. The `test` of this package does it for you; call it yourself before a
 * context opens its first page. A second call answers with the same log. What Playwright does not see is not in it:
 * `preconnect`, `dns-prefetch`, and sockets opened inside workers.
 *
 * @throws if a page of the context is open already, since nobody knows what it has asked for
 * @example
 * const context = await browser.newContext()
 * const traffic = watchTraffic(context)
 * await (await context.newPage()).goto('https://shop.example/')
 * console.log(traffic.requests.map(({ url }) => url))
 */
export function watchTraffic(context: BrowserContext): Traffic {
  const known = watched.get(context)
  if (known) return known
  const open = context.pages().find((page) => page.url() !== 'about:blank')
  if (open)
    throw new Error(`[testkit] watchTraffic: expected a context without pages, got one with ${open.url()}.`)
  const requests: SeenRequest[] = []
  const running = new Set<Request>()
  const note = (method: string, url: string) => {
    if (/^(?:http|ws)s?:/.test(url)) requests.push({ method, url, host: new URL(url).hostname })
  }
  const hear = (page: Page) => void page.on('websocket', (socket) => note('CONNECT', socket.url()))
  context.on('page', hear)
  for (const page of context.pages()) hear(page)
  context.on('request', (request) => {
    if (request.resourceType() !== 'eventsource') running.add(request)
    note(request.method(), request.url())
  })
  // The two events have the same listener, which Playwright's overloads do not say of a union.
  for (const end of ['requestfinished', 'requestfailed'] as const)
    context.on(end as 'requestfinished', (request) => void running.delete(request))
  const traffic: Traffic = {
    requests,
    async quiet() {
      const late = Date.now() + 2000
      while (running.size > 0 && Date.now() < late) await new Promise((resolve) => setTimeout(resolve, 20))
      // What still runs then is a stream, and is not waited for again.
      running.clear()
    },
    clear: () => void requests.splice(0),
  }
  watched.set(context, traffic)
  return traffic
}

/** The log of a page's context, if somebody keeps one. */
export function trafficOf(page: Page): Traffic | undefined {
  return watched.get(page.context())
}
