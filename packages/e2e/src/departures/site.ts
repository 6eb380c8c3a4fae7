import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { type LedgerUnderTest, ledgerUnderTest } from '@latchkey/testkit/browser'

/** A shop's page with the script tag and a ledger behind `/latchkey`, on this machine and for every engine. */
export interface Site {
  readonly origin: string
  readonly ledger: LedgerUnderTest
  /** Runs before everything else on every page from now on. */
  prelude(script: string): void
  /** Resolves when a page says «now» by a beacon. */
  now(): Promise<void>
  /** Ids of the decisions in the ledger, in its order; an id that stands there twice is there twice. */
  decided(): Promise<readonly { readonly id: string; readonly at: number; readonly subject: string }[]>
  close(): Promise<void>
}

/** Options of {@link startSite}. */
export interface SiteOptions {
  /** Folder with the built script tag. */
  readonly sdk: string
  /** Answers `/latchkey` in the ledger's place. */
  readonly receiver?: ((request: Request) => Promise<Response | null>) | undefined
}

export async function startSite({ sdk, receiver }: SiteOptions): Promise<Site> {
  let script = ''
  let told = () => {}
  const server = createServer((incoming, outgoing) => {
    answer(incoming, outgoing).catch(() => outgoing.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}` // a TCP server's address is never a string
  const ledger = await ledgerUnderTest(origin)

  async function answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const { pathname } = new URL(incoming.url ?? '/', origin)
    const chunks: Uint8Array[] = []
    for await (const chunk of incoming) chunks.push(chunk)
    if (pathname === '/now') {
      told()
      outgoing.writeHead(204).end()
    } else if (pathname.startsWith('/assets/')) {
      const file = readFileSync(join(sdk, pathname.slice('/assets/'.length)))
      outgoing.writeHead(200, { 'content-type': 'text/javascript', 'cache-control': 'max-age=60' }).end(file)
    } else if (pathname.startsWith('/latchkey/')) {
      const method = incoming.method ?? 'GET'
      const { host = '', origin: from, authorization } = incoming.headers
      const headers = { host, ...(from && { origin: from }), ...(authorization && { authorization }) }
      const body = /GET|HEAD/.test(method) ? null : Buffer.concat(chunks).toString()
      const request = new Request(origin + incoming.url, { method, headers, body })
      const response = await (receiver ?? ledger.answer)(request)
      if (!response) return void outgoing.destroy()
      outgoing.writeHead(response.status, Object.fromEntries(response.headers)).end(await response.text())
    } else {
      outgoing.writeHead(200, { 'content-type': 'text/html', 'cache-control': 'no-store' }).end(page(script))
    }
  }

  return {
    origin,
    ledger,
    prelude(text) {
      script = text
    },
    now: () =>
      new Promise((resolve) => {
        told = resolve
      }),
    async decided() {
      return (await ledger.records()).filter(({ event }) => event === 'decided')
    },
    async close() {
      server.closeAllConnections()
      server.close()
      await ledger.close()
    },
  }
}

function page(prelude: string): string {
  return `<!doctype html><html lang="en"><head><title>Shop</title><link rel="icon" href="data:,"><script>${prelude}</script><script async src="/assets/latchkey.js" data-controller="Linden" data-privacy="/privacy" data-region="DE" data-analytics="" data-marketing="" data-records="/latchkey"></script></head><body><p>Your <a href="#privacy-choices">choices</a></p></body></html>`
}
