import type { Service } from '@latchkey/browser'
import type { EmulatedPage } from './page.ts'

const held = new WeakSet<Service>()

/** Calls `hold`, once a service, as the gate does before anything else. */
export function hold(page: EmulatedPage, service: Service): void {
  if (held.has(service)) return
  held.add(service)
  service.hold?.(page.context)
}

/** Starts a service as the gate does: `hold` has gone before, and what goes wrong is reported. */
export function begin(page: EmulatedPage, service: Service): void {
  hold(page, service)
  Promise.resolve(service.start?.(page.context)).catch((error) =>
    page.context.report({ code: 'C204', where: service.id, got: String(error) }),
  )
}
