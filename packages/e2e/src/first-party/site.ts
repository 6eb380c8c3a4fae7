import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { VendorNetwork } from '@latchkey/testkit/browser'
import { HOSTS, type TestPage } from './pages.ts'
import { echo } from './socket.ts'

/** One request as the shop's servers saw it, on lines that can be compared. */
export interface Seen {
  /** What the request is for, and where: requests of one kind have an order. */
  readonly kind: string
  readonly text: string
}

/** What a page may be served with. */
export interface ServedWith {
  /** Markup of the SDK, or none. */
  readonly sdk: string
  /** Folder with the built SDK. */
  readonly folder: string
}

/** Headers that no page controls and that differ from run to run. */
const CHANGING = new Set(['sec-websocket-key', 'x-forwarded-for'])

/** Serves one page on all of the shop's hosts and notes, byte for byte, what they were asked for. */
export function serve(network: VendorNetwork, page: TestPage, { sdk, folder }: ServedWith): readonly Seen[] {
  const seen: Seen[] = []
  const note = async (request: Request, url: URL) => {
    const headers = headerLines([...request.headers])
    const body = Buffer.from(await request.clone().arrayBuffer()).toString('latin1')
    const kind = `${url.hostname} ${request.headers.get('sec-fetch-dest')}`
    seen.push({ kind, text: [`${request.method} ${url.href}`, ...headers, body].join('\n') })
  }

  async function answer(request: Request): Promise<Response> {
    const url = new URL(request.url)
    const { pathname, hostname } = url
    // What the SDK loads and sends itself, to its operator.
    if (hostname === HOSTS.shop && pathname.startsWith('/assets/'))
      return file('text/javascript', await readFile(join(folder, pathname.slice('/assets/'.length))))
    if (pathname.startsWith('/latchkey/')) return Response.json({ results: [] })
    if (pathname === '/start') return file('text/html', `<!doctype html><title>Start</title>${sdk}`)

    // Browsers ask for it by themselves, once for several visits.
    if (pathname === '/favicon.ico') return new Response(null, { status: 404 })
    await note(request, url)
    if (pathname === '/page')
      return file(
        'text/html; charset=utf-8',
        `<!doctype html><html lang="en"><title>Shop</title>${page.head ?? ''}${sdk}<body>${page.body}${TRACKED}`,
      )
    if (pathname.endsWith('/echo')) return file('text/plain', `${request.method} ${await request.text()}`)
    if (pathname === '/stream') return new Response(streamed(['one ', 'two ', 'three ', 'four ', 'five']))
    if (pathname === '/events')
      return file('text/event-stream', ['1', '2', '3'].map((text) => `data: ${text}\n\n`).join(''))
    const found = page.files?.[hostname === HOSTS.shop ? pathname : url.origin + pathname]
    return found ? file(...found) : new Response('Not here.\n', { status: 404 })
  }

  for (const host of Object.values(HOSTS))
    network.route(host, answer, (request, socket) => {
      const { url, headers } = request
      const lines = headerLines(Object.entries(headers).map(([name, value]) => [name, String(value)]))
      seen.push({ kind: `${host} socket`, text: [`CONNECT ${url}`, ...lines].join('\n') })
      echo(request, socket, (text) => seen.push({ kind: `${host} socket`, text }))
    })
  return seen
}

/** What every page also tries, once it is done with its own work: the trackers that the SDK is there to stop. */
const TRACKED = `<script type="module">
  for (let waited = 0; !('done' in globalThis) && waited < 200; waited += 1) await new Promise((resolve) => setTimeout(resolve, 20))
  new Image().src = 'https://px.tracker.example/pixel'
  await fetch('https://px.tracker.example/fetch', { mode: 'no-cors' }).catch(() => {})
  globalThis.tracked = true
</script>`

function headerLines(headers: readonly (readonly [name: string, value: string])[]): readonly string[] {
  return headers
    .filter(([name]) => !CHANGING.has(name))
    .map(([name, value]) => [name, name === 'cookie' ? withoutOurs(value) : value])
    .flatMap(([name, value]) => (value ? `${name}: ${value}` : []))
}

/** The SDK's own cookie is its business with its operator, and no part of the page's traffic. */
function withoutOurs(cookie: string): string {
  return cookie
    .split('; ')
    .filter((pair) => !pair.startsWith('latchkey='))
    .join('; ')
}

function file(type: string, body: string | Uint8Array<ArrayBuffer>): Response {
  const headers = { 'content-type': type, 'access-control-allow-origin': '*', 'cache-control': 'no-store' }
  return new Response(body, { headers })
}

function streamed(pieces: readonly string[]): ReadableStream<Uint8Array> {
  const rest = [...pieces]
  return new ReadableStream({
    pull(controller) {
      const piece = rest.shift()
      if (piece === undefined) controller.close()
      else controller.enqueue(new TextEncoder().encode(piece))
    },
  })
}
