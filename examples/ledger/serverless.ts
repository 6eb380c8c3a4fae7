// For platforms that call `fetch`. Needs a database that all instances share: LATCHKEY_DB=postgres://…
import { ledger } from './open-ledger.ts'

export default {
  async fetch(request: Request): Promise<Response> {
    return (await ledger()).fetch(request)
  },
}
