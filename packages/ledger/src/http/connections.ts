import type { Server } from 'node:http'
import { networkOf } from '../access/client-address.ts'

/** Connections at once: of everybody, and of one network (/24, /48). A browser opens six at most. */
const MOST = 10_000
const MOST_OF_ONE = 256

/** Milliseconds in which a request has to be here, its body included (threat model F1). */
export const RECEIVE_WITHIN = 10_000

/**
 * Bounds what a peer can hold open without saying anything (threat model F1): how many connections, how long one may be
 * silent, how many requests and headers it may bring. Behind a proxy that is trusted all connections are the proxy's, and
 * it counts them.
 */
export function capConnections(server: Server, behindProxy: boolean, mostOfOne = MOST_OF_ONE): void {
  server.maxConnections = MOST
  server.maxHeadersCount = 100
  server.maxRequestsPerSocket = 1000
  // A reader of an export that stops reading is let go, too.
  server.timeout = 60_000
  if (behindProxy) return
  const open = new Map<string, number>()
  server.on('connection', (socket) => {
    const network = networkOf(socket.remoteAddress?.replace(/^::ffff:/, '') ?? '::1')
    if (network === null) return
    const now = (open.get(network) ?? 0) + 1
    if (now > mostOfOne) return void socket.destroy()
    open.set(network, now)
    socket.once('close', () => {
      const left = (open.get(network) ?? 1) - 1
      if (left > 0) open.set(network, left)
      else open.delete(network)
    })
  })
}
