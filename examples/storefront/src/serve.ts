import { createServer, type Server } from 'node:http'
import { getRequestListener } from '@hono/node-server'

export interface ServeOptions {
  /** @default 4780 */
  readonly port?: number | undefined
  /** @default '127.0.0.1' */
  readonly hostname?: string | undefined
}

export interface Served {
  readonly port: number
  /** The port that was asked for was taken. */
  readonly moved: boolean
  close(): Promise<void>
}

/** Listens on the port that was asked for or, if somebody else does, on the next free one of twenty. */
export async function serve(
  fetch: (request: Request) => Promise<Response>,
  { port = 4780, hostname = '127.0.0.1' }: ServeOptions = {},
): Promise<Served> {
  for (let at = port; at < port + 20; at += 1) {
    const server = createServer(getRequestListener(fetch))
    if (await listens(server, at, hostname))
      return { port: at, moved: at !== port, close: () => close(server) }
  }
  throw new Error(`[storefront] serve: expected a free port from ${port} to ${port + 19}, got none.`)
}

function listens(server: Server, port: number, hostname: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(false) : reject(error),
    )
    server.listen(port, hostname, () => resolve(true))
  })
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
