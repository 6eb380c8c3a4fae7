import {
  type Consent,
  type Gate,
  type Lazy,
  lazy,
  type Policies,
  type Service,
  whenIdle,
} from '@latchkey/browser'
import type { ReportProblem } from '@latchkey/core'
import type { ServiceConfig } from './config.ts'

/** Options of {@link services}. */
export interface ServicesOptions {
  readonly services: readonly ServiceConfig[]
  readonly nonce: string | undefined
  readonly report: ReportProblem
  /** The page's one Trusted Types policy, for all parts that make scripts. */
  readonly policies?: Policies | undefined
  /** Told when code could not be fetched. */
  readonly failed: (where: string) => (error: unknown) => void
}

/** What of the page's consent matters here. */
type Grants = Pick<Consent, 'isGranted' | 'whenGranted'>

/** The page's services, and their gate. */
export interface Services extends Lazy {
  /**
   * Loads the code of every service: at once where it is granted, with the vendor's own script beside it rather than
   * behind it, and otherwise when the page is idle, so that a grant finds it there. Resolves with those that came.
   */
  load(grants: Grants): Promise<readonly Service[]>
}

/** The page's services: their code, and that of the gate, comes when there is work for it. */
export function services({ services, nonce = '', report, policies, failed }: ServicesOptions): Services {
  /** Those that came before the gate. */
  const early: Service[] = []
  let running: Gate | undefined
  const gated = lazy({
    when: () => early.length > 0,
    load: () =>
      import('./chunks/gate.ts').then(
        ({ gate }) => (running = gate({ services: early, nonce, report, policies })),
      ),
    failed: failed('gate'),
  })
  return Object.assign(gated, {
    async load({ isGranted, whenGranted }: Grants) {
      const loading = services.map(async ({ service, entry, id, needs, options }) => {
        // A page in the background is never idle; a grant from another tab does not wait for that.
        if (!isGranted(needs))
          await Promise.race([whenGranted(needs), new Promise<void>((resolve) => whenIdle(window, resolve))])
        if (isGranted(needs) && entry.script) {
          const link = document.createElement('link')
          Object.assign(link, { rel: 'preload', as: 'script', nonce, href: entry.script(id) })
          document.head.append(link)
        }
        gated.want()
        try {
          const { create } = await entry.load()
          const come = create({ ...options, id, needs })
          if (running) running.add(come)
          else early.push(come)
          return come
        } catch (error) {
          return failed(service)(error)
        }
      })
      return (await Promise.all(loading)).flatMap((service) => service ?? [])
    },
  })
}
