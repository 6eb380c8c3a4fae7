import type { ConsentStore, Extension, ReportProblem } from '@latchkey/core'
import { latch } from './latch.ts'
import type { Service } from './service.ts'

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
  report = () => {},
  reload = true,
  window = globalThis.window,
}: GateOptions): Gate {
  const services = wanted.filter((service) => !!service)
  let joined: ConsentStore | undefined
  let latches: readonly ((pressed?: boolean) => void)[] = []
  const standings = () => joined?.get().standings
  const hold = (service: Service) => latch(service, { nonce, report, reload, window, standings })

  const extension: Extension = (store) => {
    joined = store
    latches = services.map(hold)
    const unsubscribe = store.subscribe((_, { input }) => {
      if (/^(ready|adopt|decide)$/.test(input.type))
        for (const look of latches) look(input.type === 'decide')
    })
    return () => {
      unsubscribe()
      joined = undefined
      for (const look of latches) look()
      latches = []
    }
  }
  return Object.assign(extension, {
    services,
    add(service: Service) {
      services.push(service)
      if (!joined) return
      const look = hold(service)
      latches = [...latches, look]
      look()
    },
  })
}
