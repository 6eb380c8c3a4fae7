import type { ConsentStore } from '@latchkey/core'
import { noticeOf } from './notice.ts'
import type { ShownSurface } from './view.ts'
import { windowOf } from './window-of.ts'

/** Tells the store, once per page, that certain words stood on the screen. */
export interface Telling {
  /** A surface that has just been drawn; told when two frames have passed, as the first may not be painted yet. */
  drawn(find: () => Element | null, surface: ShownSurface): void
  tell(element: Element, surface: ShownSurface): void
  stop(): void
}

export interface TellingOptions {
  readonly page: Document
  readonly controller: string
  readonly locale: string
  readonly now: () => number
  readonly send: ConsentStore['send']
}

export function telling({ page, controller, locale, now, send }: TellingOptions): Telling {
  const told = new Set<string>()
  let stopped = false

  function tell(element: Element, surface: ShownSurface): void {
    const notice = noticeOf(element, { surface, locale, controller })
    if (told.has(notice)) return
    told.add(notice)
    send({ type: 'shown', surface, notice, locale, at: now() })
  }

  return {
    drawn(find, surface) {
      const window = windowOf(page)
      window?.requestAnimationFrame(() =>
        window.requestAnimationFrame(() => {
          const element = stopped ? null : find()
          if (element) tell(element, surface)
        }),
      )
    },
    tell,
    stop() {
      stopped = true
    },
  }
}
