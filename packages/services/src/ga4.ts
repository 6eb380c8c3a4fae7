import type { Service } from '@latchkey/browser'
import type { Condition } from '@latchkey/core'
import { type ConsentMapping, consentMode, type Send } from './consent-mode.ts'
import { cookies } from './cookies.ts'

export type { ConsentMapping, ConsentType } from './consent-mode.ts'

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
export function ga4({ id, needs, consent, config = {} }: Ga4Options): Service {
  let send: Send | undefined
  let load: Promise<void> | undefined
  let counted = ''
  return {
    id: 'ga4',
    needs,
    script: scriptUrl(id),
    hosts: [
      'www.googletagmanager.com',
      '*.google-analytics.com',
      'analytics.google.com',
      '*.analytics.google.com',
      'stats.g.doubleclick.net',
    ],
    keys: cookies('_ga _ga_* _gid _gat* _dc_gtm_* _gac_* FPID FPLC'),
    hold: (page) => void consentMode(page, id, consent),
    start(page) {
      send = consentMode(page, id, consent, true)
      if (!send) return
      const { href } = page.document.location
      if (!load) {
        send('js', new Date())
        send('config', id, config)
      } else {
        page.window[`ga-disable-${id}`] = false
        // `config` has counted the page view that it ran in.
        if (counted !== href) send('event', 'page_view', { send_to: id })
      }
      counted = href
      load ??= page.loadScript(scriptUrl(id))
      return load
    },
    update: (page) => void (send && consentMode(page, id, consent, true)),
    stop(page) {
      if (!send) return
      page.window[`ga-disable-${id}`] = true
      consentMode(page, id, consent, false)
    },
  }
}
