import type { ConsentStore, PurposeId, ReportProblem } from '@latchkey/core'
import { noticeOf } from './notice.ts'
import type { UiOptions } from './options.ts'
import { purposeText, type ShownSurface } from './view.ts'

/** Tells the store, once per page, that certain words stood on the screen. */
export interface Telling {
  /** A surface that has just been drawn; told when two frames have passed, as the first may not be painted yet. */
  drawn(find: () => Element | null, surface: ShownSurface): void
  /** Something further down the page: told when it comes into the window. */
  whenSeen(element: Element): void
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

  const observer =
    typeof IntersectionObserver === 'function'
      ? new IntersectionObserver((entries) => {
          for (const { isIntersecting, target } of entries) {
            if (!isIntersecting) continue
            observer?.unobserve(target)
            tell(target, 'placeholder')
          }
        })
      : undefined

  return {
    drawn(find, surface) {
      const window = page.defaultView
      window?.requestAnimationFrame(() =>
        window.requestAnimationFrame(() => {
          const element = stopped ? null : find()
          if (element) tell(element, surface)
        }),
      )
    },
    whenSeen: (element) => observer?.observe(element),
    stop() {
      stopped = true
      observer?.disconnect()
    },
  }
}

/** What the site has left unsaid, once. */
export function reportGaps(
  options: UiOptions,
  purposes: readonly { id: PurposeId; necessary?: boolean | undefined }[],
  report: ReportProblem,
): void {
  for (const { id, necessary } of purposes) {
    if (!necessary && purposeText({ options }, id).text === '') {
      report({ code: 'C107', where: `purposes.${id}`, got: 'no words', expected: 'a title and a text' })
    }
    if (
      id === 'chat' &&
      options.chat?.ai === undefined &&
      options.services.some(({ needs }) => needs.includes(id))
    ) {
      report({ code: 'C501', where: 'chat.ai', got: 'undefined', expected: 'true or false' })
    }
  }
}
