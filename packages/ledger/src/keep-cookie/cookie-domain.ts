const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?'
/** Two labels at least: the last alone is nobody's. Which longer ones are nobody's either, browsers know. */
const NAME = new RegExp(`^(?=.{1,253}$)${LABEL}(?:\\.${LABEL})+$`)

/** Whether a page of this host may have cookies for this domain: its own name or a parent of it, and no part of an address. */
export function isCookieDomain(domain: string, host: string): boolean {
  return NAME.test(domain) && !/^[\d.]+$/.test(domain) && (host === domain || host.endsWith(`.${domain}`))
}
