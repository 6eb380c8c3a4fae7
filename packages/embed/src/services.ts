import { type Gate, whenIdle } from '@latchkey/browser'
import type { ServiceConfig } from './config.ts'

/** Options of {@link addServices}. */
export interface AddServicesOptions {
  readonly services: readonly ServiceConfig[]
  readonly gate: Gate
  readonly nonce: string | undefined
  readonly isGranted: (purpose: string) => boolean
  /** Told when the code of a service could not be fetched. */
  readonly failed: (service: string) => (error: unknown) => void
}

/**
 * Loads the code of the page's services: at once where it is granted, with the vendor's own script beside it rather
 * than behind it, and otherwise when the page is idle, so that a grant finds it there. Resolves when all have come
 * or failed.
 */
export function addServices({
  services,
  gate,
  nonce = '',
  isGranted,
  failed,
}: AddServicesOptions): Promise<unknown> {
  return Promise.all(
    services.map(async ({ service, entry, id, needs, options }) => {
      if (!isGranted(needs)) await new Promise<void>((resolve) => whenIdle(window, resolve))
      else if (entry.script) {
        const link = document.createElement('link')
        Object.assign(link, { rel: 'preload', as: 'script', nonce, href: entry.script(id) })
        document.head.append(link)
      }
      await entry
        .load()
        .then(({ create }) => gate.add(create({ ...options, id, needs })))
        .catch(failed(service))
    }),
  )
}
