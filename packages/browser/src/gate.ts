import {
  type ConsentState,
  type Extension,
  isMet,
  type PurposeId,
  purposesOf,
  type ReportProblem,
} from '@latchkey/core'
import type { Authority } from './authorise.ts'
import { loadScript } from './load-script.ts'
import { gateMarkup } from './markup.ts'
import { purge } from './purge.ts'
import { afterPaint, whenIdle } from './schedule.ts'
import type { Service, ServiceContext } from './service.ts'

/** Options of {@link gate}. */
export interface GateOptions extends Omit<Authority, 'services'> {
  /** Falsy entries are skipped, so that `isShop && metaPixel(…)` can be written. */
  readonly services: readonly (Service | false | null | undefined)[]
  readonly report?: ReportProblem | undefined
  /** Reload the page once when something was withdrawn that cannot stop while the page lives. @default true */
  readonly reload?: boolean | undefined
  /** Marked elements wait for this: services that vouch for them may still have to be added. */
  readonly complete?: Promise<unknown> | undefined
  /** Told when a marked frame is on the page and may not start: time to draw a placeholder. */
  readonly latched?: (() => void) | undefined
  /** @default globalThis */
  readonly window?: (Window & typeof globalThis) | undefined
}

/** The gate, and the one thing that a placeholder needs of it. */
export interface Gate extends Extension {
  /** Unlatch one marked frame, once. `false` if it is not authorised. */
  activate(frame: HTMLIFrameElement): boolean
  /** A service whose code has come later takes its place. */
  add(service: Service): void
}

interface Running {
  readonly service: Service
  readonly context: ServiceContext
  readonly scripts: Element[]
  phase: 'held' | 'starting' | 'running'
}

/** When a stopped service's keys are looked for again, in milliseconds: running code may write them once more. */
const WATCH = [250, 1000, 2500, 5000]

/**
 * Starts services and marked elements when what they need is granted, and stops, purges and latches them again when
 * it is taken back (LR-1, LR-14). Starts after a decision wait for the next paint; stops happen at once.
 *
 * @example
 * createConsent({ policy, regime, use: [gate({ services: [ga4({ id: 'G-XXXXXXX', needs: 'analytics' })] })] })
 */
export function gate(options: GateOptions): Gate {
  const { report = () => {}, reload = true, window = globalThis.window } = options
  const services = options.services.filter((service) => !!service)
  const all: Running[] = []
  const markup = gateMarkup({ ...options, services, report, window })
  let current: (() => ConsentState) | undefined
  let complete = !options.complete

  function hold(service: Service): Running {
    const scripts: Element[] = []
    const context: ServiceContext = {
      window: window as unknown as Record<string, unknown>, // by name only: the page is not ours
      document: window.document,
      isGranted: (purpose) => !!current && isMet(purpose, current().standings),
      loadScript: (url, attributes) => loadScript({ window, nonce: options.nonce }, scripts, url, attributes),
      report,
    }
    const running: Running = { service, context, scripts, phase: 'held' }
    attempt(running, 'hold')
    all.push(running)
    return running
  }

  /** A vendor's mistake stays the vendor's. */
  function attempt({ service, context }: Running, step: 'hold' | 'start' | 'update' | 'stop'): void {
    const failed = (error: unknown) => report({ code: 'C204', where: service.id, got: String(error) })
    try {
      Promise.resolve(service[step]?.(context)).catch(failed)
    } catch (error) {
      failed(error)
    }
  }

  function look(running: Running, state: ConsentState, pressed: boolean): void {
    const met = () => !!current && isMet(running.service.needs, current().standings)
    if (!isMet(running.service.needs, state.standings)) {
      if (running.phase === 'running') stop(running)
      running.phase = 'held'
    } else if (running.phase === 'running') {
      attempt(running, 'update')
    } else if (running.phase === 'held') {
      running.phase = 'starting'
      const start = () => {
        if (running.phase !== 'starting' || !met()) return
        running.phase = 'running'
        attempt(running, 'start')
      }
      if (pressed) afterPaint(window, start)
      else start()
    }
  }

  function stop(running: Running): void {
    const { service, scripts } = running
    attempt(running, 'stop')
    for (const script of scripts.splice(0)) script.remove()
    const keys = service.keys ?? []
    if (keys.length === 0) return
    purge(window, keys)
    let reported = false
    for (const delay of WATCH) {
      window.setTimeout(() => {
        if (running.phase !== 'held') return
        const back = purge(window, keys)
        if (back.length === 0 || reported) return
        reported = true
        report({ code: 'C205', where: service.id, got: back.join(', ') })
      }, delay)
    }
  }

  /** A vendor may have written again while an earlier page was left. */
  function sweep(state: ConsentState): void {
    const refused = (purpose: PurposeId) => {
      const standing = state.standings[purpose]
      return !!standing && !standing.granted && standing.basis !== 'default'
    }
    for (const { service, phase } of all) {
      if (phase === 'held' && service.keys && purposesOf(service.needs).some(refused))
        purge(window, service.keys)
    }
  }

  const unlatch = (state: ConsentState) => complete && markup.apply(state)

  const extension: Extension = (store) => {
    current = store.get
    options.complete?.finally(() => {
      complete = true
      unlatch(store.get())
    })
    for (const service of services) hold(service)
    let swept = false
    const unsubscribe = store.subscribe((state, { input, withdrawn }) => {
      if (input.type === 'show' || input.type === 'shown' || input.type === 'hide') return
      const mustReload = reload && withdrawn.length > 0 && cannotStop(withdrawn)
      for (const running of all) look(running, state, input.type === 'decide')
      if (input.type === 'decide') afterPaint(window, () => unlatch(store.get()))
      if (input.type !== 'decide' || withdrawn.length > 0) unlatch(state)
      if (!swept && state.phase !== 'pending') {
        swept = true
        whenIdle(window, () => sweep(store.get()))
      }
      if (mustReload) afterPaint(window, () => window.location.reload())
    })
    return () => {
      unsubscribe()
      markup.stop()
      current = undefined
      for (const running of all.splice(0)) if (running.phase === 'running') attempt(running, 'stop')
    }
  }

  function cannotStop(withdrawn: readonly PurposeId[]): boolean {
    return (
      withdrawn.some((purpose) => markup.hasRun(purpose)) ||
      all.some(
        ({ service, phase }) =>
          service.reload &&
          phase === 'running' &&
          purposesOf(service.needs).some((id) => withdrawn.includes(id)),
      )
    )
  }

  return Object.assign(extension, {
    activate: markup.activate,
    add(service: Service) {
      services.push(service)
      if (current) look(hold(service), current(), false)
    },
  })
}
