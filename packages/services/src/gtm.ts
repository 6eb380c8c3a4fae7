import type { PurgeableKey, Service } from '@latchkey/browser'
import type { Condition } from '@latchkey/core'
import { type ConsentMapping, consentMode } from './consent-mode.ts'
import { cookies } from './cookies.ts'
import { eventOutbox, type KeepEvents } from './event-outbox.ts'
import { gtm as container } from './hosts.ts'

export type { ConsentMapping, ConsentType } from './consent-mode.ts'
export type { KeepEvents } from './event-outbox.ts'

/** Options of {@link gtm}. */
export interface GtmOptions {
  /** The container id, `GTM-…`. */
  readonly id: string
  /** What must be granted before the container is loaded: everything that its tags are used for. */
  readonly needs: Condition
  /**
   * Which purpose stands behind which Consent Mode type.
   * @default analytics_storage: 'analytics'; ad_storage, ad_user_data and ad_personalization: 'marketing'
   */
  readonly consent?: ConsentMapping | undefined
  /** Hosts that the container's tags talk to, so that the guard can stop them too. @default [] */
  readonly hosts?: readonly string[] | undefined
  /** Keys that the container's tags leave, so that withdrawal purges them. @default [] */
  readonly keys?: readonly PurgeableKey[] | undefined
  /**
   * Keeps events that the shop sends with `gtag('event', …)` before the shopper has answered, in memory only, and sends them at the
   * grant with their original time as the parameter `event_time`. `true` keeps the last hundred, a number the last so many. A refusal,
   * and leaving the page, drops them.
   * @default false
   */
  readonly keepEvents?: KeepEvents
}

/** A container id. */
export const idPattern = /^GTM-[A-Z0-9]{4,12}$/

/** The vendor script for a container id. */
export const scriptUrl = (id: string): string => `https://www.googletagmanager.com/gtm.js?id=${id}`

/**
 * Google Tag Manager. The container loads once what it needs is granted, after the Consent Mode default and update.
 * What its tags start cannot be stopped from outside (BR-12), so withdrawal ends in a reload.
 *
 * @example
 * gate({ services: [gtm({ id: 'GTM-ABC1234', needs: { every: ['analytics', 'marketing'] } })] })
 */
export function gtm({ id, needs, consent, hosts = [], keys = [], keepEvents }: GtmOptions): Service {
  const outbox = eventOutbox(keepEvents)
  const google = { id, consent, keep: keepEvents && outbox.keep }
  let running = false
  let arrived = false
  /** The container has seen the event that its tags wait for. */
  let fired = false
  let entry: { 'gtm.start': number; event?: string } | undefined
  let load: Promise<void> | undefined
  return {
    id: 'gtm',
    needs,
    script: scriptUrl(id),
    hosts: [...container, ...hosts],
    keys: [...cookies('_dc_gtm_*'), ...keys],
    reload: true,
    hold: (page) => void consentMode(page, google),
    start(page) {
      const send = consentMode(page, google, true)
      running = !!send
      if (!send) return
      if (!fired) {
        entry = { 'gtm.start': Date.now(), event: 'gtm.js' }
        ;(page.window.dataLayer as unknown[]).push(entry) // `consentMode` has found it to be an array
      }
      fired = arrived
      outbox.send(page, needs, send)
      load ??= page.loadScript(scriptUrl(id)).then(() => {
        arrived = true
        fired = running
      })
      return load
    },
    update: (page) => void (running && consentMode(page, google, true)),
    refuse: outbox.drop,
    stop(page) {
      if (!running) return
      running = false
      // Withdrawn before the container came: it must find no event to start its tags with.
      if (!fired && entry) delete entry.event
      consentMode(page, google, false)
    },
  }
}
