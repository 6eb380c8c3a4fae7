import type { Service, ServiceContext } from '@latchkey/browser'
import type { Condition, PurposeId } from '@latchkey/core'
import { clarity as hosts } from './hosts.ts'
import { claim, type VendorFunction } from './vendor-function.ts'

/** Options of {@link clarity}. */
export interface ClarityOptions {
  /** The project id: 8 to 12 lower-case letters and digits. */
  readonly id: string
  /** What must be granted before Microsoft is contacted. */
  readonly needs: Condition
  /** The purpose that lets Microsoft use what it sees for advertising. @default 'marketing' */
  readonly ads?: PurposeId | undefined
}

/** A project id. */
export const idPattern = /^[a-z0-9]{8,12}$/

/** The vendor script for a project id. */
export const scriptUrl = (id: string): string => `https://www.clarity.ms/tag/${id}`

/** The queue, then the recorder's own function (https://github.com/microsoft/clarity, packages/clarity-js/src/queue.ts). */
interface Clarity extends VendorFunction {
  q?: unknown[]
  /** The recorder's version. */
  v?: unknown
}

/**
 * Microsoft Clarity with its Consent API v2. Withdrawal ends the recording by `clarity('stop')` and nothing else: a
 * denied `consentv2` would stop it too, but start it again 250 ms later without cookies
 * (https://github.com/microsoft/clarity, packages/clarity-js/src/data/metadata.ts).
 *
 * @example
 * gate({ services: [clarity({ id: 'abcdefghij', needs: 'analytics' })] })
 */
export function clarity({ id, needs, ads = 'marketing' }: ClarityOptions): Service {
  let free = false
  let running = false
  let told = ''
  let load: Promise<void> | undefined
  /** What stands at `window.clarity` while it runs: our queue first, then what the recorder puts there. */
  let live: Clarity | undefined
  /** Stands there while denied: what the page calls then is dropped. */
  const shut: Clarity = () => {}

  function update(page: ServiceContext): void {
    const ad_Storage = page.isGranted(ads) ? 'granted' : 'denied'
    if (running && told !== ad_Storage) {
      const { clarity } = page.window as { clarity: Clarity }
      clarity('consentv2', { ad_Storage, analytics_Storage: 'granted' })
    }
    told = ad_Storage
  }

  function close(page: ServiceContext): void {
    const { clarity } = page.window as { clarity: Clarity }
    // Withdrawn before the recorder came: with `v` set, tag and recorder take themselves for a second copy and do
    // nothing when they come. A later start asks for them again.
    shut.v = clarity.q
    if (clarity.q) live = load = undefined
    else {
      clarity('stop')
      live = page.window.clarity as Clarity
    }
    page.window.clarity = shut
  }

  return {
    id: 'clarity',
    needs,
    script: scriptUrl(id),
    hosts,
    keys: [
      { kind: 'cookie', name: '_clck' },
      { kind: 'cookie', name: '_clsk' },
      { kind: 'session', name: '_cltk' },
    ],
    hold(page) {
      free = claim(page, 'clarity', shut)
    },
    start(page) {
      const fresh: Clarity = (...args) => fresh.q?.push(args)
      fresh.q = []
      if (!free) return
      page.window.clarity = live ?? fresh
      running = true
      told = ''
      live?.('start')
      update(page)
      load ??= page.loadScript(scriptUrl(id))
      return load
    },
    update,
    stop(page) {
      if (!running) return
      running = false
      close(page)
      // Clarity also listens to Google's consent state. If that was denied a moment ago, it has stopped by itself
      // and begins again 250 ms later.
      const { setTimeout } = page.window as { setTimeout: typeof globalThis.setTimeout }
      setTimeout(() => {
        if (!running && page.window.clarity !== shut) close(page)
      }, 300)
    },
  }
}
