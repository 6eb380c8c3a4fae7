import type { PurgeableKey, Service } from '@latchkey/browser'
import { purposesOf } from '@latchkey/core'
import { describe, it } from 'vitest'
import { begin, hold } from './begin.ts'
import { type EmulatedPage, emulatePage, type PageRequest } from './page.ts'

/** A service, and how a shop's page meets it. */
export interface ServiceUnderTest {
  /** Makes a fresh service, set up so that all its emulated vendor does is declared. */
  make(): Service
  /** Names on `window` that its vendor uses. */
  readonly globals: readonly string[]
  /** What the shop's own code tells the vendor, such as `fbq('track', 'AddToCart')`. */
  act?(window: EmulatedPage['window']): void
  /** How it keeps events, if it can. */
  readonly events?: EventsUnderTest | undefined
}

/** The events of a service that takes `keepEvents`. */
export interface EventsUnderTest {
  /** Makes a fresh service that keeps events. */
  make(keepEvents: boolean | number): Service
  /** Raises an event of that name, as the shop does. */
  raise(window: EmulatedPage['window'], name: string): void
  /** The event that a request carries, with its original time in seconds since 1970. */
  read(request: PageRequest): { readonly name: string; readonly time: number } | undefined
}

/** One duty of every service. `run` throws a sentence if it is not met. */
export interface ContractCheck {
  readonly title: string
  run(): Promise<void>
}

/** Names that a page can have taken before us: elements with an id, strings, things of another kind. */
const squatters: readonly ((page: EmulatedPage) => unknown)[] = [
  ({ document }) => document.createElement('form'),
  () => 'taken',
  () => ({ length: 1 }),
]

/**
 * What every service owes the page, run against its emulated vendor: nothing before `start` but what is purely
 * local, only declared hosts and keys after it, silence after `stop`, any number of times; a page that has taken its
 * names is left alone.
 */
export function serviceContract({ make, globals, act, events }: ServiceUnderTest): readonly ContractCheck[] {
  const checks: ContractCheck[] = []
  const check = (title: string, run: (test: Trial) => Promise<void> | void) =>
    checks.push({ title, run: async () => run(trial(make(), act)) })

  check('does nothing but local work before start', async ({ page, service, live }) => {
    hold(page, service)
    await live()
    nothing('request', page.requests)
    nothing('key', page.keys())
    nothing('listener', page.listeners)
    expectThat(page.clock.waiting === 0, 'a timer waits')
  })

  check('names the script that it asks for, and asks only for that', async ({ page, service, grant }) => {
    await grant()
    const asked = page.requests
      .filter(({ by }) => by === 'loadScript')
      .map(({ host, path }) => `https://${host}${path}`)
    expectThat(
      JSON.stringify(asked) === JSON.stringify(service.script ? [service.script] : []),
      `script is ${service.script}, loadScript was given ${asked.join(', ') || 'nothing'}`,
    )
  })

  check('makes no element and no request of its own', async ({ page, service }) => {
    const before = page.document.querySelectorAll('*').length
    grantTo(page, service)
    begin(page, service)
    expectThat(page.document.querySelectorAll('*').length === before, 'there is a new element')
    nothing(
      'request',
      page.requests.filter(({ by }) => by !== 'loadScript'),
    )
  })

  check('talks to the hosts that it lists and to no other', async ({ page, service, grant, live }) => {
    await grant()
    await live()
    if (service.script) expectThat(page.requests.length > 1, 'the vendor did not run: nothing was tested')
    nothing(
      'undeclared host',
      page.requests.map(({ host }) => host).filter((host) => !isListed(host, service.hosts ?? [])),
    )
  })

  check('declares every key that it leaves', async ({ page, service, grant, live }) => {
    await grant()
    await live()
    if (service.script) expectThat(page.keys().length > 0, 'the vendor left no key: nothing was tested')
    nothing(
      'undeclared key',
      page.keys().filter((key) => !isDeclared(key, service.keys ?? [])),
    )
  })

  check('is silent after stop: no request, timer or key', async ({ page, grant, live, end, since }) => {
    await grant()
    await live()
    await end()
    const quiet = since()
    await live()
    nothing('request', quiet())
    nothing('key', page.keys())
    expectThat(page.clock.waiting === 0, 'a timer still waits')
  })

  check('stops and starts any number of times', async ({ page, service, grant, live, end, since }) => {
    for (let round = 1; round <= 3; round++) {
      const active = since()
      await grant()
      await live()
      if (service.script) expectThat(active().length > 0, `it did not start again in round ${round}`)
      await end()
      const quiet = since()
      await live()
      nothing(`request after stop in round ${round}`, quiet())
      nothing(`key after stop in round ${round}`, page.keys())
    }
    const asked = page.requests.filter(({ by }) => by === 'loadScript')
    expectThat(asked.length <= 1, `the vendor script was loaded ${asked.length} times`)
    expectThat(page.clock.waiting === 0, 'a timer still waits')
  })

  check(
    'drops what the shop tells it while it is stopped',
    async ({ page, service, grant, live, end, since }) => {
      hold(page, service)
      act?.(page.window)
      await grant()
      const told = () => page.requests.filter(({ path, body }) => /AddToCart|add_to_cart/.test(path + body))
      nothing('event from before the grant', told())
      await live()
      await end()
      act?.(page.window)
      const later = since()
      await grant()
      nothing(
        'event from after the withdrawal',
        later().filter((request) => told().includes(request)),
      )
    },
  )

  check(
    'stays silent if its script comes after the withdrawal',
    async ({ page, service, end, since, live }) => {
      grantTo(page, service)
      begin(page, service)
      const late = since()
      await end()
      await live()
      nothing('request', late())
      nothing('key', page.keys())
      nothing('error', page.errors)
    },
  )

  check(
    'starts after all if it is granted again before its script came',
    async ({ page, grant, end, live, service }) => {
      grantTo(page, service)
      begin(page, service)
      service.stop?.(page.context)
      await grant()
      await live()
      if (service.script)
        expectThat(
          page.requests.some(({ by }) => by !== 'loadScript'),
          'the vendor never ran',
        )
      await end()
      nothing('key', page.keys())
    },
  )

  for (const name of globals) {
    squatters.forEach((squatter, kind) => {
      check(
        `leaves a page alone that has taken window.${name} (${kind + 1})`,
        async ({ page, grant, end }) => {
          const taken = squatter(page)
          page.window[name] = taken
          await grant()
          expectThat(page.problems.length === 1, `it reported ${page.problems.length} times`)
          const codes = page.problems.map(({ code }) => code)
          expectThat(
            codes.every((code) => code === 'C204' || code === 'C110'),
            `it reported ${codes.join(', ')}`,
          )
          await end()
          nothing('request', page.requests)
          expectThat(page.window[name] === taken, `it replaced window.${name}`)
        },
      )
    })
  }
  if (events) checks.push(...eventContract(events))
  return checks
}

/** What a service owes whose site asked for `keepEvents`. */
function eventContract({ make, raise, read }: EventsUnderTest): readonly ContractCheck[] {
  const START = 1_795_321_331_000
  const checks: ContractCheck[] = []
  const check = (
    title: string,
    run: (test: KeepingTrial) => Promise<void>,
    keepEvents: boolean | number = true,
  ) => checks.push({ title, run: () => run(keeping(emulatePage(), keepEvents)) })

  function keeping(page: EmulatedPage, keepEvents: boolean | number) {
    const test = trial(make(keepEvents), undefined, page)
    hold(page, test.service)
    return {
      ...test,
      /** One event each, ten seconds apart. */
      raise: (...names: readonly string[]) =>
        names.forEach((name, index) => {
          atTime(START + index * 10_000, () => raise(page.window, name))
        }),
      refuse: () => test.service.refuse?.(page.context),
      sent: () =>
        page.requests.flatMap((request) => {
          const event = read(request)
          return event?.name.startsWith('kept_') ? event : []
        }),
    }
  }
  type KeepingTrial = ReturnType<typeof keeping>

  check('sends what it kept once, in order, with its original time', async ({ raise, grant, end, sent }) => {
    raise('kept_1', 'kept_2', 'kept_3')
    await grant()
    await end()
    await grant()
    const expected = [1, 2, 3].map((n) => ({ name: `kept_${n}`, time: START / 1000 + (n - 1) * 10 }))
    expectThat(
      JSON.stringify(sent()) === JSON.stringify(expected),
      `of three kept events it sent ${JSON.stringify(sent())}`,
    )
  })

  check(
    'sends nothing of what was refused, not even after a later grant',
    async ({ raise, refuse, grant, sent }) => {
      raise('kept_1')
      refuse()
      raise('kept_2')
      await grant()
      nothing('refused event', sent())
    },
  )

  check('keeps nothing that is raised after a withdrawal', async ({ raise, grant, end, sent }) => {
    await grant()
    await end()
    raise('kept_1')
    await grant()
    nothing('event from after the withdrawal', sent())
  })

  check(
    'keeps no more events than it may, and the newest of them',
    async ({ raise, grant, sent }) => {
      raise('kept_1', 'kept_2', 'kept_3')
      await grant()
      const names = sent().map(({ name }) => name)
      expectThat(
        names.join() === 'kept_2,kept_3',
        `with room for two of three it sent ${names.join() || 'none'}`,
      )
    },
    2,
  )

  check('keeps events in memory, and nowhere on the device', async ({ page, raise }) => {
    raise('kept_1')
    await page.settle()
    nothing('key', page.keys())
    nothing('request', page.requests)
    nothing('listener', page.listeners)
    expectThat(page.clock.waiting === 0, 'a timer waits')
  })

  check('forgets the events of a page that is left', async ({ page, raise }) => {
    raise('kept_1')
    const next = keeping(emulatePage({ after: page }), true)
    await next.grant()
    nothing('event of the page before', next.sent())
  })
  return checks
}

/** Services read the clock of the realm that they run in. */
function atTime(time: number, work: () => void): void {
  const { now } = Date
  Date.now = () => time
  try {
    work()
  } finally {
    Date.now = now
  }
}

/**
 * Runs {@link serviceContract} as a vitest suite.
 *
 * @example
 * testService('acme', { make: () => acme({ id: '1', needs: 'marketing' }), globals: ['acme'] })
 */
export function testService(name: string, subject: ServiceUnderTest): void {
  describe(`${name} keeps the service contract: it`, () => {
    for (const { title, run } of serviceContract(subject)) it(title, run)
  })
}

type Trial = ReturnType<typeof trial>

function trial(service: Service, act: ServiceUnderTest['act'], page = emulatePage()) {
  return {
    page,
    service,
    /** A grant, and its script arrives. */
    async grant() {
      grantTo(page, service)
      begin(page, service)
      await page.settle()
    },
    /** A withdrawal: stop, then purge, as the gate does. */
    async end() {
      page.grant()
      await service.stop?.(page.context)
      await page.settle()
      page.purge((kind, name) => isDeclared(`${kind} ${name}`, service.keys ?? []))
      page.clock.advance(300)
    },
    /** A minute in the shop. */
    async live() {
      for (let second = 0; second < 6; second++) {
        page.use()
        act?.(page.window)
        await page.settle()
        page.clock.advance(10_000)
      }
    },
    /** Requests from now on. */
    since() {
      const from = page.requests.length
      return () => page.requests.slice(from)
    },
  }
}

function grantTo(page: EmulatedPage, service: Service): void {
  page.grant(...purposesOf(service.needs))
}

function isListed(host: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) =>
    pattern.startsWith('*.') ? host.endsWith(pattern.slice(1)) : host === pattern,
  )
}

function isDeclared(key: string, declared: readonly PurgeableKey[]): boolean {
  return declared.some(({ kind, name }) => {
    const [head = '', ...tail] = `${kind} ${name}`.split('*')
    return tail.length === 0 ? key === head : key.startsWith(head) && key.endsWith(tail.join('*'))
  })
}

function nothing(what: string, found: readonly unknown[]): void {
  expectThat(found.length === 0, `${what}: expected none, got ${JSON.stringify(found.slice(0, 4))}`)
}

function expectThat(holds: boolean, sentence: string): void {
  if (!holds) throw new Error(`[testkit] service contract: ${sentence}.`)
}
