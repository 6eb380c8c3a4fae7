import type { ServiceContext } from '@latchkey/browser'
import type { Condition } from '@latchkey/core'

/**
 * Whether events that the page raises before the shopper has answered wait for the grant: `true` for at most a
 * hundred, a number for at most so many.
 */
export type KeepEvents = boolean | number | undefined

/** Events that wait for a grant, in this page's memory and nowhere else. */
export interface EventOutbox {
  /**
   * What the page calls: keeps the call if it is an event but no page view, with the time in its parameters. If there are too many, the
   * oldest give way: those nearest to the answer, such as a purchase, are what the grant was about.
   */
  readonly keep: (...call: readonly unknown[]) => void
  /** Makes the calls, in order, as long as `needs` is met before each. The rest is dropped, and nothing kept any more. */
  readonly send: (
    page: ServiceContext,
    needs: Condition,
    deliver: (...call: readonly unknown[]) => void,
  ) => void
  /** Forgets what waits; nothing is kept any more. */
  readonly drop: () => void
}

/**
 * Holds events between a service's `hold` and the shopper's answer. Nothing is stored or sent before a grant
 * (ePrivacy Directive, art. 5(3)): a page that is left takes them with it. After the first answer the outbox is shut
 * for good, so that what was raised while refused is never sent by a later grant.
 */
export function eventOutbox(keepEvents: KeepEvents): EventOutbox {
  const waiting: (readonly unknown[])[] = []
  let room = keepEvents === true ? 100 : Number(keepEvents) || 0
  return {
    keep(...call) {
      // gtag says `event`, Intercom `trackEvent`, Meta `track`, `trackCustom` or, with a pixel's id before the name,
      // `trackSingle` and `trackSingleCustom`. Parameters follow the name.
      const event = /^(event$|track(Event$|Single)?)/.exec(String(call[0]))
      const at = event?.[2] === 'Single' ? 3 : 2
      // Page views are left out: the one that the grant is given in is counted then.
      if (!event || /^page_?view$/i.test(String(call[at - 1]))) return
      // Seconds since 1970, under the name that Meta's Conversions API has for it. Intercom takes for a date what ends so
      // (https://developers.intercom.com/docs/references/1.2/rest-api/data-events/event-metadata-types).
      const field = event[2] === 'Event' ? 'event_date' : 'event_time'
      const timed = [...call]
      timed[at] = { ...Object(call[at]), [field]: Math.floor(Date.now() / 1000) }
      waiting.push(timed)
      waiting.splice(0, waiting.length - room)
    },
    send({ isGranted }, needs, deliver) {
      room = 0
      // Looked at one by one: what an event sets off may take the grant back.
      while (waiting.length && isGranted(needs)) deliver(...(waiting.shift() ?? []))
      waiting.length = 0
    },
    drop() {
      waiting.length = room = 0
    },
  }
}
