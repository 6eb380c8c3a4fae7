// For platforms that call `fetch`. Needs a database that all instances share (LATCHKEY_DB=postgres://…) and, where no file
// outlives an instance, LATCHKEY_FILES= (empty) and an address for the newest checkpoint (LATCHKEY_KEEP_CHECKPOINT).
import { ledger, peerOf } from './open-ledger.ts'

export default {
  async fetch(request: Request): Promise<Response> {
    return (await ledger()).fetch(request, peerOf(request))
  },
}
