import { type Condition, isMet, purposesOf } from '@latchkey/core'
import { isListed } from './hosts.ts'
import type { Service } from './service.ts'

/** What the site has vouched for. Markup alone never has any say. */
export interface Authority {
  readonly services: readonly Service[]
  /** Exact origins (`https://cdn.example.com`) that marked scripts, frames and images may come from. */
  readonly origins?: readonly string[] | undefined
  /** The nonce that the page's Content-Security-Policy gave to our own script. */
  readonly nonce?: string | undefined
  /** Believe all marked elements. Only for pages without foreign content. @default false */
  readonly trustMarkup?: boolean | undefined
}

/**
 * Whether a marked element may be activated at all. Turning inert markup into running code is a gift to whoever can
 * write markup into the page (a review, a comment), so it takes one of: the page's nonce on the element, its exact
 * origin in the site's list, or a service of the site that is known to use just this address and asks for no more
 * than the element does.
 */
export function isAuthorised(
  element: HTMLElement,
  url: URL | null,
  condition: Condition,
  authority: Authority,
): boolean {
  const { services, origins = [], nonce, trustMarkup = false } = authority
  if (trustMarkup || (nonce && element.nonce === nonce)) return true
  if (!url) return false
  if (origins.includes(url.origin)) return true
  return services.some(
    (service) =>
      entails(condition, service.needs) &&
      (element.localName === 'iframe'
        ? url.protocol === 'https:' && isListed(url.host, service.hosts ?? [])
        : service.script === url.href),
  )
}

/** Whether the service's condition is met whenever that of a marked element is only just met. */
function entails(condition: Condition, needs: Condition): boolean {
  const ids = purposesOf(condition)
  const cases = typeof condition === 'object' && 'some' in condition ? ids.map((id) => [id]) : [ids]
  return cases.every((granted) => {
    const standings = purposesOf(needs).map((id) => [id, { granted: granted.includes(id), basis: 'subject' }])
    return isMet(needs, Object.fromEntries(standings))
  })
}
