import type { Page } from '@playwright/test'
import { type Engine, openShopper } from './browsers.ts'
import { wait } from './leave.ts'
import { startSite } from './site.ts'

/** Decisions are told apart by their times, from here on. */
const FIRST = 1_700_000_000_000

/** Options of {@link runTabs}. */
export interface TabsOptions {
  readonly engine: Engine
  readonly sdk: string
  readonly decisions: number
  readonly tabs?: number | undefined
  /** Makes the kills the same again. @default 1 */
  readonly seed?: number | undefined
}

/**
 * Decides in many tabs of one shopper at once, with the ledger away half of the time, and kills a tab now and then. Every
 * decision whose call has returned has to be in the ledger, once. One that was cut off may be there, or not.
 */
export async function runTabs({ engine, sdk, decisions, tabs = 8, seed = 1 }: TabsOptions): Promise<{
  readonly made: number
  readonly killed: number
  readonly stored: number
  readonly lost: readonly number[]
  readonly doubled: number
}> {
  const [site, shopper] = [await startSite({ sdk }), await openShopper(engine)]
  const context = await shopper.visit()
  const chance = mulberry(seed)
  const made = new Set<number>()
  let number = FIRST
  let killed = 0

  async function open(): Promise<Page> {
    const page = await context.newPage()
    await page.goto(site.origin)
    await page.waitForFunction(() => 'isGranted' in ((window as { $latchkey?: object }).$latchkey ?? []))
    return page
  }

  async function tab(): Promise<void> {
    let page = await open()
    while (number < FIRST + decisions) {
      const at = ++number
      // Away for the first half: whatever is decided then waits on the device, in tabs that are killed.
      if (at === FIRST + Math.ceil(decisions / 2)) site.ledger.comeBack()
      const kills = chance() < 0.1
      const call = page.evaluate(decideAt, at).then(() => made.add(at))
      if (kills) {
        // In the middle of what the decision has set going.
        await wait(chance() * 20)
        await page.close({ runBeforeUnload: false }).catch(() => {})
        killed += 1
      }
      await call.catch(() => {}) // cut off: nobody can say whether it was made
      if (page.isClosed()) page = await open()
    }
  }

  try {
    site.ledger.goDown(503)
    await Promise.all(Array.from({ length: tabs }, tab))
    for (const page of context.pages()) await page.close()
    site.ledger.comeBack()
    // The last visits bring home what is left.
    const until = performance.now() + 60_000
    const missing = async () => {
      const known = new Set((await site.decided()).map(({ at }) => at))
      return [...made].filter((at) => !known.has(at))
    }
    while ((await missing()).length && performance.now() < until) {
      const page = await open()
      await wait(2000)
      await page.close()
    }
    await wait(200)
    const stored = await site.decided()
    const ids = stored.map(({ id }) => id)
    const times = stored.map(({ at }) => at)
    const doubled = ids.length - new Set(ids).size + (times.length - new Set(times).size)
    return { made: made.size, killed, stored: stored.length, lost: await missing(), doubled }
  } finally {
    await shopper.close().catch(() => {})
    await site.close()
  }
}

/** Runs in the page: decides at a time that no other decision has, so that its record can be told from all others. */
function decideAt(at: number): void {
  const { now } = Date
  Date.now = () => at
  try {
    const api = (
      window as unknown as { $latchkey: { deny(list: string[]): void; grant(list: string[]): void } }
    ).$latchkey
    if (at % 2) api.deny(['analytics'])
    else api.grant(['analytics'])
  } finally {
    Date.now = now
  }
}

/** Numbers from 0 to 1 that are the same for the same seed. */
function mulberry(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}
