import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { readChoice } from './choice.ts'
import { frame } from './frame.ts'
import { indexPage } from './index-page.ts'
import { themes } from './themes.ts'

/** Options of {@link withGallery}. */
export interface GalleryOptions {
  /** Folder with the built SDK. @default packages/embed/dist */
  readonly sdk?: string | undefined
}

type Fetch = (request: Request) => Promise<Response>

const assets: Readonly<Record<string, string>> = {
  'gallery.css': 'text/css; charset=utf-8',
  'gallery.js': 'text/javascript; charset=utf-8',
  'keep-focus.js': 'text/javascript; charset=utf-8',
  'reveal.js': 'text/javascript; charset=utf-8',
}

/**
 * Puts the gallery below `/gallery` of a shop, whose pages and files it shows.
 *
 * @example
 * import { createShop, serve } from '@latchkey/example-storefront'
 *
 * await serve(withGallery(createShop().fetch))
 */
export function withGallery(shop: Fetch, { sdk }: GalleryOptions = {}): Fetch {
  return async (request) => {
    const { pathname, searchParams } = new URL(request.url)
    if (!/^\/gallery(\/|$)/.test(pathname)) return shop(request)
    const name = pathname.slice('/gallery/'.length)
    if (name === '') return indexPage(searchParams, await themes())
    if (name === 'frame') {
      const choice = readChoice(searchParams, await themes())
      return choice ? frame(choice, sdk) : missing()
    }
    // A ledger that is never there: what a frame decides is nobody's proof.
    if (name.startsWith('records/')) return new Response(null, { status: 503, headers: anyone })
    const type = name.startsWith('assets/') && assets[name.slice('assets/'.length)]
    if (!type) return missing()
    const file = fileURLToPath(new URL(`../public/${name.slice('assets/'.length)}`, import.meta.url))
    return new Response(await readFile(file), {
      headers: { 'content-type': type, 'cache-control': 'no-cache', ...anyone },
    })
  }
}

/** Frames have no origin that could be named. */
const anyone = { 'access-control-allow-origin': '*' }

function missing(): Response {
  return new Response('Not here.\n', { status: 404 })
}
