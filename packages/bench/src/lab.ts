import { WHEN_IDLE } from './arrivals.ts'
import { type Cell, cellsOf, declaredVectors } from './cells.ts'
import { type Driver, type Engine, engines } from './drivers/driver.ts'
import { chromiumDriver, firefoxDriver } from './drivers/playwright.ts'
import { webkitDriver } from './drivers/webkit.ts'
import { measure, type Observation } from './measure.ts'
import { type Network, startNetwork } from './network.ts'
import { labScript } from './page/served.ts'
import { FROM_CACHE } from './reach.ts'
import { type Findings, machine } from './report.ts'
import { type State, states } from './states.ts'
import { none } from './subjects/none.ts'
import type { Subject } from './subjects/subject.ts'

export interface LabOptions {
  readonly subjects: readonly Subject[]
  readonly engines: readonly Engine[]
  readonly states: readonly State[]
  /** Rows to measure. `null`: all. */
  readonly only: readonly string[] | null
  /**
   * Take the control of the first state for all: nearly half the time, for states in which the same vectors are fired.
   * @default false
   */
  readonly oneControl?: boolean | undefined
  /** A missing engine is an error, not a gap. @default false */
  readonly strict?: boolean | undefined
  /** Hears of every finished run. */
  readonly progress?: ((line: string) => void) | undefined
}

/**
 * Runs the matrix, with the positive control before everything else in each engine.
 *
 * @example
 * const subjects = [await latchkey({ file: 'latchkey.js' })]
 * const { cells } = await runLab({ subjects, engines: ['chromium'], states: ['before'], only: null })
 */
export async function runLab(options: LabOptions): Promise<Findings> {
  const { only, progress, subjects: tested } = options
  const lab = await labScript()
  const nothing = await none()
  const network = await startNetwork()
  const cells: Cell[] = []
  const notes: string[] = []
  const ran: { engine: Engine; version: string }[] = []
  const skipped: Engine[] = []
  try {
    for (const engine of engines.filter((name) => options.engines.includes(name))) {
      const driver = await start[engine](network.proxyPort)
      if (!driver) {
        if (options.strict) throw new Error(`[bench] ${engine}: expected it to be installed.`)
        skipped.push(engine)
        progress?.(`${engine}: not installed, skipped`)
        continue
      }
      ran.push({ engine, version: driver.version })
      try {
        await runEngine(driver)
      } finally {
        await driver.close()
      }
    }
  } finally {
    await network.close()
  }
  return {
    date: new Date().toISOString().slice(0, 10),
    machine: machine(),
    engines: ran,
    skipped,
    subjects: [nothing, ...tested].map(({ id, title, claims }) => ({ id, title, claims })),
    cells,
    notes,
  }

  async function runEngine(driver: Driver): Promise<void> {
    const seenBy = async (subject: Subject, state: State, control?: Observation): Promise<Observation> => {
      const began = Date.now()
      const all = { network, driver, subject, state, only, lab, control }
      let seen = await measured(all)
      const alone = (only ?? WHEN_IDLE).filter((id) => ALONE[driver.engine]?.includes(id))
      if (alone.length > 0 && only?.length !== 1)
        seen = joined(seen, await measured({ ...all, only: alone }), alone)
      progress?.(
        `${driver.engine} ${subject.id} ${state}: ${seen.failed ?? `${seen.arrived.length} arrived`} (${((Date.now() - began) / 1000).toFixed(1)} s)`,
      )
      const remark = seen.failed ?? seen.note
      if (remark && remark !== FROM_CACHE) notes.push(`${driver.engine}, ${subject.id}, ${state}: ${remark}`)
      return seen
    }
    let first: Observation | undefined
    for (const state of states.map(({ id }) => id).filter((id) => options.states.includes(id))) {
      const without = (options.oneControl && first) || (await seenBy(nothing, state))
      first ??= without
      if (without.failed)
        throw new Error(`[bench] ${driver.engine} ${state} without a tool: ${without.failed}`)
      for (const subject of tested) {
        const seen = await seenBy(subject, state, without)
        cells.push(
          ...cellsOf({
            subject: subject.id,
            engine: driver.engine,
            state,
            claims: subject.claims,
            offers: offersOf(subject),
            seen,
            control: without,
            only,
          }),
        )
      }
    }
  }
}

/** Firefox asks for these only when nothing at all is loading, which a page that fires everything at once may never see. */
const ALONE: Readonly<Partial<Record<Engine, readonly string[]>>> = { firefox: WHEN_IDLE }

/** One observation of two: some vectors were fired once more, alone. */
function joined(all: Observation, alone: Observation, vectors: readonly string[]): Observation {
  const those = alone.arrived.filter((id) => vectors.includes(id))
  return {
    arrived: [...new Set([...all.arrived, ...those])].sort(),
    took: Math.max(all.took ?? 0, alone.took ?? 0),
    failed: all.failed ?? alone.failed,
    note: all.note ?? alone.note,
  }
}

/** A run that could not reach its state gets one more chance: a browser on a busy machine is slow now and then. */
async function measured(options: Parameters<typeof measure>[0]): Promise<Observation> {
  const first = await measure(options)
  return first.failed ? measure(options) : first
}

const start: Readonly<Record<Engine, (proxyPort: Network['proxyPort']) => Promise<Driver | undefined>>> = {
  chromium: chromiumDriver,
  firefox: firefoxDriver,
  webkit: webkitDriver,
}

/** Rows of marked elements that exist for this tool; what it reads from its configuration cannot be inserted later. */
function offersOf({ declared }: Subject): readonly string[] {
  return declaredVectors.filter((id) => {
    const [, kind, later] = id.split('-')
    const written = Object.entries(declared).find(([name]) => name === kind)?.[1]('')
    return written !== undefined && !(later && written.startsWith('<meta'))
  })
}
