import type { Guard, Markup } from '@latchkey/browser'
import { createConsent, lazy, OPENERS, openers, whenFound, whenIdle } from '@latchkey/browser'
import type { ReportProblem } from '@latchkey/core'
import { announce } from './announce.ts'
import { createApi, type Latchkey } from './api.ts'
import { catalogue } from './catalogue.ts'
import type { start as startGuard } from './chunks/guard.ts'
import { readConfig } from './config.ts'
import { records } from './records.ts'
import { services } from './services.ts'

/** Names the build that put the question, for the record; the bundler fills it in. */
declare const LATCHKEY_BUILD: string

/**
 * Starts Latchkey on a page: reads the tag, joins all parts, answers with the page's one public object. Everything that
 * is not on the way to a granted service is loaded when there is work for it. `queued`: calls from before we had come.
 * `guardNow`: the guard, where it came in the same file.
 */
export function embed(
  tag: HTMLScriptElement | null,
  queued: readonly unknown[],
  report: ReportProblem,
  guardNow?: typeof startGuard,
): Latchkey {
  const { config, odd } = readConfig(document, tag)
  const { settings, purposes } = config
  const missing = (where: string) => (error: unknown) => report({ code: 'C112', where, got: String(error) })
  if (odd) {
    import('./chunks/problems.ts').then(
      ({ checkConfig }) => checkConfig(document, tag, catalogue).forEach(report),
      missing('problems'),
    )
  }
  // Browsers hide the attribute from the page's CSS, not the property from its scripts.
  const nonce = tag?.nonce || undefined
  const hint = document.querySelector<HTMLMetaElement>('meta[name="latchkey-place"]')?.content
  const place = (settings.region || hint)?.trim().toUpperCase()

  const places = () => import('./chunks/places.ts')
  const rules = () => places().then(({ rulesFor }) => rulesFor(config, hint))

  const page = { config, nonce, report, policies: new WeakMap() }
  let guard = guardNow?.(page)
  let standing: Promise<Guard> | undefined
  const guarded =
    guard ??
    lazy({
      when: ({ standings }) => purposes.some(({ id }) => !standings[id]?.granted),
      load: () => (standing = import('./chunks/guard.ts').then(({ start }) => (guard = start(page)))),
      failed: missing('guard'),
    })
  const gated = services({ ...page, services: config.services, failed: missing })

  const kept = records({
    failed: missing('records'),
    async load(noted) {
      // Nothing is sent from a page that nobody looks at yet (A4).
      const [{ startProof }] = await Promise.all([import('./chunks/records.ts'), consent.ready])
      return startProof({ ...page, store: consent.store, noted, build: LATCHKEY_BUILD })
    },
  })

  let marked: Markup | undefined
  const elements = lazy({
    when: () => false,
    load: () =>
      Promise.all([import('./chunks/markup.ts'), here]).then(
        ([{ start }, services]) => (marked = start({ ...page, services, latched: surfaces.want })),
      ),
    failed: missing('markup'),
  })

  const surfaces = lazy({
    async load(woken) {
      const locale = settings.lang || document.documentElement.lang
      const [{ panel }, ...parts] = await Promise.all([
        import('./chunks/panel.ts'),
        import('./chunks/facts.ts'),
        consent.get().regime?.table ? undefined : rules(),
        places().then(({ fit }) => fit(locale, page)),
        woken,
      ])
      return panel({
        ...page,
        consent,
        locale,
        parts,
        need: kept.need,
        activate(frame) {
          guard?.exempt(frame)
          marked?.activate(frame)
        },
      })
    },
    failed: missing('panel'),
  })

  const consent = createConsent({
    policy: { version: settings.policy || '1', purposes },
    regime: (known) => (known && (!place || place === known.place) ? null : rules()),
    use: [guarded, kept, gated, elements, announce(() => here), openers(), surfaces],
    report,
  })
  const here = gated.load(consent)
  whenFound(window, '[data-purpose],[purpose]', elements.want)
  whenFound(window, '#latchkey,privacy-choices', surfaces.want)
  // Only pages without a way back of their own, or with a chat to offer, need surfaces before one opens.
  const chat = config.services.some(({ needs }) => needs === 'chat')
  consent.ready.then(() =>
    whenIdle(window, () => (chat || !document.querySelector(OPENERS)) && surfaces.want()),
  )
  // Who waits for us wants what is refused to be stopped by then.
  const ready = consent.ready.then(() => standing?.catch(() => {})).then(consent.get)
  return createApi({ ...consent, ready }, kept, queued, report)
}
