import type { Signals } from '@latchkey/core'

/**
 * Reads what the browser says without being asked. A missing or odd value is no signal, never a grant.
 * (W3C Global Privacy Control: a boolean on `navigator`, fixed for the page.)
 */
export function readSignals(navigator: Navigator): Signals {
  const { globalPrivacyControl: gpc, doNotTrack: dnt } = navigator as Navigator & {
    globalPrivacyControl?: unknown
    doNotTrack?: unknown
  }
  return { gpc: typeof gpc === 'boolean' ? gpc : null, dnt: dnt === '1' }
}
