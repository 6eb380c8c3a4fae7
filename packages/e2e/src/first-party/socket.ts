import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'

/**
 * Answers a WebSocket (RFC 6455) and says every text back; `heard` is told each. Texts below 126 bytes in one frame, as
 * a test's are.
 */
export function echo(
  { headers }: Pick<IncomingMessage, 'headers'>,
  socket: Duplex,
  heard: (text: string) => void,
): void {
  const accept = createHash('sha1')
    .update(`${headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
    .digest('base64')
  socket.on('error', () => {}) // the page has gone
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
  )
  let waiting = Buffer.alloc(0)
  socket.on('data', (chunk: Uint8Array) => {
    waiting = Buffer.concat([waiting, chunk])
    for (;;) {
      const [first = 0, second = 0] = waiting
      const length = second & 127
      if (waiting.length < 6 + length) return
      const mask = waiting.subarray(2, 6)
      const text = Buffer.from(waiting.subarray(6, 6 + length).map((byte, at) => byte ^ (mask[at % 4] ?? 0)))
      waiting = waiting.subarray(6 + length)
      if ((first & 15) !== 1) return void socket.end() // the page says goodbye
      heard(text.toString())
      socket.write(Buffer.concat([Uint8Array.of(0x81, text.length), text]))
    }
  })
}
