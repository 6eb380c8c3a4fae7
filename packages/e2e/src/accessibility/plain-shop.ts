import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createShop } from '@latchkey/example-storefront'

/** The example shop on localhost, for browsers that need no emulated network: nothing is granted there. */
export interface PlainShop {
  readonly origin: string
  /** The server takes whole addresses too, as a proxy is sent them. */
  readonly port: number
  close(): void
}

export async function plainShop(): Promise<PlainShop> {
  const shop = createShop({ sdk: process.env.LATCHKEY_SDK, tag: { region: 'DE' } })
  let origin = ''
  const server = createServer(async ({ url = '/', headers: { cookie = '' } }, response) => {
    const answer = await shop.fetch(new Request(new URL(url, origin), { headers: { cookie } }))
    response.writeHead(answer.status, Object.fromEntries(answer.headers))
    response.end(Buffer.from(await answer.arrayBuffer()))
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo // a TCP server's address is never a string
  origin = `http://localhost:${port}`
  return {
    origin,
    port,
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}
