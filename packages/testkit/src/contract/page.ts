import type { ServiceContext } from '@latchkey/browser'
import type { Problem } from '@latchkey/core'
import { Window } from 'happy-dom'
import { answerVendor } from '../vendors/index.ts'
import { type Clock, createClock } from './clock.ts'
import { createCookieJar } from './cookie-jar.ts'

/** Options of {@link emulatePage}. */
export interface EmulatedPageOptions {
  /** @default 'https://shop.linden-oak.example/chair' */
  readonly url?: string | undefined
  /** Purposes granted at first. @default [] */
  readonly granted?: readonly string[] | undefined
}

/** A request that a page made. */
export interface PageRequest {
  readonly by: 'loadScript' | 'fetch' | 'beacon' | 'image' | 'socket' | 'element'
  readonly host: string
  /** Path and query. */
  readonly path: string
  readonly body: string
}

/** A shop's page in which emulated vendors run, and in which everything that leaves it is written down. */
export interface EmulatedPage {
  readonly context: ServiceContext
  readonly window: ServiceContext['window']
  readonly document: Document
  readonly requests: readonly PageRequest[]
  readonly problems: readonly Problem[]
  readonly clock: Clock
  /** Names of listeners on the window and the document. */
  readonly listeners: readonly string[]
  /** Errors that vendor scripts threw. */
  readonly errors: readonly unknown[]
  /** What is granted from now on. */
  grant(...purposes: readonly string[]): void
  /** Keys on the device, as `cookie _ga`, `local name`, `session name`. */
  keys(): readonly string[]
  /** Deletes the keys that match, as the gate does after a withdrawal. */
  purge(matches: (kind: string, name: string) => boolean): void
  /** Lets scripts that are on the way arrive and run, and those that they ask for. */
  settle(): Promise<void>
  /** What shoppers do: press, scroll, turn away, follow a link inside the shop. */
  use(): void
}

type Arrival = { readonly url: string; readonly ran: () => void }

/** Makes a page. Needs no environment of the test runner: it brings its own. */
export function emulatePage(options: EmulatedPageOptions = {}): EmulatedPage {
  const page = new Window({ url: options.url ?? 'https://shop.linden-oak.example/chair' })
  const window = page as unknown as ServiceContext['window'] // by name only, as services see it
  const document = page.document as unknown as Document // happy-dom's own type lacks members that nobody uses
  const requests: PageRequest[] = []
  const problems: Problem[] = []
  const listeners: string[] = []
  const errors: unknown[] = []
  const arriving: Arrival[] = []
  const seen = new WeakSet<Element>()
  const clock = createClock()
  let granted: readonly string[] = options.granted ?? []

  function leave(by: PageRequest['by'], address: unknown, body: unknown = ''): PageRequest {
    const { host, pathname, search } = new URL(String(address), document.location.href)
    const request = { by, host, path: pathname + search, body: String(body) }
    requests.push(request)
    return request
  }

  Object.assign(window, clock.timers)
  const jar = createCookieJar(document.location.hostname)
  Object.defineProperty(document, 'cookie', { get: jar.read, set: jar.write })
  window.fetch = async (address: unknown, init?: { body?: unknown }) => {
    leave('fetch', address, init?.body)
    return new page.Response('')
  }
  Object.defineProperty(page.navigator, 'sendBeacon', {
    value: (address: unknown, body: unknown) => !!leave('beacon', address, body),
  })
  window.Image = class {
    set src(address: string) {
      leave('image', address)
    }
  }
  for (const name of ['WebSocket', 'EventSource', 'Worker']) {
    window[name] = class {
      constructor(address: unknown) {
        leave('socket', address)
      }
    }
  }
  for (const target of [page, page.document]) {
    const add = target.addEventListener.bind(target)
    target.addEventListener = ((type: string, ...rest: [never]) => {
      listeners.push(type)
      add(type, ...rest)
    }) as typeof target.addEventListener
  }

  /** Elements that a browser would fetch for. */
  function look(): void {
    for (const element of document.querySelectorAll('script[src], iframe[src], img[src], link[href]')) {
      if (seen.has(element)) continue
      seen.add(element)
      const url = element.getAttribute('src') ?? element.getAttribute('href') ?? ''
      leave('element', url)
      if (element.localName === 'script') arriving.push({ url, ran: () => {} })
    }
  }

  function run({ url, ran }: Arrival): void {
    const { host, pathname, search } = new URL(url)
    try {
      // The page's own globals first, as they are for a script in it.
      new Function('window', answerVendor({ host, path: pathname + search, method: 'GET' }).body)(window)
    } catch (error) {
      errors.push(error)
    }
    ran()
  }

  return {
    window,
    document,
    requests,
    problems,
    listeners,
    errors,
    clock,
    context: {
      window,
      document,
      isGranted: (purpose) => granted.includes(purpose),
      loadScript: (url) =>
        new Promise((resolve) => {
          leave('loadScript', url)
          arriving.push({ url, ran: resolve })
        }),
      report: (problem) => void problems.push(problem),
    },
    grant: (...purposes) => {
      granted = purposes
    },
    keys: () => [
      ...document.cookie
        .split('; ')
        .filter(Boolean)
        .map((pair) => `cookie ${pair.split('=', 1)[0]}`),
      ...Object.keys(page.localStorage).map((name) => `local ${name}`),
      ...Object.keys(page.sessionStorage).map((name) => `session ${name}`),
    ],
    purge(matches) {
      for (const pair of document.cookie.split('; ')) {
        const name = pair.split('=', 1)[0] ?? ''
        if (!name || !matches('cookie', name)) continue
        const labels = document.location.hostname.split('.')
        for (const domain of ['', ...labels.map((_, from) => `; domain=${labels.slice(from).join('.')}`)]) {
          document.cookie = `${name}=; path=/; max-age=0${domain}`
        }
      }
      for (const kind of ['local', 'session'] as const) {
        const storage = page[`${kind}Storage`]
        for (const name of Object.keys(storage)) if (matches(kind, name)) storage.removeItem(name)
      }
    },
    async settle() {
      for (let quiet = 0; quiet < 3; quiet++) {
        look()
        for (let next = arriving.shift(); next; next = arriving.shift()) {
          quiet = 0
          run(next)
          look()
        }
        await Promise.resolve()
      }
    },
    use() {
      document.body.click()
      document.dispatchEvent(new page.Event('scroll') as unknown as Event)
      const shown = Object.getOwnPropertyDescriptor(document, 'visibilityState')
      Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true })
      document.dispatchEvent(new page.Event('visibilitychange') as unknown as Event)
      if (shown) Object.defineProperty(document, 'visibilityState', shown)
      else Reflect.deleteProperty(document, 'visibilityState')
      page.history.pushState(null, '', `${document.location.pathname}?step=${requests.length}`)
    },
  }
}
