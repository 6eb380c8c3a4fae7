import { escapeHtml, html, type Markup, raw } from './html.ts'

/** Attributes of the script tag, without `data-`. `null` leaves one out. */
export type TagAttributes = Readonly<Record<string, string | null>>

/**
 * What the shop's script tag says. The ids are placeholders that belong to nobody. Which purpose a vendor serves is
 * the shop's own decision.
 */
export const usualTag: TagAttributes = {
  controller: 'Linden & Oak GmbH',
  privacy: '/privacy',
  analytics: 'ga4:G-LINDEN0AK1, clarity:abcdefghij',
  marketing: 'meta-pixel:123456789012345',
  chat: 'intercom:abcd1234',
  video: 'youtube',
  records: '/latchkey',
}

/** What attributes have no room for, in the page's language. */
export function usualConfig(lang: string): Readonly<Record<string, unknown>> {
  const human =
    lang === 'de'
      ? 'Werktags von 9 bis 17 Uhr kann ein Mensch übernehmen.'
      : 'A person can take over on weekdays, 9–17.'
  return { chat: { ai: true, human, email: 'hello@linden-oak.example' } }
}

export interface Tag {
  readonly src: string
  readonly attributes: TagAttributes
  /** JSON text of `#latchkey-config`; left out when empty. */
  readonly config: string
  readonly nonce: string | undefined
}

export function scriptTag({ src, attributes, config, nonce }: Tag): Markup {
  const written = Object.entries(attributes).map(([name, value]) =>
    value === null ? '' : ` data-${name}="${escapeHtml(value)}"`,
  )
  // `<` could close the element early; in JSON it can always be written as an escape.
  const json =
    config &&
    html`<script type="application/json" id="latchkey-config">${raw(config.replaceAll('<', '\\u003c'))}</script>`
  return html`${json || ''}<script async src="${src}"${nonceOf(nonce)}${raw(written.join(''))}></script>`
}

export function nonceOf(nonce: string | undefined): Markup {
  return nonce ? html` nonce="${nonce}"` : raw('')
}
