import type { Tab } from './drivers/driver.ts'
import type { Network } from './network.ts'
import type { State } from './states.ts'
import type { Subject } from './subjects/subject.ts'

/** How long nothing may arrive before the server's log counts as complete, in milliseconds. */
export const QUIET = 700

/** The page came back as it was left: nothing to remark. */
export const FROM_CACHE = 'from the cache'

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

/** The ways there. */
export const reach: Readonly<Record<State, (act: Actions) => Promise<Reached>>> = {
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

/** What a way to a state is made of, for one subject on one host. */
export function actions(
  subject: Subject,
  network: Network,
  origin: string,
  newTab: () => Promise<Tab>,
): Actions {
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
