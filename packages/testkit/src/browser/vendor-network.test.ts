// @vitest-environment node
import { request } from 'node:https'
import { afterEach, expect, test } from 'vitest'
import { vendorsOf } from '../vendor-log.ts'
import { startVendorNetwork, type VendorNetwork } from './vendor-network.ts'

let network: VendorNetwork

afterEach(() => network.close())

async function start(): Promise<void> {
  network = await startVendorNetwork({
    answer: ({ host }) => ({
      status: 200,
      headers: { 'set-cookie': ['a=1', 'b=2'] },
      body: `hello from ${host}`,
    }),
    now: () => 42,
  })
}

/** Asks the https server for a host, as a browser would that was told where every host is. */
function ask(
  host: string,
  path: string,
  body = '',
): Promise<{ status: number | undefined; cookies: unknown; text: string }> {
  const { securePort: port } = network
  return new Promise((resolve, reject) => {
    const method = body ? 'POST' : 'GET'
    const headers = { host, cookie: 'fr=1' }
    request(
      { port, host: '127.0.0.1', path, method, headers, rejectUnauthorized: false },
      async (response) => {
        const chunks: Uint8Array[] = []
        for await (const chunk of response) chunks.push(chunk)
        resolve({
          status: response.statusCode,
          cookies: response.headers['set-cookie'],
          text: Buffer.concat(chunks).toString(),
        })
      },
    )
      .on('error', reject)
      .end(body)
  })
}

test('answers for every host and keeps what was asked', async () => {
  await start()
  expect(await ask('www.facebook.com', '/tr/?ev=PageView', 'x')).toEqual({
    status: 200,
    cookies: ['a=1', 'b=2'],
    text: 'hello from www.facebook.com',
  })
  expect(network.requests).toEqual([
    {
      host: 'www.facebook.com',
      path: '/tr/?ev=PageView',
      method: 'POST',
      body: 'x',
      cookies: 'fr=1',
      at: 42,
    },
  ])
})

test('hands a routed host to its server, unseen; without an answer it hangs up', async () => {
  await start()
  network.route('shop.example', async (request) =>
    new URL(request.url).pathname === '/down' ? null : new Response('the shop'),
  )
  expect((await ask('shop.example', '/')).text).toBe('the shop')
  await expect(ask('shop.example', '/down')).rejects.toThrow()
  expect(network.requests).toEqual([])
})

test('finds requests by host, by sub-domain and by path', async () => {
  await start()
  for (const [host, path] of [
    ['k.clarity.ms', '/collect'],
    ['clarity.ms', '/'],
    ['k.clarity.ms', '/tag'],
  ] as const)
    await ask(host, path)
  const vendors = vendorsOf(network)
  expect(vendors.hosts()).toEqual(['k.clarity.ms', 'clarity.ms'])
  expect(vendors.requestsTo('*.clarity.ms')).toHaveLength(2)
  expect(vendors.requestsTo('k.clarity.ms', '/collect')).toHaveLength(1)
  expect(vendors.requestsTo('clarity.ms')).toHaveLength(1)
  vendors.clear()
  expect(vendors.requests).toEqual([])
})
