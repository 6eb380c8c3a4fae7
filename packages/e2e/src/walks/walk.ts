import type { Browser, BrowserContext } from '@playwright/test'
import { disagreements, isLate, leaks } from './compare.ts'
import { go } from './go.ts'
import { comeToRest } from './rest.ts'
import type { Site } from './site.ts'
import { lineOf, type Plan } from './steps.ts'
import { type World, worldOf } from './world.ts'

/** What came of one walk. */
export interface Outcome {
  /** Steps that were gone, the arrival included. */
  readonly steps: number
  /** Steps of the plan that were looked at, also those where there was nothing to do. */
  readonly gone: number
  /** Requests that left after a withdrawal because the guard's code was still on its way (docs/guard.md). */
  readonly early: number
  /** What does not agree, and after which steps. */
  readonly violation: { readonly what: readonly string[]; readonly trace: readonly string[] } | null
}

/** Goes one walk in a fresh context, and compares everything after each step. Never throws for what the SDK did. */
export async function walk(browser: Browser, site: Site, plan: Plan): Promise<Outcome> {
  const trace: string[] = []
  let early = 0
  let steps = 0
  let gone = 0
  let context: BrowserContext | undefined
  try {
    const opened = await browser.newContext({ ignoreHTTPSErrors: true, locale: 'en-IE' })
    context = opened
    const world = await worldOf(site.visit(plan), plan, () => opened.newPage())
    for (const step of [null, ...plan.steps]) {
      if (step) gone += 1
      if (step && !(await go(world, step))) continue
      trace.push(step ? lineOf(step) : `start in ${plan.region}, ${plan.guarded ? 'guarded' : 'async'}`)
      steps += 1
      const found = await look(world)
      early += found.early
      if (found.violations.length > 0)
        return { steps, gone, early, violation: { what: found.violations, trace } }
    }
    return { steps, gone, early, violation: null }
  } catch (error) {
    return { steps, gone, early, violation: { what: [`the walk broke: ${String(error)}`], trace } }
  } finally {
    await context?.close().catch(() => {}) // the browser itself has ended
  }
}

/** Pages may be busy; what still does not agree after so long, and after so many looks, never will. */
const PATIENCE = 20_000
const LOOKS = 8

interface Look {
  readonly violations: readonly string[]
  readonly early: number
}

/** Compares until everything agrees, or until it is clear that it never will. */
async function look(world: World): Promise<Look> {
  const { visit, tabs, arrived } = world
  const until = Date.now() + PATIENCE
  let violations: readonly string[] = []
  let looks = 0
  do {
    looks += 1
    await Promise.all(tabs.map((tab) => comeToRest(world, tab)))
    world.device = { ...world.device, now: world.now() }
    for (const { doc, why } of visit.asked) arrived.add(`${doc} ${why}`)
    const wrong = leaks(world)
    // What has left cannot be called back: no time makes it good.
    if (wrong.length > 0) return { violations: wrong, early: 0 }
    violations = disagreements(world)
  } while (violations.length > 0 && (Date.now() < until || looks < LOOKS))
  return { violations, early: visit.asked.filter((asked) => isLate(world, asked)).length }
}
