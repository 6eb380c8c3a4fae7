import {
  createServer as createHttpServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
} from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { getRequestListener } from '@hono/node-server'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import type { VendorAnswer } from '../vendors/vendor.ts'
import { selfSigned } from './certificate.ts'

/** One request, as the server behind a host saw it. Bodies of beacons are only to be had here. */
export interface VendorRequest {
  readonly host: string
  /** With the query. */
  readonly path: string
  readonly method: string
  readonly body: string
  /** The `Cookie` header. */
  readonly cookies: string
  /** Milliseconds since 1970. */
  readonly at: number
}

export interface VendorNetworkOptions {
  /** Answers for every host that is not routed. */
  answer(request: Pick<VendorRequest, 'host' | 'path' | 'method' | 'body'>): VendorAnswer
  /** @default Date.now */
  readonly now?: (() => number) | undefined
}

/** Takes a connection that wants to be a WebSocket. */
export type Upgrade = (request: IncomingMessage, socket: Duplex) => void

/** The whole internet, as far as a browser under test can tell. */
export interface VendorNetwork {
  /** Every request to a host that is not routed, oldest first: hosts that nobody knows included. */
  readonly requests: readonly VendorRequest[]
  /** Where the https server listens, for browsers that come through a proxy. */
  readonly securePort: number
  /** Arguments that send every name to these servers. */
  readonly chromiumArgs: readonly string[]
  /**
   * Hands a host to a server of ours (the shop, say), whose requests are not logged. `null` hangs up, as a server
   * does that is down. Sockets to the host go to `upgrade`; without one they are logged as any other.
   */
  route(host: string, fetch: (request: Request) => Promise<Response | null>, upgrade?: Upgrade): void
  clear(): void
  close(): Promise<void>
}

/** Chromium's own background calls: they would look like leaks. */
const BROWSER_HOSTS = [
  'accounts.google.com',
  'clients2.google.com',
  'update.googleapis.com',
  'optimizationguide-pa.googleapis.com',
  'content-autofill.googleapis.com',
  'safebrowsing.googleapis.com',
]

/**
 * Starts one https and one http server that stand for all hosts, so that real vendor addresses can be used in a real
 * browser without a request ever leaving the machine.
 *
 * @example
 * const network = await startVendorNetwork({ answer: answerVendor })
 * const browser = await chromium.launch({ args: [...network.chromiumArgs] })
 */
export async function startVendorNetwork({
  answer,
  now = Date.now,
}: VendorNetworkOptions): Promise<VendorNetwork> {
  const requests: VendorRequest[] = []
  const routes = new Map<string, RequestListener>()
  const upgrades = new Map<string, Upgrade>()

  async function vendor(incoming: IncomingMessage): Promise<{ answered: VendorAnswer; method: string }> {
    const { method = 'GET', url: path = '/' } = incoming
    const at = now()
    const host = hostOf(incoming)
    const chunks: Uint8Array[] = []
    for await (const chunk of incoming) chunks.push(chunk)
    const body = Buffer.concat(chunks).toString()
    requests.push({ host, path, method, body, cookies: incoming.headers.cookie ?? '', at })
    return { answered: answer({ host, path, method, body }), method }
  }

  const listener: RequestListener = (incoming, outgoing) => {
    const route = routes.get(hostOf(incoming))
    if (route) return route(incoming, outgoing)
    vendor(incoming)
      .then(({ answered: { status, headers, body }, method }) => {
        for (const [name, value] of Object.entries(headers))
          outgoing.setHeader(name, typeof value === 'string' ? value : [...value])
        outgoing.writeHead(status).end(method === 'HEAD' ? undefined : body)
      })
      .catch(() => outgoing.destroy()) // the browser left in the middle of its request
  }
  /** A socket is a connection like any other: logged, and not answered. */
  const upgrade = (incoming: IncomingMessage, socket: Duplex) => {
    const own = upgrades.get(hostOf(incoming))
    if (own) return own(incoming, socket)
    requests.push({
      host: hostOf(incoming),
      path: incoming.url ?? '/',
      method: 'UPGRADE',
      body: '',
      cookies: incoming.headers.cookie ?? '',
      at: now(),
    })
    socket.destroy()
  }

  const https = createHttpsServer(selfSigned(now()), listener).on('upgrade', upgrade)
  const http = createHttpServer(listener).on('upgrade', upgrade)
  const [httpsPort, httpPort] = await Promise.all([listen(https), listen(http)])
  const nowhere = BROWSER_HOSTS.map((host) => `MAP ${host} ~NOTFOUND`)
  const rules = [
    ...nowhere,
    `MAP *:443 127.0.0.1:${httpsPort}`,
    `MAP *:80 127.0.0.1:${httpPort}`,
    'EXCLUDE localhost',
  ]

  return {
    requests,
    securePort: httpsPort,
    chromiumArgs: [
      '--disable-quic',
      '--ignore-certificate-errors',
      `--host-resolver-rules=${rules.join(', ')}`,
    ],
    route(host, fetch, upgrade) {
      if (upgrade) upgrades.set(host, upgrade)
      else upgrades.delete(host)
      routes.set(
        host,
        getRequestListener(async (request, { outgoing }) => {
          const response = await fetch(request)
          if (response) return response
          outgoing.destroy()
          return RESPONSE_ALREADY_SENT
        }),
      )
    },
    clear: () => void requests.splice(0),
    async close() {
      await Promise.all([https, http].map(stop))
    },
  }
}

function hostOf({ headers }: IncomingMessage): string {
  return (headers.host ?? '').replace(/:\d+$/, '')
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)) // a TCP server's address is never a string
  })
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
