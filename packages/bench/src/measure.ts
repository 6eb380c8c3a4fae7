import { arrivals, late } from './arrivals.ts'
import type { Driver, Tab } from './drivers/driver.ts'
import type { Network } from './network.ts'
import { served } from './page/served.ts'
import { writtenVectors } from './page/written.ts'
import { actions, QUIET, reach } from './reach.ts'
import type { State } from './states.ts'
import { declaredKinds, type Subject } from './subjects/subject.ts'

/** What was seen of one subject in one state in one engine. */
export interface Observation {
  /** Ids of vectors whose request reached the server, or whose connection the proxy. */
  readonly arrived: readonly string[]
  /** Milliseconds from the firing to the last of these. */
  readonly took?: number | undefined
  /** What went wrong with the state itself, so that its cells say nothing. */
  readonly failed?: string | undefined
  readonly note?: string | undefined
}

/** Options of {@link measure}. */
export interface MeasureOptions {
  readonly network: Network
  readonly driver: Driver
  readonly subject: Subject
  readonly state: State
  /** Vectors to fire. `null`: all. */
  readonly only: readonly string[] | null
  /** The bundle of the page's side. */
  readonly lab: string
  /** The same state without a tool; not given when that itself is measured. */
  readonly control?: Observation | undefined
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
    const fired = Date.now()
    await tab.evaluate(`await lab.fire(${JSON.stringify({ run, only })})`)
    if (!only) await insertLater(tab, subject, run)
    await network.quiet(QUIET)
    const took = await late(options, run, since, fired)
    if (only ? only.some((id) => writtenVectors.includes(id)) : WRITTEN.has(state)) {
      await tab.open(`https://${host}/written`)
      await network.quiet(QUIET)
    }
    return { arrived: [...arrivals(network, run, since).keys()].sort(), took, note }
  } catch (error) {
    return { arrived: [], failed: String(error).split('\n')[0] }
  } finally {
    for (const tab of tabs) await tab.close().catch(() => {}) // it closed itself
  }
}

/** States in which a further page load is still the same state. */
const WRITTEN = new Set<State>(['before', 'denied', 'granted', 'withdrawn', 'regranted'])

async function insertLater(tab: Tab, subject: Subject, run: string): Promise<void> {
  for (const kind of declaredKinds) {
    const url = `https://px.tracker.example/${run}/declared-${kind}-later.${LATER[kind]}`
    const markup = subject.declared[kind]?.(url)
    if (markup && !markup.startsWith('<meta')) await tab.evaluate(`lab.insert(${JSON.stringify(markup)})`)
  }
}
