import type { ConsentState, PurposeId } from '@latchkey/core'
import { isGranted } from './view.ts'

/** Frames that wait, and the purposes that each still waits for. */
export type Latched = ReadonlyMap<HTMLIFrameElement, readonly PurposeId[]>

/**
 * Which frames wait, as the gate of marked elements has written on them: it alone knows which of them the site vouches
 * for, so that no tile asks for what would open nothing.
 */
export function latchedFrames(page: Document, state: ConsentState): Latched {
  const latched = new Map<HTMLIFrameElement, readonly PurposeId[]>()
  for (const frame of page.querySelectorAll<HTMLIFrameElement>('iframe[data-latchkey-waits]:not([src])')) {
    const ids = frame.dataset.latchkeyWaits?.split(' ') ?? []
    const missing = ids.filter((id) => !isGranted(state, id))
    if (missing.length > 0 && ids.every((id) => Object.hasOwn(state.standings, id)))
      latched.set(frame, missing)
  }
  return latched
}
