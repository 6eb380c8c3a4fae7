import type { Service } from '@latchkey/browser'
import { catalogue } from './catalogue.ts'
import type { ServiceConfig } from './config.ts'

/** Loads a service's own code, and makes it of what the site set up. */
export async function loadService({ service, id, needs, options }: ServiceConfig): Promise<Service> {
  const code = await catalogue[service]?.load()
  if (!code) throw new Error(`[embed] loadService: expected a service of the catalogue, got ${service}.`)
  return code.create({ ...options, id, needs })
}

/** Fetches the vendor's script beside the service's code rather than behind it. */
export function preload({ service, id }: ServiceConfig, nonce = ''): void {
  const script = catalogue[service]?.script
  if (!script) return
  const link = document.createElement('link')
  Object.assign(link, { rel: 'preload', as: 'script', nonce, href: script(id) })
  document.head.append(link)
}
