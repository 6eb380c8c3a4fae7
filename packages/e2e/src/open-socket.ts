import { createHash } from 'node:crypto'
import type { VendorNetwork } from '@latchkey/testkit/browser'

/** What a vendor's server sees of sockets to it. */
export interface OpenSocket {
  readonly opened: number
  /** Milliseconds since 1970; `null` while one is open. */
  readonly closedAt: number | null
}

/** Takes WebSockets to a host and keeps them open for as long as the browser does (RFC 6455, section 4.2.2). */
export function openSocket(network: VendorNetwork, host: string): OpenSocket {
  const seen: { opened: number; closedAt: number | null } = { opened: 0, closedAt: null }
  network.route(
    host,
    async () => null,
    (request, socket) => {
      const accept = createHash('sha1')
        .update(`${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
        .digest('base64')
      socket.write(
        `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
      )
      seen.opened += 1
      seen.closedAt = null
      // A frame of type 8 or an end without one: either way it says no more.
      socket.on('data', (frame: Buffer) => {
        if (((frame[0] ?? 0) & 15) === 8) socket.end()
      })
      socket.on('error', () => socket.destroy())
      socket.on('close', () => {
        seen.closedAt ??= Date.now()
      })
    },
  )
  return seen
}
