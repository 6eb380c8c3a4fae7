import { type Gate, whenIdle } from '@latchkey/browser'
import type { ReportProblem } from '@latchkey/core'
import { catalogue } from './catalogue.ts'
import type { ServiceConfig } from './config.ts'

/** Options of {@link addServices}. */
export interface AddServicesOptions {
  readonly window: Window & typeof globalThis
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
export function addServices({
  window,
  services,
  gate,
  nonce,
  isGranted,
  report,
}: AddServicesOptions): Promise<unknown> {
  const add = async ({ service, id, needs, options }: ServiceConfig) => {
    try {
      const code = await catalogue[service]?.load()
      if (code) gate.add(code.create({ ...options, id, needs }))
    } catch (error) {
      report({ code: 'C112', where: service, got: String(error) })
    }
  }
  return Promise.all(
    services.map((wanted) => {
      if (!isGranted(wanted.needs))
        return new Promise<void>((resolve) => whenIdle(window, () => resolve(add(wanted))))
      const script = catalogue[wanted.service]?.script
      if (script) preload(window.document, script(wanted.id), nonce)
      return add(wanted)
    }),
  )
}

function preload(document: Document, url: string, nonce: string | undefined): void {
  const link = document.createElement('link')
  link.rel = 'preload'
  link.as = 'script'
  if (nonce) link.nonce = nonce
  link.href = url
  document.head.append(link)
}
