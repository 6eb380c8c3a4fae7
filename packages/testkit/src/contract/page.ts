import type { ServiceContext } from '@latchkey/browser'
import { isMet, type Problem, type Standing } from '@latchkey/core'
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
  /** The page that was left for this one: what it stored is still on the device. */
  readonly after?: EmulatedPage | undefined
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
  let standings = granting(options.granted ?? [])

  function leave(by: PageRequest['by'], address: unknown, body: unknown = ''): PageRequest {
    const { host, pathname, search } = new URL(String(address), document.location.href)
    const request = { by, host, path: pathname + search, body: String(body) }
    requests.push(request)
    return request
  }

  Object.assign(window, clock.timers, {
    requestAnimationFrame: (run: () => void) => clock.timers.setTimeout(run, 16),
  })
  const jar = createCookieJar(document.location.hostname)
  Object.defineProperty(document, 'cookie', { get: jar.read, set: jar.write })
  for (const key of options.after?.keys() ?? []) copy(key)
  function copy(key: string): void {
    const [kind = '', name = ''] = [key.slice(0, key.indexOf(' ')), key.slice(key.indexOf(' ') + 1)]
    const from = options.after?.window as unknown as Window // an emulated one, in which this name lies
    if (kind === 'cookie') {
      const pair = from.document.cookie.split('; ').find((one) => one.startsWith(`${name}=`))
      document.cookie = `${pair}; path=/`
    } else
      page[`${kind as 'local' | 'session'}Storage`].setItem(
        name,
        from[`${kind as 'local'}Storage`].getItem(name) ?? '',
      )
  }
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

  // An own `src` keeps happy-dom from asking for it: scripts come when the test lets them.
  const scripts: HTMLScriptElement[] = []
  const create = document.createElement.bind(document) as (name: string) => HTMLElement
  document.createElement = ((name: string) => {
    const element = create(name)
    if (element.localName !== 'script') return element
    scripts.push(element as HTMLScriptElement)
    return Object.defineProperty(element, 'src', { value: '', writable: true })
  }) as typeof document.createElement

  /** Elements that a browser would fetch for. */
  function look(): void {
    const asking = document.querySelectorAll<HTMLImageElement>('iframe[src], img[src], link[href]')
    for (const element of [...asking, ...scripts]) {
      const url = element.getAttribute('href') ?? element.src
      if (seen.has(element) || !element.isConnected || !url) continue
      seen.add(element)
      leave('element', url)
      const { onload } = element // its handler now: the script may have been taken out again when it comes
      if (element.localName === 'script')
        arriving.push({ url, ran: () => onload?.call(element, new page.Event('load') as unknown as Event) })
    }
  }

  // A script is on its way from when it is put in, whoever takes it out again.
  const { head } = document
  const [append, appendChild] = [head.append.bind(head), head.appendChild.bind(head)]
  head.append = (...nodes) => {
    append(...nodes)
    look()
  }
  head.appendChild = (node) => {
    appendChild(node)
    look()
    return node
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
      isGranted: (needs) => isMet(needs, standings),
      loadScript: (url) =>
        new Promise((resolve) => {
          leave('loadScript', url)
          arriving.push({ url, ran: resolve })
        }),
      report: (problem) => void problems.push(problem),
    },
    grant: (...purposes) => {
      standings = granting(purposes)
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

function granting(purposes: readonly string[]): Readonly<Record<string, Standing>> {
  return Object.fromEntries(purposes.map((id) => [id, { granted: true, basis: 'subject' }]))
}
