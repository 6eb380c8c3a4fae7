// app/latchkey/[...path]/route.ts
import { ledger, peerOf } from '../../../../open-ledger.ts'

export const runtime = 'nodejs'
export const dynamic = 'force-dynamic'

async function handle(request: Request): Promise<Response> {
  return (await ledger()).fetch(request, peerOf(request))
}

export { handle as DELETE, handle as GET, handle as OPTIONS, handle as POST, handle as PUT }
