import {
  type Condition,
  type ConsentState,
  type ConsentStore,
  type Extension,
  isMet,
  type ReportProblem,
} from '@latchkey/core'
import { loadScript } from './load-script.ts'
import type { PurgeOptions } from './purge.ts'
import { reloadOnce } from './reload.ts'
import { afterPaint, whenIdle } from './schedule.ts'
import type { Service, ServiceContext } from './service.ts'
import type { Policies } from './trusted-types.ts'

/** Options of {@link gate}. */
export interface GateOptions {
  /** Falsy entries are skipped, so that `isShop && metaPixel(…)` can be written. */
  readonly services: readonly (Service | false | null | undefined)[]
  /** The page's CSP nonce, for every script that is added. */
  readonly nonce?: string | undefined
  readonly report?: ReportProblem | undefined
  /** Shared with the page's other parts where a bundle has several copies of this code. @default a map of its own */
  readonly policies?: Policies | undefined
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

/**
 * Starts services when what they need is granted, and stops and purges them when it is taken back (LR-1, LR-14).
 * Starts after a decision wait for the next paint; stops happen at once.
 *
 * @example
 * createConsent({ policy, regime, use: [gate({ services: [ga4({ id: 'G-XXXXXXX', needs: 'analytics' })] })] })
 */
export function gate({
  services: wanted,
  nonce,
  policies,
  report = () => {},
  reload = true,
  window = globalThis.window,
}: GateOptions): Gate {
  const services = wanted.filter((service) => !!service)
  /** What to call at every change, one for each service. */
  const latches: ((cause?: string) => void)[] = []
  let joined: ConsentStore | undefined

  function hold(service: Service): void {
    const { id, needs, keys } = service
    const scripts: Element[] = []
    let phase: 'held' | 'starting' | 'running' = 'held'
    let withdrawals = 0
    const context: ServiceContext = {
      window: window as unknown as Record<string, unknown>, // by name only: the page is not ours
      document: window.document,
      isGranted: (wanted) => !!joined && isMet(wanted, joined.get().standings),
      loadScript: (url, attributes) => loadScript({ window, nonce, policies }, scripts, url, attributes),
      report,
    }

    /** A vendor's mistake stays the vendor's. */
    async function call(step: 'hold' | 'start' | 'update' | 'stop' | 'refuse'): Promise<void> {
      try {
        await service[step]?.(context)
      } catch (error) {
        report({ code: 'C204', where: id, got: String(error) })
      }
    }

    function start(): void {
      if (phase !== 'starting') return
      phase = 'running'
      call('start')
      whenIdle(window, tidy)
    }

    /** With `found` only what is refused there is purged, and not what was never asked for. */
    function purge(found?: PurgeOptions['found']): void {
      if (!keys) return
      const turn = withdrawals // a later one watches in place of this one, and tells what it finds
      const refused = () => phase === 'held' && turn === withdrawals
      import('./purge.ts').then(
        ({ purgeFor }) => purgeFor({ window, service, report, found, refused }),
        (error) => report({ code: 'C112', where: 'purge', got: String(error) }),
      )
    }

    /** A vendor may have written again while an earlier page was left; and the way out is at hand before it is needed. */
    function tidy(): void {
      const { snapshot, signals, standings } = joined?.get() ?? {}
      if (!withdrawals && (snapshot || signals?.gpc)) purge(standings)
    }

    call('hold')
    whenIdle(window, tidy)
    latches.push((cause) => {
      const running = phase === 'running'
      const standings = joined?.get().standings
      if (standings && isMet(needs, standings)) {
        if (running) call('update')
        else if (phase === 'held') {
          phase = 'starting'
          if (cause === 'decide') afterPaint(window, start)
          else start()
        }
        return
      }
      phase = 'held'
      if (!running) {
        if (!standings || isRefused(needs, standings)) call('refuse')
        return
      }
      call('stop')
      withdrawals += 1
      if (!joined) return // the gate was left, nothing was withdrawn
      for (const script of scripts.splice(0)) script.remove()
      purge()
      if (reload && service.reload) reloadOnce(window, cause)
    })
  }

  const extension: Extension = (store) => {
    joined = store
    services.forEach(hold)
    const unsubscribe = store.subscribe((_, { input }) => {
      if (!/show|hide/.test(input.type)) for (const look of latches) look(input.type)
    })
    for (const look of latches) look()
    return () => {
      unsubscribe()
      joined = undefined
      for (const look of latches.splice(0)) look()
    }
  }
  return Object.assign(extension, {
    services,
    add(service: Service) {
      services.push(service)
      if (!joined) return
      hold(service)
      latches.at(-1)?.()
    },
  })
}

/** Not even if every answer that is still open were a grant. */
function isRefused(needs: Condition, standings: ConsentState['standings']): boolean {
  const hoped = Object.entries(standings).map(
    ([id, standing]) =>
      [id, standing.basis === 'default' ? { ...standing, granted: true } : standing] as const,
  )
  return !isMet(needs, Object.fromEntries(hoped))
}
