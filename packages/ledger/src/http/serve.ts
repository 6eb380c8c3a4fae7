import type { IncomingMessage, Server } from 'node:http'
import { serve as listen } from '@hono/node-server'
import { createLedger, type LedgerOptions } from '../create-ledger.ts'
import { capConnections, RECEIVE_WITHIN } from './connections.ts'

export interface ServeOptions extends Omit<LedgerOptions, 'onFailure'> {
  /** 0 for any that is free. */
  readonly port: number
  /** @default '127.0.0.1': this machine only; a proxy in front ends TLS */
  readonly host?: string | undefined
  /** Milliseconds in which a request has to be here. @default 10,000 */
  readonly receiveWithin?: number | undefined
  /** Where sentences for the operator go. */
  readonly print: (line: string) => void
  /** Hands over an administrator's token that was made just now; returns what to print. @default its text */
  readonly keepToken?: ((token: string) => string) | undefined
}

export interface RunningLedger {
  readonly url: string
  /** Resolves when it has ended: with `false` after a failed commit, when the process should exit with an error. */
  readonly ended: Promise<boolean>
  /** Takes no more, finishes accepted work, closes the store. */
  stop(): Promise<void>
}

/** Serves a ledger over HTTP until it is stopped or a commit fails. */
export async function serve({
  port,
  host = '127.0.0.1',
  receiveWithin = RECEIVE_WITHIN,
  print,
  keepToken = (token) => token,
  ...options
}: ServeOptions): Promise<RunningLedger> {
  let end: (orderly: boolean) => void = () => {}
  const ended = new Promise<boolean>((resolve) => {
    end = resolve
  })
  let stopping: Promise<void> | null = null
  const stop = (orderly: boolean) => {
    stopping ??= (async () => {
      server.close()
      server.closeIdleConnections()
      await ledger.close()
      server.closeAllConnections()
      end(orderly)
    })()
    return stopping
  }
  const ledger = await createLedger({
    ...options,
    onFailure() {
      print('A commit failed. Nothing more is accepted; see the disk, then start again.')
      // The refused requests are still to be answered.
      setTimeout(() => void stop(false), 100)
    },
  })
  if (ledger.newAdminToken !== null) {
    print(`administrator’s token, shown this once: ${keepToken(ledger.newAdminToken)}`)
  }
  print(`public key: ${ledger.vkey}`)

  const server = await new Promise<Server>((resolve, reject) => {
    const listening = listen(
      {
        port,
        hostname: host,
        fetch: (request, env) =>
          // Over HTTP/1 — the only protocol that is set up here — this is what the adapter passes.
          ledger.fetch(request, {
            address: (env as { incoming: IncomingMessage }).incoming.socket.remoteAddress,
          }),
        // Threat model F1: a bounded time to send a request, a bounded number of connections.
        serverOptions: {
          requestTimeout: receiveWithin,
          headersTimeout: receiveWithin,
          connectionsCheckingInterval: receiveWithin / 5,
        },
      },
      () => resolve(listening as Server),
    )
    listening.once('error', reject)
  }).catch(async (error: unknown) => {
    await ledger.close()
    throw error
  })
  capConnections(server, Boolean(options.trustProxy?.trim()))
  const address = server.address()
  const bound = typeof address === 'object' && address ? address.port : port
  const name = host.includes(':') ? `[${host}]` : host
  const url = `http://${name === '127.0.0.1' ? 'localhost' : name}:${bound}${options.base ?? ''}`
  print(`ledger listening on ${url}`)
  return { url, ended, stop: () => stop(true) }
}
