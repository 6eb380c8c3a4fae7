import { soonEnough } from '@latchkey/testkit/browser'
import type { BrowserContext, Page } from '@playwright/test'
import { type Engine, openShopper, type Shopper } from './browsers.ts'
import { type Site, startSite } from './site.ts'

/** How a page is left in the task of the press that decides. */
export const WAYS = ['navigate', 'reload', 'close', 'crash'] as const
export type Way = (typeof WAYS)[number]

/** Options of {@link runDepartures}. */
export interface DepartureOptions {
  readonly engine: Engine
  readonly sdk: string
  readonly ways?: readonly Way[] | undefined
  /** How often each way. */
  readonly times: number
  /** Take the journal away: what is found then shows that the run can find something. @default false */
  readonly noJournal?: boolean | undefined
  readonly progress?: ((line: string) => void) | undefined
}

/** What came of it: how many decisions were made, and how many of them are in the ledger not exactly once. */
export interface Departures {
  readonly made: number
  readonly lost: readonly string[]
  readonly doubled: readonly string[]
  /** Visits that did not get as far as their departure, and why. */
  readonly unmade: readonly string[]
}

/** Milliseconds that a page has, on a busy machine, to ask and to be left. */
const ALLOWANCE = 30_000
/** Milliseconds that the next visit has to bring the record home. */
const PATIENCE = 8000

/**
 * Leaves pages in the press's own task, with the ledger up and down in turn, comes back, and looks whether every
 * decision is in the ledger exactly once.
 */
export async function runDepartures(options: DepartureOptions): Promise<Departures> {
  const { engine, sdk, ways = WAYS, times, noJournal = false, progress } = options
  const [site, shopper] = [await startSite({ sdk }), await openShopper(engine)]
  const lost: string[] = []
  const doubled: string[] = []
  const unmade: string[] = []
  let made = 0
  try {
    for (const way of ways) {
      for (let turn = 0; turn < times; turn += 1) {
        const ledgerIs = turn % 2 ? 'up' : 'down'
        const what = `${engine} ${way} ${turn + 1}, ledger ${ledgerIs}`
        try {
          const found = await depart(site, shopper, { way, noJournal, down: ledgerIs === 'down', engine })
          made += 1
          if (found === 0) lost.push(what)
          if (found > 1) doubled.push(what)
        } catch (error) {
          unmade.push(`${what}: ${error instanceof Error ? error.message.split('\n')[0] : error}`)
        }
      }
      progress?.(`${engine} ${way}: ${times} times, ${lost.length} lost, ${doubled.length} doubled so far`)
    }
    return { made, lost, doubled, unmade }
  } finally {
    await shopper.close().catch(() => {})
    await site.close()
  }
}

interface Departure {
  readonly way: Way
  readonly noJournal: boolean
  readonly down: boolean
  readonly engine: Engine
}

/** One visit that ends with the press, and one after it. Answers with how often the ledger has the decision. */
async function depart(
  site: Site,
  shopper: Shopper,
  { way, noJournal, down, engine }: Departure,
): Promise<number> {
  const context = await shopper.visit()
  const before = (await site.decided()).length
  try {
    // Chromium hands a beacon over within the task; Firefox does when it is over, so the task must end there.
    const crash = engine === 'chromium' ? 'crash-in-task' : 'crash'
    const broken = noJournal ? `(${breakJournal})();` : ''
    site.prelude(`${broken}(${leaveOnPress})(${JSON.stringify(way === 'crash' ? crash : way)})`)
    if (down) site.ledger.goDown('refused')
    const page = await firstPage(site, context, way)
    const reject = page.locator('#latchkey [data-latchkey-action="reject"]')
    await reject.waitFor({ timeout: ALLOWANCE })
    const gone = left(site, page, way)
    // The page is gone before the press is reported.
    reject.click({ noWaitAfter: true, timeout: ALLOWANCE }).catch(() => {})
    await gone
    if (way === 'crash') {
      const crashed = new Promise((resolve) => page.once('crash', resolve))
      shopper.killPages()
      await Promise.race([crashed, wait(2000)])
    }
    site.ledger.comeBack()
    site.prelude(broken)
    const next = await nextPage(context)
    await next.goto(site.origin)
    await arrived(site, before)
    // Whatever else is on its way would be a double.
    await wait(100)
    return (await site.decided()).length - before
  } finally {
    site.ledger.comeBack()
    await context.close().catch(() => {})
  }
}

async function firstPage(site: Site, context: BrowserContext, way: Way): Promise<Page> {
  const page = await context.newPage()
  if (way !== 'close') {
    await page.goto(site.origin)
    return page
  }
  // Only a window that a script has opened may close itself. In a group of its own, so as not to hold up the opener.
  await page.goto(`${site.origin}/assets/latchkey.manifest.json`)
  const opened = context.waitForEvent('page')
  await page.evaluate((url) => void window.open(url, '', 'noopener'), site.origin)
  return opened
}

/** A tab may come up in the very process that was killed, and nothing is heard of it again: then one more is opened. */
async function nextPage(context: BrowserContext): Promise<Page> {
  const opened = () => soonEnough(context.newPage(), 5000, 'the next page was not opened')
  return opened().catch(opened).catch(opened)
}

function left(site: Site, page: Page, way: Way): Promise<unknown> {
  if (way === 'crash') return soonEnough(site.now(), ALLOWANCE, 'the page did not say that it was pressed')
  if (way === 'close') return page.waitForEvent('close', { timeout: ALLOWANCE })
  return page.waitForEvent('load', { timeout: ALLOWANCE })
}

async function arrived(site: Site, before: number): Promise<void> {
  const until = performance.now() + PATIENCE
  while (performance.now() < until && (await site.decided()).length === before) await wait(50)
}

export function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

/** Runs in the page: leaves it within the press, after our own listener. */
function leaveOnPress(way: string): void {
  // The page after a reload must stay.
  if (sessionStorage.getItem('left')) return
  document.addEventListener('click', (event) => {
    const pressed = event
      .composedPath()
      .some((node) => node instanceof HTMLElement && node.dataset.latchkeyAction === 'reject')
    if (!pressed) return
    if (way === 'navigate') location.href = '/next'
    else if (way === 'close') window.close()
    else if (way === 'reload') {
      sessionStorage.setItem('left', '1')
      location.reload()
    } else {
      navigator.sendBeacon('/now')
      while (way === 'crash-in-task');
    }
  })
}

/** Runs in the page: nothing can be written down. */
function breakJournal(): void {
  Object.defineProperty(window, 'localStorage', {
    get() {
      throw new DOMException('The operation is insecure.', 'SecurityError')
    },
  })
}
