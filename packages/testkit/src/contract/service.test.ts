import type { Service, ServiceContext } from '@latchkey/browser'
import { describe, expect, it } from 'vitest'
import { type EventsUnderTest, serviceContract } from './service.ts'

/** A service that keeps the contract with Meta's emulated pixel: every mistake below is made in it. */
function sound(): Service {
  let running = false
  let load: Promise<void> | undefined
  const queue: unknown[] = []
  const fbq = Object.assign(
    (...args: unknown[]) => {
      if (!running) return
      if (fbq.callMethod) fbq.callMethod(...args)
      else fbq.queue.push(args)
    },
    { queue, callMethod: undefined as ((...args: unknown[]) => void) | undefined },
  )
  const free = ({ window, report }: ServiceContext) => {
    if (window.fbq === undefined || window.fbq === fbq) return true
    report({ code: 'C204', where: 'acme' })
    return false
  }
  return {
    id: 'acme',
    needs: 'marketing',
    script: 'https://connect.facebook.net/en_US/fbevents.js',
    hosts: ['connect.facebook.net', 'www.facebook.com'],
    keys: [{ kind: 'cookie', name: '_fbp' }],
    hold({ window }) {
      window.fbq ??= fbq
    },
    start(page) {
      if (!free(page)) return
      page.window.fbq = fbq
      running = true
      fbq('consent', 'grant')
      if (!fbq.callMethod) fbq('init', '123456789012345')
      fbq('set', 'autoConfig', false, '123456789012345')
      fbq('track', 'PageView')
      load ??= page.loadScript('https://connect.facebook.net/en_US/fbevents.js')
      return load
    },
    stop() {
      if (!fbq.callMethod) queue.length = 0
      fbq('consent', 'revoke')
      running = false
    },
  }
}

const act = (window: ServiceContext['window']) => {
  if (typeof window.fbq === 'function') window.fbq('track', 'AddToCart')
}

/** Keeps events for {@link sound}, soundly unless a mistake says otherwise. */
interface Keeping {
  readonly store?: { push(event: unknown[]): void; take(page: ServiceContext): unknown[][] } | undefined
  readonly time?: (() => number) | undefined
  readonly order?: ((events: unknown[][]) => unknown[][]) | undefined
  readonly room?: number | undefined
  readonly again?: boolean | undefined
  readonly refuses?: boolean | undefined
  readonly reopens?: boolean | undefined
  readonly hold?: ((page: ServiceContext) => void) | undefined
}

function soundKeeper(keepEvents: boolean | number, mistake: Keeping = {}): Service {
  const base = sound()
  const waiting: unknown[][] = []
  const { push, take } = mistake.store ?? {
    push: (event: unknown[]) => void waiting.push(event),
    take: () => waiting.splice(0),
  }
  const room = mistake.room ?? (keepEvents === true ? 100 : Number(keepEvents))
  let door: ((...args: unknown[]) => void) | undefined
  let inside: unknown
  return {
    ...base,
    hold(page) {
      base.hold?.(page)
      inside = page.window.fbq
      door = (...args) => {
        push([...args, { event_time: Math.floor((mistake.time ?? Date.now)() / 1000) }])
        waiting.splice(0, waiting.length - room)
      }
      page.window.fbq = door
      mistake.hold?.(page)
    },
    start(page) {
      page.window.fbq = inside
      const running = base.start?.(page)
      const events = take(page)
      for (const event of mistake.order?.(events) ?? events) {
        ;(page.window.fbq as (...args: unknown[]) => void)(...event)
        if (mistake.again) waiting.push(event)
      }
      return running
    },
    stop(page) {
      base.stop?.(page)
      if (mistake.reopens) page.window.fbq = door
    },
    refuse(page) {
      if (mistake.refuses === false) return
      page.window.fbq = inside
      waiting.length = 0
    },
  }
}

const events = (mistake?: Keeping): EventsUnderTest => ({
  make: (keepEvents) => soundKeeper(keepEvents, mistake),
  raise: (window, name) => (window.fbq as (...args: unknown[]) => void)('track', name),
  read({ host, path }) {
    const query = new URL(path, 'https://vendor').searchParams
    return host === 'www.facebook.com'
      ? { name: query.get('ev') ?? '', time: Number(query.get('cd[event_time]')) }
      : undefined
  },
})

const persisted: NonNullable<Keeping['store']> = {
  push: (event) => void left.push(event),
  take: () => left.splice(0),
}
/** As if it lay on the device: it outlives the page. */
const left: unknown[][] = []

const sentOnce = 'sends what it kept once, in order, with its original time'
const refused = 'sends nothing of what was refused, not even after a later grant'
const withdrawn = 'keeps nothing that is raised after a withdrawal'
const bound = 'keeps no more events than it may, and the newest of them'
const memory = 'keeps events in memory, and nowhere on the device'
const pageLeft = 'forgets the events of a page that is left'

const keepingMistakes: readonly [string, string, Keeping][] = [
  ['sends the time of the grant', sentOnce, { time: () => 0 }],
  ['turns the order round', sentOnce, { order: (list) => list.reverse() }],
  ['sends again at the next grant', sentOnce, { again: true }],
  ['sends nothing', sentOnce, { order: () => [] }],
  ['does not hear of a refusal', refused, { refuses: false }],
  ['keeps again after a withdrawal', withdrawn, { reopens: true }],
  ['has no bound', bound, { room: Number.POSITIVE_INFINITY }],
  ['keeps one too few', bound, { room: 1 }],
  [
    'writes to the device',
    memory,
    { hold: ({ document }) => void Object.assign(document, { cookie: '_fbp=waiting; path=/' }) },
  ],
  ['keeps beyond the page', pageLeft, { store: persisted }],
]

/** The titles of checks that fail; of one check, if it is named. */
async function broken(make: () => Service, kept: EventsUnderTest, only?: string): Promise<readonly string[]> {
  const titles: string[] = []
  for (const { title, run } of serviceContract({ make, globals: ['fbq'], act, events: kept })) {
    if (!only || title === only) await run().catch(() => titles.push(title))
  }
  return titles
}

const nothingBefore = 'does nothing but local work before start'
const ownScript = 'names the script that it asks for, and asks only for that'
const noElement = 'makes no element and no request of its own'
const hosts = 'talks to the hosts that it lists and to no other'
const keys = 'declares every key that it leaves'
const silent = 'is silent after stop: no request, timer or key'
const again = 'stops and starts any number of times'
const drops = 'drops what the shop tells it while it is stopped'
const late = 'stays silent if its script comes after the withdrawal'
const soon = 'starts after all if it is granted again before its script came'
const taken = 'leaves a page alone that has taken window.fbq (1)'

const fetchOf = (window: ServiceContext['window']) => window.fetch as (address: string) => void
const intervalOf = (window: ServiceContext['window']) =>
  window.setInterval as (run: () => void, every: number) => void

const mistakes: readonly [string, string, (base: Service) => Partial<Service>][] = [
  ['loads in hold', nothingBefore, ({ script = '' }) => ({ hold: (page) => void page.loadScript(script) })],
  [
    'sends in hold',
    nothingBefore,
    () => ({ hold: ({ window }) => fetchOf(window)('https://www.facebook.com/tr/') }),
  ],
  [
    'stores in hold',
    nothingBefore,
    () => ({
      hold({ document }) {
        document.cookie = '_fbp=early; path=/'
      },
    }),
  ],
  [
    'listens in hold',
    nothingBefore,
    () => ({ hold: ({ document }) => document.addEventListener('click', () => {}) }),
  ],
  ['waits in hold', nothingBefore, () => ({ hold: ({ window }) => intervalOf(window)(() => {}, 1000) })],
  ['names another script', ownScript, () => ({ script: 'https://connect.facebook.net/de_DE/fbevents.js' })],
  [
    'inserts the script itself',
    noElement,
    (base) => ({
      start(page) {
        const script = page.document.createElement('script')
        script.src = base.script ?? ''
        page.document.head.append(script)
        return base.start?.(page)
      },
    }),
  ],
  ['forgets a host', hosts, () => ({ hosts: ['connect.facebook.net'] })],
  ['forgets a key', keys, () => ({ keys: [] })],
  ['never starts', hosts, () => ({ start() {} })],
  ['does not stop', silent, () => ({ stop() {} })],
  [
    'leaves a timer',
    silent,
    (base) => ({
      start(page) {
        intervalOf(page.window)(() => {}, 60_000)
        return base.start?.(page)
      },
    }),
  ],
  [
    'writes a key again',
    silent,
    (base) => ({
      stop(page) {
        base.stop?.(page)
        ;(page.window.setTimeout as (run: () => void, delay: number) => void)(() => {
          page.document.cookie = '_fbp=back; path=/'
        }, 2000)
      },
    }),
  ],
  [
    'loads its script at every start',
    again,
    (base) => ({
      start(page) {
        const running = base.start?.(page)
        void page.loadScript(base.script ?? '')
        return running
      },
    }),
  ],
  [
    'starts only once',
    again,
    (base) => {
      let started = false
      return {
        start(page) {
          if (started) return
          started = true
          return base.start?.(page)
        },
      }
    },
  ],
  [
    'keeps what the shop says for later',
    drops,
    (base) => ({
      hold({ window }) {
        const held: unknown[][] = []
        window.fbq = Object.assign((...args: unknown[]) => held.push(args), { held })
      },
      async start(page) {
        const { held } = page.window.fbq as unknown as { held?: unknown[][] }
        if (held) page.window.fbq = undefined
        const running = base.start?.(page)
        for (const call of held ?? []) (page.window.fbq as unknown as (...args: unknown[]) => void)(...call)
        await running
      },
    }),
  ],
  [
    'forgets that its script is on the way',
    late,
    (base) => ({
      stop: ({ window }) => {
        const { callMethod } = window.fbq as unknown as { callMethod?: unknown }
        if (callMethod) base.stop?.({} as ServiceContext) // it reads nothing of it
      },
    }),
  ],
  [
    'gives up if it is stopped before its script came',
    soon,
    (base) => {
      let stopped = false
      return {
        start: (page) => (stopped ? undefined : base.start?.(page)),
        stop(page) {
          stopped = true
          return base.stop?.(page)
        },
      }
    },
  ],
  [
    'takes what the page has taken',
    taken,
    (base) => ({
      start(page) {
        page.window.fbq = undefined
        return base.start?.(page)
      },
    }),
  ],
]

describe('the service contract', () => {
  it('finds nothing in a sound service', async () => {
    expect(await broken(sound, events())).toEqual([])
  })

  it.each(mistakes)('finds a service that %s: it no longer %s', async (_, title, mistake) => {
    const make = () => {
      const base = sound()
      return { ...base, ...mistake(base) }
    }
    expect(await broken(make, events(), title)).toEqual([title])
  })

  it.each(keepingMistakes)('finds a service that %s: it no longer %s', async (_, title, mistake) => {
    left.length = 0
    expect(await broken(sound, events(mistake), title)).toEqual([title])
  })

  it('has a seeded mistake for every kind of check', () => {
    const titles = serviceContract({ make: sound, globals: ['fbq'], events: events() }).map(({ title }) =>
      title.replace(/\(\d\)$/, '(1)'),
    )
    expect([...new Set(titles)].sort()).toEqual(
      [...new Set([...mistakes, ...keepingMistakes].map(([, title]) => title))].sort(),
    )
  })
})
