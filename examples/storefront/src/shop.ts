import { randomBytes, randomInt } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { asset } from './assets.ts'
import { cartCookie, changed, type Line, pieces, readCart } from './cart.ts'
import { find } from './catalogue.ts'
import { html, raw } from './html.ts'
import { layout, link, type Page, type Visit } from './layout.ts'
import { cartPage } from './pages/cart.ts'
import { category } from './pages/category.ts'
import { checkout, confirmation } from './pages/checkout.ts'
import { home } from './pages/home.ts'
import { productPage } from './pages/product.ts'
import { help, missing, privacy } from './pages/texts.ts'
import { scriptTag, type TagAttributes, usualConfig, usualTag } from './tag.ts'
import { words } from './words.ts'

/** How a shop may differ from the usual one. Everything has a default; tests set one thing at a time. */
export interface ShopOptions {
  /** Folder with the built SDK. @default packages/embed/dist */
  readonly sdk?: string | undefined
  /** Where the script tag points. `null` leaves the tag out. @default '/assets/latchkey.js' */
  readonly src?: string | null | undefined
  /** Attributes that differ from the usual script tag, without `data-`; `null` leaves one out. */
  readonly tag?: TagAttributes | undefined
  /** Members of `#latchkey-config`, or its JSON text as it is, broken or not. */
  readonly config?: Readonly<Record<string, unknown>> | string | undefined
  /** `strict` asks for nonces and Trusted Types, as a careful shop would. @default 'none' */
  readonly csp?: 'none' | 'strict' | undefined
  /** Markup in front of the script tag: snippets that were left in the page, inline stubs. `{nonce}` is filled in. */
  readonly head?: string | undefined
  /** Draws the question on the server: HTML for the beginning of the body, as `renderBanner` of `@latchkey/ui/server` makes it. */
  readonly banner?: ((request: Request, nonce: string | undefined) => string) | undefined
  /** Markup at the end of the body; `{nonce}` is filled in. */
  readonly foot?: string | undefined
  /** Takes requests below the ledger's path, `/latchkey`. */
  readonly ledger?: { fetch(request: Request): Promise<Response> } | undefined
}

export interface Shop {
  fetch(request: Request): Promise<Response>
}

/**
 * The shop as a function from request to response, so that a test needs no port.
 *
 * @example
 * const shop = createShop({ tag: { region: 'DE' } })
 * const page = await shop.fetch(new Request('https://shop.example/'))
 */
export function createShop(options: ShopOptions = {}): Shop {
  const sdk = options.sdk ?? fileURLToPath(new URL('../../../packages/embed/dist', import.meta.url))
  const attributes = { ...usualTag, ...options.tag }
  const optOut = attributes.region?.startsWith('US') === true

  async function fetch(request: Request): Promise<Response> {
    const url = new URL(request.url)
    if (options.ledger && /^\/latchkey(\/|$)/.test(url.pathname)) return options.ledger.fetch(request)
    if (url.pathname.startsWith('/assets/')) return asset(url.pathname.slice('/assets/'.length), sdk)
    // We honour the browser's opt-out signal where the law says so, and say that we do (GPC, section 5).
    if (url.pathname === '/.well-known/gpc.json')
      return Response.json({ gpc: true, lastUpdate: '2026-11-01' })

    const [, german, rest = ''] = /^\/(de(?=\/|$))?(.*)$/.exec(url.pathname) ?? []
    const path = german ? rest || '/' : url.pathname
    const w = words[german ? 'de' : 'en']
    const lines = readCart(request.headers.get('cookie'))
    if (request.method === 'POST') return post(request, url, path, lines, w)
    if (request.method !== 'GET' && request.method !== 'HEAD') return new Response(null, { status: 405 })

    const nonce = options.csp === 'strict' ? randomBytes(16).toString('base64') : undefined
    const visit: Visit = {
      words: w,
      path,
      query: url.searchParams,
      pieces: pieces(lines),
      optOut,
      nonce,
      banner: raw(options.banner?.(request, nonce) ?? ''),
      head: html`${extra(options.head, nonce)}${tag(nonce, w.lang === 'de')}`,
    }
    const page = pageFor(visit, lines)
    const text = layout(visit, { ...page, body: html`${page.body}${extra(options.foot, nonce)}` }).markup
    return new Response(text, {
      status: page.status ?? 200,
      headers: {
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'private, no-cache',
        'x-content-type-options': 'nosniff',
        ...(nonce ? { 'content-security-policy': strictPolicy(nonce) } : {}),
      },
    })
  }

  function tag(nonce: string | undefined, german: boolean) {
    if (options.src === null) return ''
    const { config = {} } = options
    return scriptTag({
      src: options.src ?? '/assets/latchkey.js',
      attributes:
        german && attributes.privacy === '/privacy' ? { ...attributes, privacy: '/de/privacy' } : attributes,
      config:
        typeof config === 'string'
          ? config
          : JSON.stringify({ ...usualConfig(german ? 'de' : 'en'), ...config }),
      nonce,
    })
  }

  return { fetch }
}

function pageFor(visit: Visit, lines: readonly Line[]): Page {
  const { path } = visit
  const product = find(/^\/furniture\/([a-z]+)$/.exec(path)?.[1])
  const order = /^\/order\/(LO-\d{6})$/.exec(path)?.[1]
  if (product) return productPage(visit, product)
  if (order) return confirmation(visit, order)
  switch (path) {
    case '/':
      return home(visit)
    case '/furniture':
      return category(visit)
    case '/cart':
      return cartPage(visit, lines)
    case '/checkout':
      return checkout(visit, lines)
    case '/help':
      return help(visit)
    case '/privacy':
      return privacy(visit)
    default:
      return missing(visit)
  }
}

async function post(
  request: Request,
  url: URL,
  path: string,
  lines: readonly Line[],
  w: (typeof words)['en'],
): Promise<Response> {
  const secure = url.protocol === 'https:'
  const form = new URLSearchParams(await request.text())
  if (path === '/cart') {
    const product = find(form.get('slug') ?? undefined)
    if (!product) return new Response(null, { status: 400 })
    const count = form.has('remove') ? 0 : Number.parseInt(form.get('count') ?? '1', 10) || 0
    const next = changed(lines, product, count, form.has('add'))
    return seeOther(link({ words: w }, '/cart'), cartCookie(next, secure))
  }
  // Nothing that was typed is kept: the number is drawn, the rest forgotten.
  if (path === '/checkout') {
    return seeOther(link({ words: w }, `/order/LO-${randomInt(100_000, 1_000_000)}`), cartCookie([], secure))
  }
  return new Response(null, { status: 404 })
}

function seeOther(location: string, cookie: string): Response {
  return new Response(null, { status: 303, headers: { location, 'set-cookie': cookie } })
}

function strictPolicy(nonce: string): string {
  return `script-src 'nonce-${nonce}' 'strict-dynamic'; style-src 'nonce-${nonce}'; require-trusted-types-for 'script'; object-src 'none'; base-uri 'none'`
}

function extra(markup: string | undefined, nonce: string | undefined) {
  return raw((markup ?? '').replaceAll('{nonce}', nonce ?? ''))
}
