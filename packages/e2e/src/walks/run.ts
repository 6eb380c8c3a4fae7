import { launch, ledgerUnderTest, startVendorNetwork } from '@latchkey/testkit/browser'
import { serveSite } from './site.ts'
import { type Plan, planOf } from './steps.ts'
import { type Outcome, walk } from './walk.ts'

/** Options of {@link runWalks}. */
export interface RunOptions {
  /** How many. */
  readonly walks: number
  /** Of the first walk; the others count on from it, so that each can be gone alone. */
  readonly seed: number
  /** Folder with the built script tag. */
  readonly sdk: string
  /** Walks at a time. @default 2 */
  readonly side?: number | undefined
  /** Start no further walk after so many milliseconds. */
  readonly atMost?: number | undefined
  /** Look for a shorter trace of what is found. @default true */
  readonly shorten?: boolean | undefined
  readonly progress?: ((walks: number, steps: number) => void) | undefined
}

/** What came of a run. */
export interface Run {
  readonly walks: number
  readonly steps: number
  readonly seconds: number
  /** Requests that left while the guard's own code was on its way, on pages with the plain script tag. */
  readonly early: number
  /** The first walk on which something did not agree, with steps left out that it can do without. */
  readonly found: { readonly plan: Plan; readonly outcome: Outcome } | null
}

/** Browsers that may end by themselves before a walk counts as broken. */
const MOST_ENDED = 5

/** Goes random walks until one does not agree, or all are gone. */
export async function runWalks({
  walks,
  seed,
  sdk,
  side = 2,
  atMost = Number.POSITIVE_INFINITY,
  shorten = true,
  progress = () => {},
}: RunOptions): Promise<Run> {
  const started = performance.now()
  const network = await startVendorNetwork({ answer: () => ({ status: 204, headers: {}, body: '' }) })
  const ledger = await ledgerUnderTest('https://walks.linden-oak.example')
  const start = () => launch({ args: network.chromiumArgs, backForwardCache: true })
  let running = start()
  let ended = 0
  const site = serveSite(network, ledger, sdk)
  let next = 0
  let gone = 0
  let steps = 0
  let early = 0
  let found: Run['found'] = null
  /** A browser that ends, for want of memory for instance, says nothing about the page: the walk is gone again. */
  async function go(plan: Plan): Promise<Outcome> {
    for (;;) {
      const mine = running
      const { browser } = await mine
      const outcome = await walk(browser, site, plan)
      if (browser.isConnected() || ++ended > MOST_ENDED) return outcome
      if (running === mine) running = start()
    }
  }
  async function lane(): Promise<void> {
    while (next < walks && !found && performance.now() - started < atMost) {
      const plan = planOf(seed + next++)
      const outcome = await go(plan)
      gone += 1
      steps += outcome.steps
      early += outcome.early
      if (outcome.violation) found ??= { plan, outcome }
      progress(gone, steps)
    }
  }
  try {
    await Promise.all(Array.from({ length: side }, lane))
    const seconds = (performance.now() - started) / 1000
    return { walks: gone, steps, seconds, early, found: found && shorten ? await shortened(found) : found }
  } finally {
    await (await running).close()
    await network.close()
    await ledger.close()
  }

  /** Leaves out one step after the other, as long as something still does not agree; for a minute at most. */
  async function shortened(first: NonNullable<Run['found']>): Promise<NonNullable<Run['found']>> {
    let best = {
      ...first,
      plan: { ...first.plan, steps: first.plan.steps.slice(0, first.outcome.gone) },
    }
    const until = performance.now() + 60_000
    for (let at = best.plan.steps.length - 1; at >= 0 && performance.now() < until; at -= 1) {
      const plan = { ...best.plan, steps: best.plan.steps.filter((_, index) => index !== at) }
      const outcome = await go(plan)
      if (outcome.violation) best = { plan, outcome }
    }
    return best
  }
}

/** The trace of what was found, to be read by people. */
export function said({ plan, outcome }: NonNullable<Run['found']>): string {
  const { trace = [], what = [] } = outcome.violation ?? {}
  return [
    `npm run walks -- --walks 1 --seed ${plan.seed}`,
    ...trace.map((line, index) => `${index}. ${line}`),
    ...what.map((line) => `   ✗ ${line}`),
  ].join('\n')
}
