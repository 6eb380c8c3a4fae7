import { isMet, type ReportProblem, type Standing } from '@latchkey/core'
import { loadScript } from './load-script.ts'
import { afterPaint, whenIdle } from './schedule.ts'
import type { Service, ServiceContext } from './service.ts'

/** What holds now for each purpose. */
type Standings = Readonly<Record<string, Standing>>

/** Options of {@link latch}. */
export interface LatchOptions {
  readonly nonce?: string | undefined
  readonly report: ReportProblem
  /** Reload the page when the service is withdrawn and cannot stop. */
  readonly reload: boolean
  readonly window: Window & typeof globalThis
  /** What holds now; nothing before the gate has joined a store, and after it has left. */
  readonly standings: () => Standings | undefined
}

/** Fetched when something runs that may have to be purged, not before. */
const purging = () => import('./purge.ts')

/**
 * Holds one service, and answers with what to call at every change: it starts, updates or stops the service, whichever
 * the standings ask for. A start after a press waits for the next paint; a stop happens at once.
 */
export function latch(
  service: Service,
  { nonce, report, reload, window, standings }: LatchOptions,
): (pressed?: boolean) => void {
  const { id, needs, keys } = service
  const scripts: Element[] = []
  let phase: 'held' | 'starting' | 'running' = 'held'
  const context: ServiceContext = {
    window: window as unknown as Record<string, unknown>, // by name only: the page is not ours
    document: window.document,
    isGranted: (purpose) => isMet(purpose, standings() ?? {}),
    loadScript: (url, attributes) => loadScript({ window, nonce }, scripts, url, attributes),
    report,
  }

  /** A vendor's mistake stays the vendor's. */
  async function call(step: 'hold' | 'start' | 'update' | 'stop'): Promise<void> {
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
    // The way out is at hand before it is needed.
    whenIdle(window, () => void purging().catch(() => {}))
  }

  function purge(found?: Standings): void {
    if (!keys) return
    purging().then(
      ({ purgeFor }) => purgeFor({ window, service, report, found, refused: () => phase === 'held' }),
      (error) => report({ code: 'C112', where: 'purge', got: String(error) }),
    )
  }

  call('hold')
  // A vendor may have written again while an earlier page was left.
  whenIdle(window, () => {
    const found = standings()
    const refused = Object.values(found ?? {}).some(({ granted, basis }) => !granted && basis !== 'default')
    if (refused && phase === 'held') purge(found)
  })

  return (pressed) => {
    const now = standings()
    const running = phase === 'running'
    if (now && isMet(needs, now)) {
      if (running) call('update')
      else if (phase === 'held') {
        phase = 'starting'
        if (pressed) afterPaint(window, start)
        else start()
      }
      return
    }
    phase = 'held'
    if (!running) return
    call('stop')
    if (!now) return // the gate was left, nothing withdrawn
    for (const script of scripts.splice(0)) script.remove()
    purge()
    if (reload && service.reload) afterPaint(window, () => window.location.reload())
  }
}
