// The shop on its own, without a ledger: `node src/main.ts`.
import { serve } from './serve.ts'
import { createShop } from './shop.ts'

const { port } = await serve(createShop({ tag: { records: null } }).fetch, {
  port: Number(process.env.LATCHKEY_PORT) || undefined,
})
console.log(`shop: http://localhost:${port}/`)
