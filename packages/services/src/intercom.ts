import type { Service } from '@latchkey/browser'
import type { Condition } from '@latchkey/core'
import { eventOutbox, type KeepEvents } from './event-outbox.ts'
import { intercom as hosts } from './hosts.ts'
import { claim, type VendorFunction } from './vendor-function.ts'

export type { KeepEvents } from './event-outbox.ts'

/** Options of {@link intercom}. */
export interface IntercomOptions {
  /** The workspace's app id: 6 to 10 lower-case letters and digits. */
  readonly id: string
  /** What must be granted before Intercom is contacted. */
  readonly needs: Condition
  /** Opens the messenger as soon as it is there: the shopper has just asked for it. @default false */
  readonly open?: boolean | undefined
  /** Further members of `intercomSettings`, such as `{ api_base: 'https://api-iam.eu.intercom.io' }`. */
  readonly settings?: Readonly<Record<string, unknown>> | undefined
  /**
   * Keeps events that the shop sends with `Intercom('trackEvent', …)` before the shopper has answered, in memory only, and sends them at the
   * grant with their original time as the metadata `event_date`. `true` keeps the last hundred, a number the last so many. A refusal,
   * and leaving the page, drops them.
   * @default false
   */
  readonly keepEvents?: KeepEvents
}

/** An app id. */
export const idPattern = /^[a-z0-9]{6,10}$/

/** The vendor script for an app id. */
export const scriptUrl = (id: string): string => `https://widget.intercom.io/widget/${id}`

/** What the messenger draws. Names as seen in the page: Intercom documents none. */
const LEFTOVERS = '#intercom-frame,#intercom-container,.intercom-lightweight-app'

/**
 * Intercom Messenger. Loads after the grant; withdrawal ends the session at once by `shutdown` (CH-10), takes the
 * messenger off the page, and ends in a reload, because Intercom does not say that its connections close.
 *
 * @example
 * gate({ services: [intercom({ id: 'abcd1234', needs: 'chat', open: true })] })
 */
export function intercom({ id, needs, open, settings: more, keepEvents }: IntercomOptions): Service {
  let free: boolean | undefined
  let load: Promise<void> | undefined
  const settings = { ...more, app_id: id }
  const queue: VendorFunction & { q?: unknown[] } = (...args) => queue.q?.push(args)
  /** Stands there while denied: what the page calls then is dropped, or kept if it may be. */
  const outbox = eventOutbox(keepEvents)
  const shut: VendorFunction = outbox.keep
  /** What stands at `window.Intercom` while it runs: our queue first, then what the widget puts there. */
  let live = queue

  return {
    id: 'intercom',
    needs,
    script: scriptUrl(id),
    hosts,
    keys: [
      { kind: 'cookie', name: 'intercom-id-*' },
      { kind: 'cookie', name: 'intercom-session-*' },
      { kind: 'cookie', name: 'intercom-device-id-*' },
      { kind: 'local', name: 'intercom.*' },
    ],
    reload: true,
    hold(page) {
      free = claim(page, 'Intercom', shut)
    },
    start(page) {
      if (!free) return
      // A widget that came while the door was shut has put its own function there.
      if (page.window.Intercom !== shut) live = page.window.Intercom as VendorFunction
      queue.q = []
      page.window.Intercom = live
      // The widget boots by itself from these settings when it comes.
      page.window.intercomSettings = settings
      if (load) live('boot', settings)
      if (open) live('show')
      outbox.send(page, needs, live)
      load ??= page.loadScript(scriptUrl(id))
      return load
    },
    refuse: outbox.drop,
    stop(page) {
      if (!free) return
      live = page.window.Intercom as VendorFunction
      live('shutdown')
      page.window.Intercom = shut
      page.window.intercomSettings = undefined
      for (const element of page.document.querySelectorAll(LEFTOVERS)) element.remove()
    },
  }
}
