import { createConsent, gate, hasOpener, lazy, MARKED, openers, whenFound, whenIdle } from '@latchkey/browser'
import type { Markup } from '@latchkey/browser'
import type { Extension, Regime, ReportProblem } from '@latchkey/core'
import { resolvePlace } from '@latchkey/regimes/place'
import { announce } from './announce.ts'
import { createApi, type Latchkey } from './api.ts'
import { catalogue } from './catalogue.ts'
import { readConfig } from './config.ts'
import { records } from './records.ts'
import { addServices } from './services.ts'

/** Names the build that put the question, for the record; the bundler fills it in. */
declare const LATCHKEY_BUILD: string

/** Options of {@link embed}. */
export interface EmbedOptions {
  readonly window: Window & typeof globalThis
  /** The script tag. */
  readonly tag: HTMLScriptElement | null
  /** Calls from before the script had come. */
  readonly queued: readonly unknown[]
  readonly report: ReportProblem
}

/**
 * Starts Latchkey on a page: reads the tag, joins all parts, answers with the page's one public object. Everything that
 * is not on the way to a granted service is loaded when there is work for it.
 */
export function embed({ window, tag, queued, report }: EmbedOptions): Latchkey {
  const { document } = window
  const { config, odd } = readConfig(document, tag)
  const missing = (where: string) => (error: unknown) => report({ code: 'C112', where, got: String(error) })
  if (odd) {
    import('./chunks/problems.ts').then(({ checkConfig }) => checkConfig(document, tag, catalogue).forEach(report), missing('problems'))
  }
  // Browsers hide the attribute from the page's CSS, not the property from its scripts.
  const nonce = tag?.nonce || undefined
  const hint = document.querySelector('meta[name="latchkey-place"]')?.getAttribute('content')
  const { place, by } = resolvePlace({ region: config.region, hint })

  async function rules(): Promise<Regime> {
    const { byPlace } = await import('./chunks/places.ts')
    return byPlace(config.rules)(place, by, Date.now())
  }

  /** What is shown must not rest on the short form of the rules that a returning visitor's answers carry. */
  async function fullRules(): Promise<void> {
    const { regime, signals, snapshot } = consent.get()
    if (regime && !regime.table) consent.store.send({ type: 'ready', regime: await rules(), signals, snapshot, at: Date.now() })
  }

  const services = gate({ services: [], nonce, report, window })

  const kept = records({
    window,
    report,
    async load(store, noted) {
      const { startProof } = await import('./chunks/records.ts')
      const { records, site } = config
      return startProof({ window, store, noted, records, site: site || window.location.hostname, build: LATCHKEY_BUILD, report })
    },
  })

  let marked: Markup | undefined
  const elements = lazy({
    when: () => false,
    async load() {
      const [{ markup }] = await Promise.all([import('./chunks/markup.ts'), added])
      const { origins, trustMarkup } = config
      marked = markup({ services: services.services, origins, trustMarkup, nonce, report, window, latched: () => surfaces.want() })
      return marked
    },
    failed: missing('markup'),
  })

  const surfaces = lazy({
    async load() {
      const locale = config.lang || document.documentElement.lang || 'en'
      const german = /^de\b/i.test(locale)
      const used = new Set(config.services.map(({ service }) => service))
      const [{ panel }, texts, facts] = await Promise.all([
        import('./chunks/panel.ts'),
        german ? import('./chunks/de.ts') : undefined,
        Promise.all([...used].map((id) => catalogue[id]?.facts())),
        fullRules(),
      ])
      return panel({
        config,
        nonce,
        document,
        report,
        locale: german || /^en\b/i.test(locale) ? locale : 'en',
        texts: texts?.texts,
        facts: facts.flatMap((chunk) => chunk?.facts ?? []),
        history: kept.history,
        activate: (frame) => void marked?.activate(frame),
      })
    },
    failed: missing('panel'),
  })

  /** Only pages without a way back of their own, or with a chat to offer, need surfaces before one opens. */
  const offer: Extension = (store) => {
    const unsubscribe = store.subscribe(({ phase }) => {
      if (phase === 'pending') return
      unsubscribe()
      const chat = config.chat.launcher !== false && config.services.some(({ needs }) => needs === 'chat')
      whenIdle(window, () => (chat || !hasOpener(document)) && surfaces.want())
    })
    return unsubscribe
  }

  const consent = createConsent({
    policy: { version: config.policy || '1', purposes: config.purposes.map(({ detail: _, ...purpose }) => purpose) },
    regime: (known) => (known && (place === 'unknown' || place === known.place) ? null : rules()),
    use: [kept, services, elements, announce(window), openers(window), offer, surfaces],
    report,
    window,
  })
  const added = addServices({ window, services: config.services, gate: services, nonce, isGranted: consent.isGranted, report })
  whenFound(window, MARKED, elements.want)
  return createApi(consent, kept, queued, report)
}
