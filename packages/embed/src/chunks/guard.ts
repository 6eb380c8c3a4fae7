import { type Guard, guard, type Listing } from '@latchkey/browser'
import type { ReportProblem } from '@latchkey/core'
import * as services from '@latchkey/services/hosts'
import type { Config } from '../config.ts'
import { kind, own } from '../own.ts'
import { kebab } from '../vocabulary.ts'

/** The page, as the guard sees it. */
export interface GuardedPage {
  readonly config: Config
  readonly report: ReportProblem
}

/** The hosts of each service, by its name in the set-up. */
const HOSTS: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  Object.entries(services).map(([name, hosts]) => [kebab(name), hosts]),
)

/** The guard of all hosts that the page's services talk to, and of those that the set-up lists under a purpose. */
export function start({ config, report }: GuardedPage): Guard {
  const ofServices = config.services.map(
    ({ service, needs, options }): Listing => ({
      hosts: [...(HOSTS[service] ?? []), ...listed(options.hosts, `${service}: hosts`, report)],
      needs,
    }),
  )
  const ofPurposes = Object.entries(own(config.settings.purposes)).map(
    ([needs, detail]): Listing => ({
      hosts: listed(own(detail).hosts, `latchkey-config: purposes.${needs}.hosts`, report),
      needs,
    }),
  )
  return guard({ listings: [...ofServices, ...ofPurposes], report })
}

/** What is no host is said, and left out. */
function listed(value: unknown, where: string, report: ReportProblem): readonly string[] {
  if (value === undefined) return []
  const hosts = Array.isArray(value) ? value : [value]
  return hosts.filter((host): host is string => {
    const fits = typeof host === 'string' && /^(\*\.)?([a-z0-9-]+\.)+[a-z0-9-]+$/.test(host)
    if (!fits)
      report({
        code: 'C107',
        where,
        got: typeof host === 'string' ? host : kind(host),
        expected: 'hosts such as "*.tracker.example"',
      })
    return fits
  })
}
