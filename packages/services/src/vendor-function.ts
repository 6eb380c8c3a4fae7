import type { ServiceContext } from '@latchkey/browser'

/** A vendor's one function on the page. */
export interface VendorFunction {
  (...args: readonly unknown[]): unknown
  /** Put there by us, not by the vendor and not by the page. */
  latchkey?: boolean
}

/**
 * Puts our function at `window[name]`. `false` if the page has something else there (the vendor's own snippet, or an
 * element that took the name): the service must stay away, or it would count twice or call something unknown.
 */
export function claim({ window, report }: ServiceContext, name: string, ours: VendorFunction): boolean {
  const found = window[name] as VendorFunction | undefined
  if (found && !found.latchkey) {
    report({ code: 'C204', where: `window.${name}` })
    return false
  }
  ours.latchkey = true
  window[name] = ours
  return true
}
