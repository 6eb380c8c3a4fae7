import { EventEmitter } from 'node:events'
import { connect } from 'node:net'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { folder, key, TOKEN, vault } from '../ledger.example.ts'
import { sqliteStore } from '../store/sqlite-store.ts'
import { capConnections, RECEIVE_WITHIN } from './connections.ts'
import { serve } from './serve.ts'

describe('F1: connections', () => {
  const socketFrom = (remoteAddress: string) =>
    Object.assign(new EventEmitter(), {
      remoteAddress,
      destroyed: false,
      destroy() {
        this.destroyed = true
      },
    })

  const arrivals = (addresses: readonly string[], behindProxy = false) => {
    const server = new EventEmitter()
    capConnections(server as never, behindProxy, 2)
    return addresses.map((address) => {
      const socket = socketFrom(address)
      server.emit('connection', socket)
      return socket
    })
  }

  test.each([
    [
      'of one network are bounded',
      ['192.0.2.1', '192.0.2.2', '192.0.2.3', '198.51.100.1'],
      [false, false, true, false],
    ],
    [
      'of one IPv6 site are bounded',
      ['2001:db8:1::1', '2001:db8:1:2::1', '2001:db8:1:3::1'],
      [false, false, true],
    ],
    ['of this machine are not', ['127.0.0.1', '::1', '::ffff:127.0.0.1'], [false, false, false]],
  ] as const)('%s', (_, addresses, destroyed) => {
    expect(arrivals(addresses).map((socket) => socket.destroyed)).toEqual(destroyed)
  })

  test('that are closed make room', () => {
    const server = new EventEmitter()
    capConnections(server as never, false, 1)
    for (let i = 0; i < 3; i++) {
      const socket = socketFrom('192.0.2.1')
      server.emit('connection', socket)
      expect(socket.destroyed).toBe(false)
      socket.emit('close')
    }
  })

  test('of a trusted proxy are the proxy’s to count', () => {
    expect(arrivals(['192.0.2.1', '192.0.2.1', '192.0.2.1'], true).some(({ destroyed }) => destroyed)).toBe(
      false,
    )
  })
})

test('F1: whoever takes longer than ten seconds to send a request is told so and let go', async () => {
  expect(RECEIVE_WITHIN).toBe(10_000)
  const running = await serve({
    ...{ store: sqliteStore(join(folder(), 'ledger.db')), key, vault, adminToken: TOKEN },
    ...{ port: 0, print: () => {}, receiveWithin: 100 },
  })
  onTestFinished(() => running.stop())
  const { port } = new URL(running.url)
  const slow = (text: string) =>
    new Promise<string>((resolve) => {
      let said = ''
      const socket = connect(Number(port), '127.0.0.1', () => socket.write(text))
      socket.setEncoding('latin1').on('data', (part) => {
        said += part
      })
      socket.on('close', () => resolve(said))
    })
  const head = 'POST /v1/records HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\n'
  expect(await slow(head)).toMatch(/^HTTP\/1.1 408 /)
  expect(await slow(`${head}Content-Length: 100\r\n\r\n{"site"`)).toMatch(/^HTTP\/1.1 (?:400|408) /)
})

test('F1: what is not HTTP, or too large a head, gets a short answer and no more', async () => {
  const running = await serve({
    ...{
      store: sqliteStore(join(folder(), 'ledger.db')),
      key,
      vault,
      adminToken: TOKEN,
      port: 0,
      print: () => {},
    },
  })
  onTestFinished(() => running.stop())
  const say = (text: string) =>
    new Promise<string>((resolve) => {
      let said = ''
      const socket = connect(Number(new URL(running.url).port), '127.0.0.1', () => socket.write(text))
      socket.setEncoding('latin1').on('data', (part) => {
        said += part
      })
      socket.on('close', () => resolve(said)).on('error', () => resolve(said))
    })
  expect(await say('\u0016\u0003\u0001\u0002\r\n\r\n')).toMatch(
    /^HTTP\/1.1 400 Bad Request\r\nConnection: close\r\n\r\n$/,
  )
  const head = `GET / HTTP/1.1\r\nHost: x\r\nX-Long: ${'secret'.repeat(5000)}\r\n\r\n`
  expect(await say(head)).toMatch(/^HTTP\/1.1 431 [A-Za-z ]+\r\nConnection: close\r\n\r\n$/)
})
