import type { ConsentState } from '@latchkey/core'
import { isGranted } from './view.ts'

/** The frames that wait for a purpose: marked, of a purpose that we know, not granted and not loaded. */
export function latchedFrames(page: Document, state: ConsentState): ReadonlySet<HTMLIFrameElement> {
  if (state.phase === 'pending') return new Set()
  const frames = page.querySelectorAll<HTMLIFrameElement>('iframe[data-purpose][data-src]:not([src])')
  return new Set(
    [...frames].filter(({ dataset: { purpose = '' } }) => {
      return Object.hasOwn(state.standings, purpose) && !isGranted(state, purpose)
    }),
  )
}
