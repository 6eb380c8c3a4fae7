import type { Service } from '@latchkey/browser'
import type { Condition } from '@latchkey/core'
import { type ConsentMapping, consentMode, type Send } from './consent-mode.ts'
import { cookies } from './cookies.ts'
import { eventOutbox, type KeepEvents } from './event-outbox.ts'
import { ga4 as hosts } from './hosts.ts'

export type { ConsentMapping, ConsentType } from './consent-mode.ts'
export type { KeepEvents } from './event-outbox.ts'

/** Options of {@link ga4}. */
export interface Ga4Options {
  /** The measurement id, `G-…`. */
  readonly id: string
  /** What must be granted before Google is contacted. */
  readonly needs: Condition
  /**
   * Which purpose stands behind which Consent Mode type.
   * @default analytics_storage: 'analytics'; ad_storage, ad_user_data and ad_personalization: 'marketing'
   */
  readonly consent?: ConsentMapping | undefined
  /** Parameters of gtag's `config` command, such as `{ send_page_view: false }`. @default {} */
  readonly config?: Readonly<Record<string, unknown>> | undefined
  /**
   * Keeps events that the shop sends with `gtag('event', …)` before the shopper has answered, in memory only, and sends them at the
   * grant with their original time as the parameter `event_time`. `true` keeps the last hundred, a number the last so many. A refusal,
   * and leaving the page, drops them.
   * @default false
   */
  readonly keepEvents?: KeepEvents
}

/** A measurement id. */
export const idPattern = /^G-[A-Z0-9]{4,14}$/

/** The vendor script for a measurement id. */
export const scriptUrl = (id: string): string => `https://www.googletagmanager.com/gtag/js?id=${id}`

/**
 * Google Analytics 4 in basic Consent Mode: nothing is contacted before the grant, a page view is counted once, and
 * withdrawal silences the running tag without a reload by `ga-disable-<id>`
 * (https://developers.google.com/analytics/devguides/collection/gtagjs/user-opt-out).
 *
 * @example
 * gate({ services: [ga4({ id: 'G-LINDEN0AK1', needs: 'analytics' })] })
 */
export function ga4({ id, needs, consent, config = {}, keepEvents }: Ga4Options): Service {
  const outbox = eventOutbox(keepEvents)
  const google = { id, consent, keep: keepEvents && outbox.keep }
  let send: Send | undefined
  let load: Promise<void> | undefined
  let counted = ''
  return {
    id: 'ga4',
    needs,
    script: scriptUrl(id),
    hosts,
    keys: cookies('_ga _ga_* _gid _gat* _dc_gtm_* _gac_* FPID FPLC'),
    hold: (page) => void consentMode(page, google),
    start(page) {
      send = consentMode(page, google, true)
      if (!send) return
      if (!load) {
        send('js', new Date())
        send('config', id, config)
      } else {
        page.window[`ga-disable-${id}`] = false
        // What it stopped in was counted, by `config` or by the tag's own watch over the address.
        if (counted !== page.document.location.href && config.send_page_view !== false)
          send('event', 'page_view', { send_to: id })
      }
      outbox.send(page, needs, send)
      load ??= page.loadScript(scriptUrl(id))
      return load
    },
    update: (page) => void (send && consentMode(page, google, true)),
    refuse: outbox.drop,
    stop(page) {
      if (!send) return
      page.window[`ga-disable-${id}`] = true
      counted = page.document.location.href
      consentMode(page, google, false)
    },
  }
}
