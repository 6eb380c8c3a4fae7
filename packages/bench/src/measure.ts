import type { Driver, Tab } from './drivers/driver.ts'
import type { Network } from './network.ts'
import { served } from './page/served.ts'
import { writtenVectors } from './page/written.ts'
import type { State } from './states.ts'
import { declaredKinds, type Subject } from './subjects/subject.ts'

/** What was seen of one subject in one state in one engine. */
export interface Observation {
  /** Ids of vectors whose request reached the server, or whose connection the proxy. */
  readonly arrived: readonly string[]
  /** What went wrong with the state itself, so that its cells say nothing. */
  readonly failed?: string | undefined
  readonly note?: string | undefined
}

interface MeasureOptions {
  readonly network: Network
  readonly driver: Driver
  readonly subject: Subject
  readonly state: State
  /** Vectors to fire. `null`: all. */
  readonly only: readonly string[] | null
  /** The bundle of the page's side. */
  readonly lab: string
}

const LATER = { script: 'js', iframe: 'html', img: 'svg' } as const
let runs = 0

/** Brings a page of the subject's into the state, fires the vectors and asks the server what it saw. */
export async function measure(options: MeasureOptions): Promise<Observation> {
  const { network, driver, subject, state, only, lab } = options
  runs += 1
  const run = `${driver.engine}-${subject.id.replaceAll('.', '-')}-${state}-${runs}`
  const host = `shop-${run}.example`
  network.route(host, served({ subject, run, lab }))
  const tabs: Tab[] = []
  const act = actions(subject, network, `https://${host}`, async () => {
    const tab = await driver.newTab()
    tabs.push(tab)
    return tab
  })
  try {
    const { tab, since, note } = await reach[state](act)
    await tab.evaluate(`await lab.fire(${JSON.stringify({ run, only })})`)
    if (!only) {
      await insertLater(tab, subject, run)
      await network.quiet(QUIET)
      if (WRITTEN.has(state)) await tab.open(`https://${host}/written`)
    } else if (only.some((id) => writtenVectors.includes(id))) await tab.open(`https://${host}/written`)
    await network.quiet(QUIET)
    return { arrived: arrivals(network, run, since), note }
  } catch (error) {
    return { arrived: [], failed: String(error).split('\n')[0] }
  } finally {
    for (const tab of tabs) await tab.close().catch(() => {}) // it closed itself
  }
}

/** How long nothing may arrive before the server's log counts as complete, in milliseconds. */
const QUIET = 700

/** The page came back as it was left: nothing to remark. */
export const FROM_CACHE = 'from the cache'

/** States in which a further page load is still the same state. */
const WRITTEN = new Set<State>(['before', 'denied', 'granted', 'withdrawn', 'regranted'])

interface Actions {
  open(path?: string): Promise<Tab>
  openIn(tab: Tab, path: string): Promise<void>
  decide(tab: Tab, granted: boolean): Promise<void>
  /** Gives the tool the time to hear of a decision made elsewhere. */
  hears(tab: Tab, granted: boolean): Promise<void>
  quiet(): Promise<void>
}

interface Reached {
  readonly tab: Tab
  /** Arrivals from here on count. */
  readonly since: number
  readonly note?: string | undefined
}

const reach: Readonly<Record<State, (act: Actions) => Promise<Reached>>> = {
  async before({ open }) {
    const since = Date.now()
    return { tab: await open(), since }
  },
  async denied({ open, decide }) {
    const since = Date.now()
    const tab = await open()
    await decide(tab, false)
    return { tab, since }
  },
  async granted({ open, decide }) {
    const since = Date.now()
    const tab = await open()
    await decide(tab, true)
    return { tab, since }
  },
  async withdrawn({ open, decide, quiet }) {
    const tab = await open()
    await decide(tab, true)
    await quiet()
    const since = Date.now()
    await decide(tab, false)
    return { tab, since }
  },
  async regranted({ open, decide, quiet }) {
    const tab = await open()
    await decide(tab, true)
    await decide(tab, false)
    await quiet()
    const since = Date.now()
    await decide(tab, true)
    return { tab, since }
  },
  async 'tab-denied'({ open, decide, hears, quiet }) {
    const other = await open()
    await decide(other, true)
    const tab = await open()
    await hears(tab, true)
    await quiet()
    const since = Date.now()
    await decide(other, false)
    await hears(tab, false)
    return { tab, since }
  },
  async 'tab-granted'({ open, decide, hears }) {
    const since = Date.now()
    const tab = await open()
    await decide(await open(), true)
    await hears(tab, true)
    return { tab, since }
  },
  async restored({ open, openIn, decide, hears, quiet }) {
    const tab = await open()
    await decide(tab, true)
    await tab.evaluate(`addEventListener('pageshow', ({ persisted }) => { globalThis.restored = persisted })`)
    await openIn(tab, '/second')
    await hears(tab, true)
    await quiet()
    const since = Date.now()
    await decide(tab, false)
    await tab.evaluate('setTimeout(() => history.back())')
    await until(tab, `location.pathname === '/' && globalThis.lab`, 10_000)
    const restored = await tab.evaluate<boolean>('return globalThis.restored === true')
    await hears(tab, false)
    return {
      tab,
      since,
      note: restored ? FROM_CACHE : "the page came back by a load, of the browser's or the tool's own",
    }
  },
  async navigated({ open, decide }) {
    const since = Date.now()
    const tab = await open()
    await decide(tab, false)
    await tab.evaluate('lab.navigate()')
    return { tab, since }
  },
}

function actions(subject: Subject, network: Network, origin: string, newTab: () => Promise<Tab>): Actions {
  const quiet = () => network.quiet(QUIET)
  const started = (tab: Tab) => until(tab, `globalThis.lab && (await (${subject.ready}))`, 10_000)
  const openIn = async (tab: Tab, path: string) => {
    await tab.open(origin + path)
    if (!(await started(tab))) throw new Error(`[bench] ${subject.id}: expected it to start within 10 s.`)
  }
  return {
    quiet,
    openIn,
    async open(path = '/') {
      const tab = await newTab()
      await openIn(tab, path)
      return tab
    },
    async decide(tab, granted) {
      await tab.evaluate(subject.decide(granted))
      // A tool may reload the page to end what was running.
      await quiet()
      if (!(await until(tab, `Boolean(${subject.isGranted}) === ${granted}`, 5000)))
        throw new Error(
          `[bench] ${subject.id}: expected its own word to be ${granted} after its API was told so.`,
        )
      await started(tab)
    },
    async hears(tab, granted) {
      await until(tab, `Boolean(${subject.isGranted}) === ${granted}`, 1500)
      await quiet()
    },
  }
}

/** Asks the page until it says yes; a page on its way elsewhere is asked again. */
async function until(tab: Tab, expression: string, ms: number): Promise<boolean> {
  const end = Date.now() + ms
  for (;;) {
    const yes = await tab.evaluate<boolean>(`return Boolean(${expression})`).catch(() => false)
    if (yes) return true
    if (Date.now() > end) return false
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

async function insertLater(tab: Tab, subject: Subject, run: string): Promise<void> {
  for (const kind of declaredKinds) {
    const url = `https://px.tracker.example/${run}/declared-${kind}-later.${LATER[kind]}`
    const markup = subject.declared[kind]?.(url)
    if (markup && !markup.startsWith('<meta')) await tab.evaluate(`lab.insert(${JSON.stringify(markup)})`)
  }
}

function arrivals({ requests, connections }: Network, run: string, since: number): readonly string[] {
  const seen = new Set<string>()
  for (const { path, at } of requests) {
    const [, of, file = ''] = path.split('/')
    if (of === run && at >= since) seen.add(file.replace(/\.\w+(\?.*)?$/, ''))
  }
  for (const { host, at } of connections) {
    const [id = '', of] = host.split('.')
    if (of === run && at >= since) seen.add(id)
  }
  return [...seen].sort()
}
