import type { Service } from '@latchkey/browser'
import type { ServiceConfig } from './config.ts'

/** Loads a service's own code, and makes it of what the site set up. */
export async function loadService({ entry, id, needs, options }: ServiceConfig): Promise<Service> {
  return (await entry.load()).create({ ...options, id, needs })
}

/** Fetches the vendor's script beside the service's code rather than behind it. */
export function preload({ entry, id }: ServiceConfig, nonce = ''): void {
  if (!entry.script) return
  const link = document.createElement('link')
  Object.assign(link, { rel: 'preload', as: 'script', nonce, href: entry.script(id) })
  document.head.append(link)
}
