import { createConsent, gate, openers } from '@latchkey/browser'
import type { ConsentStore, Policy, Regime } from '@latchkey/core'
import { resolvePlace } from '@latchkey/regimes/place'
import { announce } from './announce.ts'
import { createApi, type Latchkey } from './api.ts'
import { type Config, readConfig } from './config.ts'
import { records } from './records.ts'
import { reportTo } from './report.ts'
import { addServices } from './services.ts'
import { surfaces } from './surfaces.ts'

/** Names the build that put the question, for the record; the bundler fills it in. */
declare const LATCHKEY_BUILD: string

/**
 * Starts Latchkey on a page: reads the tag, joins all parts, answers with the page's one public object. Everything that
 * is not on the way to a granted service is loaded later.
 */
export function embed(window: Window & typeof globalThis, tag: HTMLScriptElement | null): Latchkey {
  const { document } = window
  const report = reportTo(window)
  const config = readConfig(document, tag, report)
  // Browsers hide the attribute from the page's CSS, not the property from its scripts.
  const nonce = tag?.nonce || undefined
  const { place, by } = resolvePlace({ region: config.region, hint: serverHint(document) })

  const rules = async (): Promise<Regime> => {
    const { byPlace } = await import('./chunks/places.ts')
    return byPlace(config.rules)(place, by, Date.now())
  }

  let added: (value: unknown) => void = () => {}
  const gated = gate({
    services: [],
    origins: config.origins,
    trustMarkup: config.trustMarkup,
    nonce,
    report,
    window,
    complete: new Promise((resolve) => {
      added = resolve
    }),
    latched: () => shown.want(),
  })

  const kept = records({
    window,
    report,
    load: async () => {
      const { fetchTransport, proof } = await import('./chunks/records.ts')
      return proof({
        site: config.site ?? window.location.hostname,
        transports: config.records ? [fetchTransport(config.records)] : [],
        ui: LATCHKEY_BUILD,
        report,
      })
    },
  })

  const shown = surfaces({
    window,
    config,
    nonce,
    report,
    records: kept,
    gate: () => gated,
    async rules(store: ConsentStore) {
      const { regime, signals } = store.get()
      if (regime?.table) return
      store.send({
        type: 'ready',
        regime: await rules(),
        signals,
        snapshot: store.get().snapshot,
        at: Date.now(),
      })
    },
  })

  const consent = createConsent({
    policy: policyOf(config),
    regime: (known) => (known && (place === 'unknown' || place === known.place) ? null : rules()),
    use: [kept.extension, gated, announce(window), openers(window), shown],
    report,
    window,
  })
  added(
    addServices({
      window,
      services: config.services,
      gate: gated,
      nonce,
      isGranted: consent.isGranted,
      report,
    }),
  )
  return createApi(consent, kept)
}

function policyOf({ policy, purposes }: Config): Policy {
  return {
    version: policy,
    purposes: purposes.map(({ id, ask, necessary, revision }) => ({ id, ask, necessary, revision })),
  }
}

/** The server's word on the place, for pages whose tag is the same for everybody. */
function serverHint(document: Document): string | null | undefined {
  return document.querySelector('meta[name="latchkey-place"]')?.getAttribute('content')
}
