import {
  decodeSnapshot,
  initialState,
  type Policy,
  type Regime,
  type Signals,
  transition,
} from '@latchkey/core'
import { Banner } from './banner.tsx'
import type { UiOptions } from './options.ts'
import { styles } from './styles.ts'
import { escaped, toHtml } from './to-html.ts'
import type { View } from './view.ts'
import { wordsFor } from './words.ts'

/** What the banner is drawn from on a server: the surfaces' own options, and what the page will start with. */
export interface RenderBannerOptions
  extends Pick<
    UiOptions,
    'controller' | 'texts' | 'locale' | 'services' | 'purposes' | 'privacyUrl' | 'logo' | 'note' | 'nonce'
  > {
  /** The page's own, letter for letter: another revision is another question. */
  readonly policy: Policy
  /** The rules where this visitor is. */
  readonly regime: Regime
  /** The request's `Cookie` header. */
  readonly cookie: string | null | undefined
  /** What the browser sends: `{ gpc: request.headers.get('sec-gpc') === '1' }`. @default none */
  readonly signals?: Signals | undefined
  /** @default now */
  readonly at?: number | undefined
}

/**
 * The banner as HTML, for the first paint: `<div id="latchkey">` with a declarative shadow root. Put it at the beginning of
 * the body. Empty if there is nothing to ask: the same machine decides that decides in the page. `ui` takes it over
 * without moving anything. Never let a cache keep a page with a visitor's state in it (BR-14).
 *
 * @example
 * import { en } from '@latchkey/ui'
 * import { renderBanner } from '@latchkey/ui/server'
 *
 * const html = renderBanner({
 *   policy: { version: '2026-11', purposes: [{ id: 'analytics' }] },
 *   regime: { id: 'eu-opt-in', model: 'opt-in', grantDays: 180, refusalDays: 184 },
 *   cookie: request.headers.get('cookie'),
 *   controller: 'Linden & Oak GmbH',
 *   texts: en,
 *   locale: 'en',
 *   services: [],
 * })
 */
export function renderBanner({
  policy,
  regime,
  cookie,
  signals = { gpc: null },
  at = Date.now(),
  ...options
}: RenderBannerOptions): string {
  const { texts, locale, nonce } = options
  const snapshot = decodeSnapshot(decisionIn(cookie ?? ''))
  const state = transition(initialState(policy), { type: 'ready', regime, signals, snapshot, at })
  if (state.surface !== 'banner') return ''
  const words = wordsFor(texts, locale)
  const nothing = () => {}
  const view: View = {
    state,
    options,
    texts,
    words,
    drafts: {},
    history: null,
    reread: nothing,
    send: nothing,
    decide: nothing,
  }
  return [
    // The inline stub reads what a refusal is about, until the script has taken over.
    `<div id="latchkey" data-asks="${escaped(state.questions.join(' '))}"><template shadowrootmode="open">`,
    `<style${nonce ? ` nonce="${escaped(nonce)}"` : ''}>${styles}</style>`,
    `<div class="root" lang="${escaped(words.locale)}" dir="${escaped(texts.dir)}"><div>${toHtml(<Banner view={view} />)}</div></div>`,
    '</template></div>',
  ].join('')
}

/** A cookie that is there twice with different values is no decision: a sibling sub-domain could have set one of them. */
function decisionIn(header: string): string | null {
  const found = new Set(
    header
      .split(/;\s*/)
      .flatMap((pair) => (pair.startsWith('latchkey=') ? [pair.slice('latchkey='.length)] : [])),
  )
  return found.size === 1 ? ([...found][0] ?? null) : null
}
