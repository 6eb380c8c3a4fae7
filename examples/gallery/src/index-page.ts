import { html, type Part } from '@latchkey/example-storefront'
import { type FrameChoice, frameAddress, langs, readScheme, type Scheme } from './choice.ts'
import { surfaces } from './surfaces.ts'

/** Windows that a frame can have, in CSS pixels. */
const windows = {
  '320': { name: 'Small phone', height: 568 },
  '390': { name: 'Phone', height: 760 },
  '768': { name: 'Tablet', height: 860 },
  '1280': { name: 'Desktop', height: 760 },
} as const
const schemes = { light: 'Light', dark: 'Dark', both: 'Light and dark' } as const

/** What is asked for: each value is one of its kind, or `all`. */
interface Wish {
  readonly surface: string
  readonly lang: string
  readonly scheme: string
  readonly width: keyof typeof windows
  readonly theme: string
}

/** The gallery's own page: what to show, and a frame for each. */
export function indexPage(query: URLSearchParams, themes: readonly string[]): Response {
  const wish = readWish(query, themes)
  const frames = choices(wish)
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Gallery · Latchkey</title>
<meta name="color-scheme" content="light dark">
<link rel="icon" href="/assets/leaf.svg" type="image/svg+xml">
<link rel="stylesheet" href="/gallery/assets/gallery.css">
<script defer src="/gallery/assets/gallery.js"></script>
</head>
<body>
<header>
<h1>Every surface</h1>
<p>Each frame is a page of the example shop with the script tag that shops load. It lives apart from all others, keeps
nothing on this device and asks no vendor for anything: press what you like, and load it again to start over.</p>
<form action="/gallery">
${select('surface', 'Surface', wish.surface, [['all', 'All'], ...surfaces.map(({ id, title }) => [id, title] as const)])}
${select('lang', 'Language', wish.lang, [['all', `All ${langs.length}, of one surface`], ...langs.map((tag) => [tag, nameOf(tag)] as const)])}
${select('scheme', 'Colours', wish.scheme, Object.entries(schemes))}
${select(
  'width',
  'Window',
  wish.width,
  Object.entries(windows).map(([width, { name }]) => [width, `${name}, ${width} px`] as const),
)}
${select('theme', 'Theme', wish.theme, [['', 'The shop’s'], ['none', 'None: our own colours'], ...themes.map((name) => [name, name] as const)])}
<button>Show</button>
</form>
<p class="small">Forced colours are the reader’s setting, not a page’s: turn on your system’s contrast theme, or in
Chromium’s developer tools «Rendering», «Emulate CSS media feature forced-colors».</p>
</header>
<main>
<h2>${frames.length === 1 ? '1 frame' : `${frames.length} frames`}</h2>
<ul class="frames">${frames.map((choice) => figure(choice, wish.width))}</ul>
</main>
</body>
</html>
`
  return new Response(page.markup, {
    headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache' },
  })
}

function readWish(query: URLSearchParams, themes: readonly string[]): Wish {
  const one = (name: string, known: readonly string[], otherwise: string) =>
    known.find((value) => value === query.get(name)) ?? otherwise
  const ids: readonly string[] = surfaces.map(({ id }) => id)
  return {
    surface: one('surface', ids, 'all'),
    // All of both would be some four hundred pages at once.
    lang: one(
      'lang',
      query.has('surface') && query.get('surface') !== 'all' ? ['all', ...langs] : langs,
      'en',
    ),
    scheme: one('scheme', Object.keys(schemes), 'light'),
    width: one('width', Object.keys(windows), '390') as Wish['width'], // of exactly these names
    theme: one('theme', ['none', ...themes], ''),
  }
}

function choices({ surface, lang, scheme, theme }: Wish): readonly FrameChoice[] {
  const shown = surfaces.filter(({ id }) => surface === 'all' || surface === id)
  const both: readonly Scheme[] = ['light', 'dark']
  const only = readScheme(scheme)
  return shown.flatMap(({ id }) =>
    (lang === 'all' ? langs : [lang]).flatMap((tag) =>
      (only ? [only] : both).map((each) => ({
        surface: id,
        lang: tag,
        scheme: each,
        theme: theme || undefined,
      })),
    ),
  )
}

function figure(choice: FrameChoice, width: Wish['width']) {
  const address = frameAddress(choice)
  const title = surfaces.find(({ id }) => id === choice.surface)?.title ?? choice.surface
  const name = [title, nameOf(choice.lang ?? 'en'), choice.scheme].join(', ')
  const { height } = windows[width]
  return html`<li data-width="${width}" data-height="${height}">
<h3><a href="${address}">${title}</a> <span>${nameOf(choice.lang ?? 'en')}, ${choice.scheme}</span></h3>
<div class="window"><iframe src="${address}" title="${name}" width="${width}" height="${height}" loading="lazy"></iframe></div>
</li>`
}

function select(
  name: string,
  label: string,
  chosen: string,
  options: readonly (readonly [string, string])[],
): Part {
  return html`<label>${label} <select name="${name}">${options.map(
    ([value, text]) => html`<option value="${value}"${value === chosen && html` selected`}>${text}</option>`,
  )}</select></label>`
}

/** «Deutsch (German)». */
function nameOf(tag: string): string {
  const english = new Intl.DisplayNames(['en'], { type: 'language' }).of(tag) ?? tag
  const own = new Intl.DisplayNames([tag], { type: 'language' }).of(tag) ?? tag
  return own === english ? english : `${own} (${english})`
}
