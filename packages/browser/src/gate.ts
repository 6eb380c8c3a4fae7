import {
  type ConsentState,
  type Extension,
  isMet,
  type PurposeId,
  purposesOf,
  type ReportProblem,
} from '@latchkey/core'
import { loadScript } from './load-script.ts'
import { afterPaint, whenIdle } from './schedule.ts'
import type { Service, ServiceContext } from './service.ts'

/** Options of {@link gate}. */
export interface GateOptions {
  /** Falsy entries are skipped, so that `isShop && metaPixel(…)` can be written. */
  readonly services: readonly (Service | false | null | undefined)[]
  /** The page's CSP nonce, for every script that is added. */
  readonly nonce?: string | undefined
  readonly report?: ReportProblem | undefined
  /** Reload the page once when a service is withdrawn that cannot stop while the page lives. @default true */
  readonly reload?: boolean | undefined
  /** @default globalThis */
  readonly window?: (Window & typeof globalThis) | undefined
}

/** The gate of a page's services. */
export interface Gate extends Extension {
  /** A service whose code has come later joins the others. */
  add(service: Service): void
  /** The services so far. */
  readonly services: readonly Service[]
}

interface Running {
  readonly service: Service
  readonly context: ServiceContext
  readonly scripts: Element[]
  phase: 'held' | 'starting' | 'running'
}

/** Fetched when something runs that may have to be purged, not before. */
const purging = () => import('./purge.ts')

/**
 * Starts services when what they need is granted, and stops and purges them when it is taken back (LR-1, LR-14).
 * Starts after a decision wait for the next paint; stops happen at once.
 *
 * @example
 * createConsent({ policy, regime, use: [gate({ services: [ga4({ id: 'G-XXXXXXX', needs: 'analytics' })] })] })
 */
export function gate(options: GateOptions): Gate {
  const { report = () => {}, reload = true, window = globalThis.window } = options
  const services = options.services.filter((service) => !!service)
  const all: Running[] = []
  let current: (() => ConsentState) | undefined

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
    whenIdle(window, () => sweep(running))
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
        // The way out is at hand before it is needed.
        whenIdle(window, () => void purging().catch(() => {}))
      }
      if (pressed) afterPaint(window, start)
      else start()
    }
  }

  function stop(running: Running): void {
    const { service, scripts } = running
    attempt(running, 'stop')
    for (const script of scripts.splice(0)) script.remove()
    if (service.keys) clear(running)
  }

  function clear(running: Running): void {
    const { id, keys = [] } = running.service
    purging().then(
      ({ purgeFor }) =>
        purgeFor({
          window,
          keys,
          refused: () => running.phase === 'held',
          cameBack: (names) => report({ code: 'C205', where: id, got: names.join(', ') }),
        }),
      (error) => report({ code: 'C112', where: 'purge', got: String(error) }),
    )
  }

  /** A vendor may have written again while an earlier page was left. */
  function sweep(running: Running): void {
    const { standings } = current?.() ?? {}
    const refused = (purpose: PurposeId) => {
      const standing = standings?.[purpose]
      return !!standing && !standing.granted && standing.basis !== 'default'
    }
    const { keys, needs } = running.service
    if (running.phase === 'held' && keys && purposesOf(needs).some(refused)) clear(running)
  }

  function cannotStop({ standings }: ConsentState): boolean {
    return all.some(
      ({ service, phase }) => service.reload && phase === 'running' && !isMet(service.needs, standings),
    )
  }

  const extension: Extension = (store) => {
    current = store.get
    for (const service of services) hold(service)
    const unsubscribe = store.subscribe((state, { input }) => {
      if (reload && cannotStop(state)) afterPaint(window, () => window.location.reload())
      if (input.type === 'ready' || input.type === 'adopt' || input.type === 'decide') {
        for (const running of all) look(running, state, input.type === 'decide')
      }
    })
    return () => {
      unsubscribe()
      current = undefined
      for (const running of all.splice(0)) if (running.phase === 'running') attempt(running, 'stop')
    }
  }
  return Object.assign(extension, {
    services,
    add(service: Service) {
      services.push(service)
      if (current) look(hold(service), current(), false)
    },
  })
}
