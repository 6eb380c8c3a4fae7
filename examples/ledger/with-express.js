import { getRequestListener } from '@hono/node-server'
import express from 'express'
import { ledger } from './open-ledger.ts'

export const app = express()

const listener = getRequestListener(async (request, { incoming }) =>
  (await ledger()).fetch(request, { address: incoming.socket.remoteAddress }),
)

app.get('/', (_request, response) => void response.send('The shop.'))
// Before any body parser: the ledger reads bodies itself, and no further than its limits. Express would cut the path of
// `app.use('/latchkey', …)`, which the ledger knows as its base.
app.use((request, response, next) =>
  request.path.startsWith('/latchkey/') ? void listener(request, response) : next(),
)

if (import.meta.main) app.listen(Number(process.env.PORT ?? 3000))
