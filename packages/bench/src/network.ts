import { createServer, type IncomingMessage } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import type { Duplex } from 'node:stream'
import { startVendorNetwork, type VendorRequest } from '@latchkey/testkit/browser'

/** One tunnel that a browser asked the proxy for: the second witness, beside the server's log. */
export interface Connection {
  readonly host: string
  /** Milliseconds since 1970. */
  readonly at: number
}

/** Trackers and shops on real-looking names over TLS, behind a forward proxy that every engine can use. */
export interface Network {
  readonly proxyPort: number
  readonly requests: readonly VendorRequest[]
  readonly connections: readonly Connection[]
  route(host: string, fetch: (request: Request) => Promise<Response | null>): void
  /** Resolves when nothing has arrived for that many milliseconds. */
  quiet(ms: number): Promise<void>
  close(): Promise<void>
}

const open = { 'access-control-allow-origin': '*', 'cache-control': 'no-store' }

const KINDS: Readonly<Record<string, readonly [type: string, body: string]>> = {
  js: ['text/javascript', '/* tracker */'],
  html: ['text/html', '<!doctype html><title>tracker</title>'],
  css: ['text/css', '/* tracker */'],
  svg: ['image/svg+xml', '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"><g id="a"/></svg>'],
  json: ['application/json', '{}'],
  vtt: ['text/vtt', 'WEBVTT\n'],
}

/**
 * Starts it. The proxy passes on names under `.example` and one vendor's, so what a browser asks for on its own account (updates,
 * captive portals) neither leaves the machine nor looks like a leak.
 */
export async function startNetwork(): Promise<Network> {
  const vendors = await startVendorNetwork({ answer: ({ path }) => answer(path) })
  const connections: Connection[] = []
  const tunnels = new Set<Duplex>()
  let lastByte = 0

  const proxy = createServer((_, response) => response.writeHead(502).end())
  proxy.on('connect', (request: IncomingMessage, socket: Duplex) => {
    const host = (request.url ?? '').replace(/:\d+$/, '')
    if (!/\.example$|^connect\.facebook\.net$/.test(host))
      return void socket.end('HTTP/1.1 502 Not here\r\n\r\n')
    connections.push({ host, at: Date.now() })
    const server = connect(vendors.securePort, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connected\r\n\r\n')
      socket.pipe(server).pipe(socket)
    })
    socket.on('data', () => {
      lastByte = Date.now()
    })
    for (const [end, other] of [
      [socket, server],
      [server, socket],
    ] as const) {
      tunnels.add(end)
      end.on('error', () => other.destroy()) // browsers cut tunnels as they like
      end.on('close', () => {
        tunnels.delete(end)
        other.destroy()
      })
    }
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))

  return {
    proxyPort: (proxy.address() as AddressInfo).port, // a TCP server's address is never a string
    requests: vendors.requests,
    connections,
    route: vendors.route,
    async quiet(ms) {
      const from = Date.now()
      for (;;) {
        const idle = Date.now() - Math.max(from, lastByte)
        if (idle >= ms || Date.now() - from > 10_000) return
        await new Promise((resolve) => setTimeout(resolve, ms - idle))
      }
    },
    async close() {
      for (const tunnel of tunnels) tunnel.destroy()
      proxy.closeAllConnections()
      await new Promise((resolve) => proxy.close(resolve))
      await vendors.close()
    },
  }
}

function answer(path: string): { status: number; headers: Record<string, string>; body: string } {
  const kind = KINDS[/\.(\w+)(?:\?|$)/.exec(path)?.[1] ?? '']
  // 204 also tells an EventSource not to come back.
  if (!kind) return { status: 204, headers: open, body: '' }
  return { status: 200, headers: { ...open, 'content-type': `${kind[0]}; charset=utf-8` }, body: kind[1] }
}
