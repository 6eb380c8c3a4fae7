import type { Service } from '@latchkey/browser'
import type { Condition } from '@latchkey/core'
import { cookies } from './cookies.ts'
import { claim, type VendorFunction } from './vendor-function.ts'

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
export function metaPixel({ id, needs, autoConfig = false }: MetaPixelOptions): Service {
  let free = false
  let running = false
  let known = false
  let counted = ''
  let load: Promise<void> | undefined

  function send(...args: readonly unknown[]): void {
    if (!running) return
    if (fbq.callMethod) fbq.callMethod(...args)
    else fbq.queue.push(args)
  }
  const fbq: Pixel = Object.assign(send, { queue: [], push: send, loaded: true, version: '2.0' })

  return {
    id: 'meta-pixel',
    needs,
    script: scriptUrl(),
    hosts: ['connect.facebook.net', 'www.facebook.com'],
    keys: cookies('_fbp _fbc'),
    hold(page) {
      free = claim(page, 'fbq', fbq)
    },
    start(page) {
      if (!free) return
      const { href } = page.document.location
      page.window._fbq = fbq
      running = true
      send('consent', 'grant')
      if (!known) {
        if (!autoConfig) send('set', 'autoConfig', false, id)
        send('init', id)
      }
      known = true
      if (counted !== href) send('track', 'PageView')
      counted = href
      load ??= page.loadScript(scriptUrl())
      return load
    },
    stop() {
      if (!fbq.callMethod) {
        // Withdrawn before fbevents.js came: it must find nothing to do when it does.
        fbq.queue = []
        known = false
        counted = ''
      }
      send('consent', 'revoke')
      running = false
    },
  }
}
