import type { Browser, Page } from '@playwright/test'
import type { Seen, WalkedPage } from './in-page.ts'
import { choicesOf, type Decision, type Device, decided, isGranted, isRefused } from './model.ts'
import { press } from './press.ts'
import { type Asked, markedAddress, type Site, VENDORS, type Visit } from './site.ts'
import { lineOf, type Plan, PURPOSES, type PurposeId, type Step } from './steps.ts'

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

interface Tab {
  readonly page: Page
  /** The addresses that were gone through, and where in them the tab is. */
  readonly path: string[]
  at: number
  /**
   * The page that was left in the very task of a withdrawal. Where something ran that cannot be stopped, its reload
   * and the way to the next page race, and either may win.
   */
  left: { readonly doc: number; readonly path: string } | null
}

const DAY = 86_400_000
/** What the watch over withdrawn keys takes, and a little. */
const WATCH = 6000
/** Pages may be busy; what still does not agree then never will. */
const PATIENCE = 20_000

/** Goes one walk in a fresh context, and compares everything after each step. Never throws for what the SDK did. */
export async function walk(browser: Browser, site: Site, plan: Plan): Promise<Outcome> {
  const visit = site.visit(plan)
  const context = await browser.newContext({ ignoreHTTPSErrors: true, locale: 'en-IE' })
  const trace: string[] = []
  let early = 0
  let steps = 0
  let gone = 0
  try {
    const walker = await begin(visit, plan, () => context.newPage())
    for (const step of [null, ...plan.steps]) {
      if (step) gone += 1
      if (step && !(await walker.go(step))) continue
      trace.push(step ? lineOf(step) : `start in ${plan.region}, ${plan.guarded ? 'guarded' : 'async'}`)
      steps += 1
      const found = await walker.look()
      early += found.early
      if (found.violations.length > 0)
        return { steps, gone, early, violation: { what: found.violations, trace } }
    }
    return { steps, gone, early, violation: null }
  } catch (error) {
    return { steps, gone, early, violation: { what: [`the walk broke: ${String(error)}`], trace } }
  } finally {
    await context.close()
  }
}

interface Walker {
  /** `false`: there was nothing to do. */
  go(step: Step): Promise<boolean>
  look(): Promise<{ readonly violations: readonly string[]; readonly early: number }>
}

async function begin(visit: Visit, plan: Plan, newPage: () => Promise<Page>): Promise<Walker> {
  let offset = 0
  let gpc = false
  let places = 0
  const clock = () => Date.now() + offset
  let device: Device = { region: plan.region, now: clock(), answers: {}, decisions: [] }
  let before = device
  /** Addresses of marked elements that were put into a page, and the raw requests that had to arrive. */
  const marked: { readonly doc: number; readonly purpose: PurposeId; readonly why: string }[] = []
  const expected: { readonly doc: number; readonly number: number }[] = []
  /** Marked elements that have been asked for, once is enough for good. */
  const arrived = new Set<string>()
  const tabs: Tab[] = []

  const place = () => `${visit.origin}/p/${++places}`
  async function open(): Promise<void> {
    const page = await newPage()
    const path = [place()]
    tabs.push({ page, path, at: 0, left: null })
    await page.goto(path[0] ?? '', { waitUntil: 'commit' })
  }
  function follow(tab: Tab, address: string): void {
    tab.path.splice(tab.at + 1, tab.path.length, address)
    tab.at += 1
  }
  const say = (decision: Decision) => {
    device = decided({ ...device, now: clock() }, decision)
  }
  const gpcOf = (doc: number) => visit.gpc.get(doc) ?? false

  async function go(step: Step): Promise<boolean> {
    before = { ...device, now: clock() }
    visit.forget()
    expected.splice(0)
    const tab = tabs[step.tab % tabs.length]
    if (!tab) return false
    const { page } = tab
    const doc = await page.evaluate(() => (globalThis as WalkedPage).walk.doc)
    const signalled = plan.region === 'US-CA' && gpcOf(doc)
    switch (step.kind) {
      case 'decide': {
        if (step.via !== 'api') {
          if (signalled) return false // the switches are locked then
          const offered = await press(page, step)
          if (!offered) return false
          const wanted = (purpose: PurposeId) =>
            step.how === 'accept' || (step.how === 'save' && step.wanted.includes(purpose))
          say({ choices: choicesOf(offered, wanted), via: step.via, trusted: true })
          return true
        }
        const answer = step.how === 'reject' ? 'deny' : 'grant'
        if (step.wanted.length === 0) return false
        say({
          choices: choicesOf(step.wanted, () => answer === 'grant'),
          via: 'api',
          trusted: false,
        })
        return call(tab, doc, answer, step.wanted, step.leave)
      }
      case 'withdraw': {
        const granted = PURPOSES.filter((purpose) =>
          isGranted({ ...device, now: clock() }, purpose, gpcOf(doc)),
        )
        if (granted.length === 0) return false
        say({ choices: choicesOf(granted, () => false), via: 'api', trusted: false })
        return call(tab, doc, 'withdraw', null, step.leave)
      }
      case 'link': {
        const address = place()
        follow(tab, address)
        await page.evaluate((address) => {
          const link = document.querySelector<HTMLAnchorElement>('#next')
          if (link) link.href = address
          link?.click()
        }, address)
        return true
      }
      case 'route': {
        const address = place()
        follow(tab, address)
        marked.push({ doc, purpose: 'marketing', why: `marked-route${places}` })
        await page.evaluate(
          ([address, src]) => {
            history.pushState(null, '', address)
            const view =
              document.querySelector('#view') ?? document.body.appendChild(document.createElement('div'))
            view.id = 'view'
            const image = document.createElement('img')
            Object.assign(image.dataset, { purpose: 'marketing', src })
            view.replaceChildren(image)
          },
          [address, markedAddress(doc, 'marketing', `route${places}`)] as const,
        )
        return true
      }
      case 'back':
        if (tab.at === 0) return false
        tab.at -= 1
        await page.evaluate(() => void setTimeout(() => history.back()))
        return true
      case 'open':
        if (tabs.length === 3) return false
        await open()
        return true
      case 'close':
        if (tabs.length === 1) return false
        tabs.splice(tabs.indexOf(tab), 1)
        await page.close()
        return true
      case 'insert':
        if (/^marked/.test(step.what)) {
          const name = `inserted${++places}`
          marked.push({ doc, purpose: step.purpose, why: `marked-${name}` })
          await page.evaluate(
            ([what, purpose, src]) => {
              const element = document.createElement(what === 'marked image' ? 'img' : 'iframe')
              element.title = 'Film'
              Object.assign(element.dataset, { purpose, src })
              document.body.append(element)
            },
            [step.what, step.purpose, markedAddress(doc, step.purpose, name)] as const,
          )
        } else {
          const [number, may] = await page.evaluate(insertRaw, [
            step.what,
            step.purpose,
            VENDORS[step.purpose].host,
          ] as const)
          if (may) expected.push({ doc, number })
        }
        return true
      case 'clock':
        offset += step.days * DAY
        visit.set({ offset, gpc })
        for (const { page } of tabs)
          await page.evaluate((offset) => (globalThis as WalkedPage).walk.move(offset), offset)
        return true
      case 'gpc':
        gpc = !gpc
        visit.set({ offset, gpc })
        return true
    }
  }

  /** The page's own code says something, and perhaps leaves in the same breath. */
  async function call(
    tab: Tab,
    doc: number,
    method: 'grant' | 'deny' | 'withdraw',
    purposes: readonly PurposeId[] | null,
    leave: boolean,
  ): Promise<boolean> {
    const from = new URL(tab.page.url()).pathname
    const address = leave ? place() : ''
    if (leave) {
      follow(tab, address)
      tab.left = { doc, path: from }
    }
    await tab.page.evaluate(
      ([method, purposes, address]) => {
        const { $latchkey } = globalThis as WalkedPage
        if (purposes) $latchkey[method](purposes)
        else $latchkey.withdraw()
        if (address) location.href = address
      },
      [method, purposes, address] as const,
    )
    return true
  }

  async function look() {
    const until = Date.now() + PATIENCE
    let violations: readonly string[] = []
    do {
      const seen = await Promise.all(tabs.map((tab) => quiet(tab, until, offset)))
      device = { ...device, now: clock() }
      for (const { doc, why } of visit.asked) arrived.add(`${doc} ${why}`)
      const wrong = leaks()
      // What has left cannot be called back: no time makes it good.
      if (wrong.length > 0) return { violations: wrong, early: 0 }
      violations = [...seen.flatMap(disagreements), ...leftovers(seen), ...unproven(), ...missed()]
    } while (violations.length > 0 && Date.now() < until)
    const early = visit.asked.filter((asked) => isLate(asked)).length
    return { violations, early }
  }

  /** Allowed by nobody at the time, and explained by nothing. */
  function leaks(): readonly string[] {
    const mightLoad = (purpose: PurposeId) =>
      [before, device].some((then) =>
        [...new Set(visit.gpc.values())].some((on) => isGranted(then, purpose, on)),
      )
    return [
      ...visit.asked
        .filter((asked) =>
          asked.why.startsWith('marked')
            ? ![before, device].some((then) => isGranted(then, asked.purpose, gpcOf(asked.doc)))
            : !asked.may && !isLate(asked),
        )
        .map(({ doc, purpose, why }) => `wire: page ${doc} asked ${purpose}’s vendor by ${why}`),
      ...visit.loads
        .filter((purpose) => !mightLoad(purpose))
        .map((purpose) => `wire: ${purpose}’s vendor script was asked for`),
    ]
  }

  /** Without the guard inside, it is fetched when something is withdrawn; what leaves meanwhile is a stated limit. */
  function isLate({ may, guarded, why }: Asked): boolean {
    return (
      !plan.guarded && !may && (!guarded || why === 'socket-before-the-guard') && !why.startsWith('marked')
    )
  }

  function disagreements({ doc, gpc, granted, guarded, cookies }: Seen): readonly string[] {
    const wrong: string[] = []
    for (const purpose of PURPOSES) {
      const is = isGranted(device, purpose, gpc)
      if (granted[purpose] !== is)
        wrong.push(`state: page ${doc} says ${purpose} is ${granted[purpose]}, not ${is}`)
    }
    if (!guarded && PURPOSES.some((purpose) => !granted[purpose])) wrong.push(`guard: none on page ${doc}`)
    const cookie = /(?:^|; )latchkey=([^;]*)/.exec(cookies)?.[1] ?? ''
    for (const purpose of PURPOSES) {
      const stored = new RegExp(`~${purpose}\\.(granted|denied)\\.`).exec(cookie)?.[1]
      const answer = device.answers[purpose]?.answer
      if (stored !== answer) wrong.push(`cookie: ${purpose} is ${stored}, not ${answer}`)
    }
    return wrong
  }

  /** Keys of vendors that are refused on every page that is open. */
  function leftovers(seen: readonly Seen[]): readonly string[] {
    return PURPOSES.filter((purpose) => seen.every(({ gpc }) => isRefused(device, purpose, gpc))).flatMap(
      (purpose) => {
        const { cookies, local, session } = VENDORS[purpose]
        return seen.flatMap((page) => [
          ...cookies
            .filter((name) => page.cookies.includes(`${name}=`))
            .map((name) => `storage: cookie ${name} on page ${page.doc}`),
          ...local
            .filter((name) => page.local.includes(name))
            .map((name) => `storage: local ${name} on page ${page.doc}`),
          ...session
            .filter((name) => page.session.includes(name))
            .map((name) => `storage: session ${name} on page ${page.doc}`),
        ])
      },
    )
  }

  function unproven(): readonly string[] {
    const line = ({ choices, via, trusted }: Decision) =>
      JSON.stringify([Object.entries(choices).sort(), via, trusted])
    const kept = visit.records.map(line).join('\n')
    const made = device.decisions.map(line).join('\n')
    return kept === made ? [] : [`records: the ledger has\n${kept}\nnot\n${made}`]
  }

  /** What is granted has to be asked for: a checker that lets nothing through finds nothing. */
  function missed(): readonly string[] {
    const wrong: string[] = []
    const open = new Set(lastSeen.values())
    for (const { doc, gpc } of open) {
      for (const purpose of PURPOSES) {
        if (!isGranted(device, purpose, gpc)) continue
        const since = visit.asked.filter(
          (asked) => asked.doc === doc && asked.purpose === purpose && asked.may,
        )
        if (since.length === 0) wrong.push(`wire: page ${doc} did not ask ${purpose}’s vendor`)
      }
      const elements = [
        { doc, purpose: 'marketing', why: 'marked-img' },
        { doc, purpose: 'personalisation', why: 'marked-script' },
        ...marked.filter((element) => element.doc === doc && !gone(element.why)),
      ] as const
      for (const { purpose, why } of elements) {
        if (isGranted(device, purpose, gpc) && !arrived.has(`${doc} ${why}`))
          wrong.push(`wire: page ${doc} did not ask for ${why} of ${purpose}`)
      }
    }
    for (const { doc, number } of expected) {
      if (!visit.asked.some((asked) => asked.doc === doc && asked.number === number))
        wrong.push(`wire: what page ${doc} asked for itself did not arrive`)
    }
    return wrong
  }

  /** A router has replaced it. */
  const gone = (why: string) =>
    why.startsWith('marked-route') &&
    why !== marked.findLast((other) => other.why.startsWith('marked-route'))?.why

  const lastSeen = new Map<Tab, Seen>()
  async function quiet(tab: Tab, until: number, offset: number): Promise<Seen> {
    const path = new URL(tab.path[tab.at] ?? '').pathname
    for (;;) {
      try {
        const paths = [path, ...(tab.left ? [tab.left.path] : [])]
        const seen = await soonEnough(tab.page.evaluate(settled, [paths, WATCH, offset] as const))
        if (seen && seen.doc !== tab.left?.doc) {
          if (seen.path !== path) tab.path.splice(tab.at--, 1)
          tab.left = null
          lastSeen.set(tab, seen)
          for (const other of lastSeen.keys()) if (!tabs.includes(other)) lastSeen.delete(other)
          return seen
        }
      } catch (error) {
        // The page was on its way to another.
        if (Date.now() > until) throw error
      }
      if (Date.now() > until) throw new Error(`expected ${path} to come to rest, got ${tab.page.url()}`)
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  }

  await open()
  return { go, look }
}

/** A page that hangs must not hang the run. */
function soonEnough<T>(work: Promise<T>): Promise<T> {
  return Promise.race([
    work,
    new Promise<never>((_, reject) =>
      setTimeout(reject, PATIENCE, new Error('expected an answer, got none')).unref(),
    ),
  ])
}

/** In the page: waits, lets the watch's time go by, and waits again. `null` while it is not there yet. */
async function settled([paths, ms, offset]: readonly [
  readonly string[],
  number,
  number,
]): Promise<Seen | null> {
  const { walk, $latchkey } = globalThis as WalkedPage
  if (
    !walk ||
    !$latchkey?.isGranted ||
    !paths.includes(location.pathname) ||
    document.readyState !== 'complete'
  )
    return null
  if (Math.abs(Date.now() - performance.timeOrigin - performance.now() - offset) > 43_200_000)
    walk.move(offset) // brought back
  await $latchkey.ready
  await walk.quiet()
  await walk.pass(ms)
  await walk.quiet()
  return paths.includes(location.pathname) ? walk.see() : null
}

/** In the page: what a careless template would do. Answers with the request's number, and whether it may leave. */
async function insertRaw([what, purpose, host]: readonly [string, string, string]): Promise<
  [number, boolean]
> {
  const { walk } = globalThis as WalkedPage
  const address = walk.address(host, purpose, `raw-${what}`)
  const put = (name: string) =>
    document.body.append(Object.assign(document.createElement(name), { src: address, title: 'x' }))
  if (what === 'image') new Image().src = address
  else if (what === 'script') put('script')
  else if (what === 'frame') put('iframe')
  else if (what === 'markup') document.body.insertAdjacentHTML('beforeend', `<img alt="" src="${address}">`)
  else if (what === 'fetch') fetch(address, { mode: 'no-cors' }).catch(() => {})
  else navigator.sendBeacon(address)
  const mark = new URL(address).searchParams.get('mark')?.split(' ') ?? []
  return [Number(mark[3]), mark[4] === 'may']
}
