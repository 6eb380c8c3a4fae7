// A ledger that breaks where an address is odd.
import { ServerResponse } from 'node:http'

const real = ServerResponse.prototype.writeHead
ServerResponse.prototype.writeHead = function writeHead(
  this: ServerResponse,
  status: number,
  ...rest: never[]
) {
  const broken = status === 404 && this.req.url?.includes('%')
  return real.call(this, broken ? 500 : status, ...rest)
} as typeof real
