import { listen } from '../listen.ts'
import type { Hook } from './realm.ts'

/** A frame of the same origin brings natives of its own. */
export const frames: Hook = ({ window, patch, enter, leave }) => {
  patch(window.HTMLIFrameElement.prototype, 'contentWindow contentDocument', (go) => {
    enter(window)
    return go()
  })
  // A frame that has gone to another page has new natives, whoever looks at it.
  leave(
    listen(window, 'load', ({ target }) => target instanceof window.HTMLIFrameElement && enter(window), true),
  )
  enter(window)
}
