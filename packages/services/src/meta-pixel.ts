import type { Service } from '@latchkey/browser'
import type { Condition } from '@latchkey/core'
import { cookies } from './cookies.ts'
import { eventOutbox, type KeepEvents } from './event-outbox.ts'
import { metaPixel as hosts } from './hosts.ts'
import { claim, type VendorFunction } from './vendor-function.ts'

export type { KeepEvents } from './event-outbox.ts'

/** Options of {@link metaPixel}. */
export interface MetaPixelOptions {
  /** The pixel id: 10 to 20 digits. */
  readonly id: string
  /** What must be granted before Meta is contacted. */
  readonly needs: Condition
  /**
   * Lets the pixel report button presses and page descriptions by itself. Off, because the pixel keeps what it sees
   * after a withdrawal and sends it after a later grant.
   * @default false
   */
  readonly autoConfig?: boolean | undefined
  /**
   * Keeps events that the shop tracks before the shopper has answered, in memory only, and sends them at the
   * grant with their original time as the property `event_time`. `true` keeps the last hundred, a number the last so many. A refusal,
   * and leaving the page, drops them.
   * @default false
   */
  readonly keepEvents?: KeepEvents
}

/** A pixel id. */
export const idPattern = /^\d{10,20}$/

/** The vendor script; it is the same for every pixel. */
export const scriptUrl = (_id?: string): string => 'https://connect.facebook.net/en_US/fbevents.js'

/** The queue that fbevents.js looks for (https://developers.facebook.com/docs/meta-pixel/get-started). */
interface Pixel extends VendorFunction {
  callMethod?: VendorFunction
  queue: unknown[]
}

/**
 * Meta Pixel. Loads after the grant, counts a page view once, and stops without a reload by `consent revoke`
 * (https://developers.facebook.com/docs/meta-pixel/implementation/gdpr). What the shop tracks while the purpose is
 * denied is dropped: Meta's own queue would send it after a later grant.
 *
 * @example
 * gate({ services: [metaPixel({ id: '123456789012345', needs: 'marketing' })] })
 */
export function metaPixel({ id, needs, autoConfig = false, keepEvents }: MetaPixelOptions): Service {
  let free = false
  let running = false
  let known = false
  let counted = ''
  let load: Promise<void> | undefined

  const outbox = eventOutbox(keepEvents)

  function send(...args: readonly unknown[]): void {
    if (!running) outbox.keep(...args)
    else if (fbq.callMethod) fbq.callMethod(...args)
    else fbq.queue.push(args)
  }
  const fbq: Pixel = Object.assign(send, { queue: [], push: send, loaded: true, version: '2.0' })

  return {
    id: 'meta-pixel',
    needs,
    script: scriptUrl(),
    hosts,
    keys: cookies('_fbp _fbc'),
    hold(page) {
      free = claim(page, 'fbq', fbq)
    },
    start(page) {
      if (!free) return
      page.window._fbq = fbq
      running = true
      send('consent', 'grant')
      if (!known) {
        if (!autoConfig) send('set', 'autoConfig', false, id)
        send('init', id)
      }
      known = true
      if (counted !== page.document.location.href) send('track', 'PageView')
      outbox.send(page, needs, send)
      load ??= page.loadScript(scriptUrl())
      return load
    },
    refuse: outbox.drop,
    stop({ document }) {
      // The pixel counts new addresses too: the one that it stops in is counted.
      if (fbq.callMethod) counted = document.location.href
      else {
        // Withdrawn before fbevents.js came: it must find nothing to do when it does.
        fbq.queue = []
        known = false
      }
      send('consent', 'revoke')
      running = false
    },
  }
}
