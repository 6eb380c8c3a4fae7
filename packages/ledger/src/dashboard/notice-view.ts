import { foreign, type Html, html } from './html.ts'

/** A notice as it was shown, read for people: words, order, controls. It came from a browser and may be anything. */
export function noticeView(document: string | null): Html {
  if (document === null) {
    return html`<p>The ledger has not got these words. Either no browser has sent them, or they went with the last record that named them. If you have them, their SHA-256 must be the version above.</p>`
  }
  const notice = fieldsOf(parse(document))
  const texts = textsOf(notice.texts)
  if (!texts.length) {
    return html`<p>This notice is not in Latchkey’s own form. Here it is, letter by letter:</p><pre dir="auto">${document}</pre>`
  }
  const locale = asText(notice.locale)
  return html`<dl><dt>Where</dt><dd>${foreign(surfaces[asText(notice.surface)] ?? asText(notice.surface))}</dd>
<dt>Language</dt><dd>${foreign(locale)}</dd><dt>Who asks</dt><dd>${foreign(asText(notice.controller))}</dd>
<dt>Services named</dt><dd>${foreign(textsOf(notice.services).join(', ') || 'none')}</dd></dl>
<h3>Words, in their order</h3>
<ol class="words"${/^[A-Za-z-]{2,20}$/.test(locale) ? html` lang="${locale}"` : null}>${texts.map((text) => html`<li dir="auto">${text}</li>`)}</ol>
<h3>Buttons, switches and links, in their order</h3>
<ol class="words">${listOf(notice.controls).map((control) => html`<li>${controlView(fieldsOf(control))}</li>`)}</ol>
<details><summary>Letter by letter</summary><pre dir="auto">${document}</pre></details>`
}

type Fields = { readonly [key: string]: unknown }

const surfaces: { readonly [surface: string]: string | undefined } = Object.assign(Object.create(null), {
  banner: 'Banner',
  preferences: 'Preferences',
  card: 'Card, asked on use',
  placeholder: 'Tile in place of a frame',
})

function controlView({ action, label, purpose, on, covered }: Fields): Html {
  const kind = asText(action)
  const state = typeof on === 'boolean' ? `, ${on ? 'on' : 'off'} before anybody moved it` : ''
  const what = kind === 'switch' || kind === 'fixed' || kind === 'link' ? kind : `button «${kind}»`
  return html`<strong>${foreign(asText(label))}</strong> — ${foreign(what)}${asText(purpose) ? html`, purpose ${foreign(asText(purpose))}` : null}${state}${covered === true ? html` · <span class="bad-word">hidden or covered by the page</span>` : null}`
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return null // a site may register notices of its own making
  }
}

function fieldsOf(value: unknown): Fields {
  // Of anything but an object, no field is there.
  return typeof value === 'object' && value !== null ? { ...value } : {}
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function textsOf(value: unknown): readonly string[] {
  return listOf(value).filter((text) => typeof text === 'string')
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
