import type { IncomingMessage } from 'node:http'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { ledger } from './open-ledger.ts'

interface Env {
  readonly Bindings: { readonly incoming?: IncomingMessage }
}

export const app = new Hono<Env>()

app.get('/', (context) => context.text('The shop.'))
app.all('/latchkey/*', async (context) =>
  (await ledger()).fetch(context.req.raw, { address: context.env?.incoming?.socket.remoteAddress }),
)

if (import.meta.main) serve({ fetch: app.fetch, port: Number(process.env.PORT ?? 3000) })
