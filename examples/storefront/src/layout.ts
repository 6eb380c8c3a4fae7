import { leaf, optOut } from './art/marks.ts'
import { rooms } from './catalogue.ts'
import { html, type Markup, type Part } from './html.ts'
import { nonceOf } from './tag.ts'
import { type Words, words } from './words.ts'

/** What a page needs to know about the request it answers. */
export interface Visit {
  readonly words: Words
  /** Path without the language. */
  readonly path: string
  readonly query: URLSearchParams
  /** How many pieces lie in the cart. */
  readonly pieces: number
  /** The place's law asks for «Your Privacy Choices» and its icon (LR-48). */
  readonly optOut: boolean
  readonly nonce: string | undefined
  /** The question, where the server draws it: first in the body. */
  readonly banner: Part
  /** Markup for the head: the script tag, and whatever a test adds. */
  readonly head: Part
}

export interface Page {
  readonly title: string
  readonly body: Markup
  readonly status?: number | undefined
}

/** An address in the language of the visit. */
export function link({ words }: Pick<Visit, 'words'>, path: string): string {
  return words.lang === 'de' ? `/de${path === '/' ? '' : path}` : path
}

export function layout(visit: Visit, { title, body }: Page): Markup {
  const { words: w, nonce } = visit
  const other = words[w.lang === 'de' ? 'en' : 'de']
  const at = (path: string) => link(visit, path)
  const current = (path: string) => visit.path.startsWith(path) && html` aria-current="page"`
  return html`<!doctype html>
<html lang="${w.lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Linden &amp; Oak</title>
<meta name="description" content="${w.heroText}">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="/assets/leaf.svg" type="image/svg+xml">
<link rel="stylesheet" href="/assets/shop.css"${nonceOf(nonce)}>
${visit.head}
<script defer src="/assets/shop.js"${nonceOf(nonce)}></script>
</head>
<body>
${visit.banner}<header>
<a class="skip" href="#main">${w.skip}</a>
<p class="promise">${w.promise}</p>
<div class="top">
  <a class="brand" href="${at('/')}">${leaf}<span>Linden <em>&amp;</em> Oak</span></a>
  <nav aria-label="${w.menu}">
    <a href="${at('/furniture')}"${current('/furniture')}>${w.furniture}</a>
    <a href="${at('/help')}"${current('/help')}>${w.help}</a>
    <a href="${link({ words: other }, visit.path)}" lang="${other.lang}" hreflang="${other.lang}">${w.otherLanguage}</a>
    <a class="cart" href="${at('/cart')}"${current('/cart')}>${w.cart}${visit.pieces > 0 && html` <b>${visit.pieces}</b>`}</a>
  </nav>
</div>
</header>
<main id="main" tabindex="-1">
${body}
</main>
<footer>
  <div class="columns">
    <div><p class="brand">${leaf}<span>Linden <em>&amp;</em> Oak</span></p><p>${w.tagline}</p></div>
    <div><h2>${w.shopTitle}</h2><ul>${rooms.map((room) => html`<li><a href="${at('/furniture')}?room=${room}">${w.room[room]}</a></li>`)}</ul></div>
    <div><h2>${w.houseTitle}</h2><ul>
      <li><a href="${at('/help')}">${w.help}</a></li>
      <li><a href="${at('/privacy')}">${w.privacy}</a></li>
      <li><a href="#privacy-choices">${visit.optOut ? html`Your Privacy Choices ${optOut}` : w.privacyChoices}</a></li>
    </ul></div>
  </div>
  <p class="small">${w.imprint} · ${w.demo}</p>
</footer>
</body>
</html>
`
}
