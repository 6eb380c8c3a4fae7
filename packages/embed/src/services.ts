import { type Gate, whenIdle } from '@latchkey/browser'
import type { ReportProblem } from '@latchkey/core'
import { catalogue } from './catalogue.ts'
import type { ServiceConfig } from './config.ts'

/** Options of {@link addServices}. */
export interface AddServicesOptions {
  readonly services: readonly ServiceConfig[]
  readonly gate: Gate
  readonly nonce: string | undefined
  readonly isGranted: (purpose: string) => boolean
  readonly report: ReportProblem
}

/**
 * Loads the code of the page's services: at once where it is granted, with the vendor's own script beside it rather
 * than behind it, and otherwise when the page is idle, so that a grant finds it there. Resolves when all have come
 * or failed.
 */
export function addServices({ services, gate, nonce, isGranted, report }: AddServicesOptions): Promise<unknown> {
  return Promise.all(
    services.map(async ({ service, id, needs, options }) => {
      const { script, load } = catalogue[service] ?? {}
      if (!isGranted(needs)) await new Promise<void>((resolve) => whenIdle(window, resolve))
      else if (script) {
        const link = document.createElement('link')
        Object.assign(link, { rel: 'preload', as: 'script', nonce: nonce ?? '', href: script(id) })
        document.head.append(link)
      }
      try {
        const code = await load?.()
        if (code) gate.add(code.create({ ...options, id, needs }))
      } catch (error) {
        report({ code: 'C112', where: service, got: String(error) })
      }
    }),
  )
}
