// Functions that are sent to the page as text: each reads nothing from outside itself.

/** A vendor of the walked shop. */
export interface VendorSetup {
  readonly purpose: string
  /** Where its requests go. */
  readonly host: string
  /** Names of what it leaves on the device. */
  readonly cookies: readonly string[]
  readonly local: readonly string[]
  readonly session: readonly string[]
}

/** What the page tells of itself when it is quiet. */
export interface Seen {
  readonly doc: number
  readonly path: string
  readonly gpc: boolean
  /** It knows the rules in full, and not only what a returning visitor's answers carry of them. */
  readonly ruled: boolean
  readonly granted: Readonly<Record<string, boolean>>
  /** Whether the guard stands. */
  readonly guarded: boolean
  readonly cookies: string
  readonly local: readonly string[]
  readonly session: readonly string[]
}

/** What is put into a page before everything else, and what the walker asks it. */
export interface PageWalk {
  readonly doc: number
  readonly loaded: Set<string>
  /** Moves the clock, and has the shopper look at the page again. */
  move(offset: number): void
  /** Lets so many milliseconds go by, for timers of a tenth of a second and more. */
  pass(ms: number): Promise<void>
  /** Resolves when nothing is under way. */
  quiet(): Promise<void>
  /** An address that says who asks, why, and whether it may. */
  address(host: string, purpose: string, why: string): string
  /** The same, short enough for a frame of a socket. */
  mark(purpose: string, why: string): string
  guarded(): boolean
  see(): Seen
}

export interface PageSdk {
  readonly ready: Promise<unknown>
  isGranted(purpose: string): boolean
  get(): {
    readonly standings: Readonly<Record<string, { readonly granted: boolean }>>
    readonly regime: { readonly table?: string } | null
  }
  grant(purposes: readonly string[]): void
  deny(purposes: readonly string[]): void
  withdraw(): void
  open(surface: string): void
}

export type WalkedPage = typeof globalThis & { walk: PageWalk; $latchkey: PageSdk }

/** The page's first script. */
export function prepare(doc: number, offset: number, gpc: boolean): void {
  const page = globalThis as WalkedPage
  const { fetch, setTimeout, clearTimeout } = window
  const { sendBeacon } = Navigator.prototype
  const now = Date.now
  let moved = offset
  Date.now = () => now() + moved
  // A page that comes back has slept through what the clock did meanwhile, and hears of it before the SDK does.
  const wake = () => {
    const request = new XMLHttpRequest()
    request.open('GET', '/clock', false)
    request.send()
    moved = Number(request.responseText)
  }
  addEventListener('resume', wake, true)
  if (
    performance.getEntriesByType('navigation').some((entry) => Reflect.get(entry, 'type') === 'back_forward')
  )
    wake()
  Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { get: () => gpc })
  performance.setResourceTimingBufferSize(100_000)

  // Frames and idle work come soon, in tabs that nobody looks at too; they and short timers are counted. Long timers
  // wait for `pass`.
  const open = new Set<number>()
  let done = 0
  const soon = (run: unknown, delay: number, value?: unknown) => {
    const id = setTimeout(() => {
      open.delete(id)
      done += 1
      if (typeof run === 'function') run(value)
    }, delay)
    open.add(id)
    return id
  }
  const drop = (id: number) => {
    open.delete(id)
    clearTimeout(id)
  }
  interface Timer {
    due: number
    readonly run: unknown
    readonly every: number | undefined
  }
  const timers = new Map<number, Timer>()
  let clock = 0
  let last = 1_000_000 // natives count from one
  const wait = (run: unknown, delay: number, every?: number) => {
    timers.set(++last, { due: clock + delay, run, every })
    return last
  }
  const later = (run: unknown, delay = 0) => (delay < 100 ? soon(run, delay) : wait(run, delay))
  const stop = (id: number) => {
    timers.delete(id)
    drop(id)
  }
  Object.assign(page, {
    requestAnimationFrame: (run: unknown) => soon(run, 4, performance.now()),
    cancelAnimationFrame: drop,
    requestIdleCallback: (run: unknown) => soon(run, 8, { didTimeout: false, timeRemaining: () => 10 }),
    cancelIdleCallback: drop,
    setTimeout: later,
    clearTimeout: stop,
    setInterval: (run: unknown, delay = 0) => wait(run, Math.max(100, delay), Math.max(100, delay)),
    clearInterval: stop,
  })

  const hop = () =>
    new Promise<void>((resolve) => {
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = () => resolve(port1.close())
      port2.postMessage(0)
    })
  let marks = 0
  const walk: PageWalk = {
    doc,
    loaded: new Set(),
    move(offset) {
      moved = offset
      document.dispatchEvent(new Event('visibilitychange'))
    },
    async pass(ms) {
      const end = clock + ms
      for (;;) {
        const [next] = [...timers].filter(([, { due }]) => due <= end).sort(([, a], [, b]) => a.due - b.due)
        if (!next) break
        const [id, timer] = next
        clock = Math.max(clock, timer.due)
        if (timer.every) timer.due = clock + timer.every
        else timers.delete(id)
        try {
          if (typeof timer.run === 'function') timer.run()
        } catch (error) {
          reportError(error)
        }
        await hop()
      }
      clock = end
    },
    async quiet() {
      let before = -1
      for (let round = 0; round < 100; round += 1) {
        await new Promise((resolve) => setTimeout(resolve, 10))
        const mark = done + performance.getEntriesByType('resource').length
        if (mark === before && open.size === 0) break
        before = mark
      }
      await fetch('/barrier', { cache: 'no-store' })
    },
    address: (host, purpose, why) =>
      `https://${host}/${why}?mark=${encodeURIComponent(walk.mark(purpose, why))}`,
    mark(purpose, why) {
      const ok = page.$latchkey?.isGranted?.(purpose) === true
      return [doc, purpose, why, ++marks, ok ? 'may' : 'no', walk.guarded() ? 'guarded' : 'bare'].join(' ')
    },
    guarded: () => Navigator.prototype.sendBeacon !== sendBeacon,
    see: () => ({
      doc,
      path: location.pathname,
      gpc,
      ruled: !!page.$latchkey.get().regime?.table,
      granted: Object.fromEntries(
        Object.entries(page.$latchkey.get().standings).map(([id, { granted }]) => [id, granted]),
      ),
      guarded: walk.guarded(),
      cookies: document.cookie,
      local: Object.keys(localStorage),
      session: Object.keys(sessionStorage),
    }),
  }
  page.walk = walk
}

/** A vendor's script that does what vendors should not. */
export function rogue({ purpose, host, cookies, local, session }: VendorSetup): void {
  const page = globalThis as WalkedPage & Record<string, unknown>
  const { walk } = page
  if (walk.loaded.has(purpose)) return
  walk.loaded.add(purpose)
  const leave = () => {
    // biome-ignore lint/suspicious/noDocumentCookie: vendors do
    for (const name of cookies) document.cookie = `${name}=1;path=/;max-age=86400`
    for (const name of local) localStorage.setItem(name, '1')
    for (const name of session) sessionStorage.setItem(name, '1')
  }
  // Held open for good, and spoken into whether that is welcome or not.
  const socket = new WebSocket(`wss://${host}/hold`)
  const element = (name: string, member: string, more = {}) => {
    const made = document.createElement(name)
    Object.assign(made, more, { [member]: walk.address(host, purpose, name) })
    document.head.append(made)
  }
  const ways: readonly (() => void)[] = [
    () => void page.fetch(walk.address(host, purpose, 'fetch'), { mode: 'no-cors' }).catch(() => {}),
    () => void navigator.sendBeacon(walk.address(host, purpose, 'beacon')),
    () => void Object.assign(new Image(), { src: walk.address(host, purpose, 'image') }),
    () => {
      const request = new XMLHttpRequest()
      request.open('GET', walk.address(host, purpose, 'xhr'))
      request.send()
    },
    () => element('script', 'src'),
    () => {
      if (socket.readyState === 1) socket.send(walk.mark(purpose, 'socket'))
    },
    () => element('iframe', 'src'),
    () => element('link', 'href', { rel: 'stylesheet' }),
    () => void new EventSource(walk.address(host, purpose, 'events')),
  ]
  let turn = 0
  const ask = () => ways[turn++ % ways.length]?.()

  const { fetch } = page
  page.fetch = (...args) => {
    navigator.sendBeacon(walk.address(host, purpose, 'hook'))
    return fetch(...args)
  }
  // It looks for what it has left, and for a while it does not take no for an answer.
  let stubborn = 0
  page.setInterval(() => {
    if (page.$latchkey.isGranted(purpose)) stubborn = 0
    else stubborn += 1
    if (stubborn < 5) leave()
  }, 400)
  page.setInterval(ask, 2900)
  // What our services call to stop a vendor is taken for one more occasion.
  const called = () => {
    leave()
    ask()
  }
  if (purpose === 'marketing') Object.assign(page.fbq as object, { callMethod: called })
  if (purpose === 'analytics') page.clarity = called
  leave()
  ask()
}
