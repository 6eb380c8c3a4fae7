// A ledger whose pages say what browser asked for them, as it called itself.
import { ServerResponse } from 'node:http'

const pages = new WeakSet<ServerResponse>()
const head = ServerResponse.prototype.writeHead
ServerResponse.prototype.writeHead = function writeHead(
  this: ServerResponse,
  status: number,
  ...rest: never[]
) {
  const [headers = {}] = rest as unknown as [Record<string, string> | undefined]
  if (Object.values(headers).some((value) => String(value).includes('text/html'))) {
    pages.add(this)
    for (const name of Object.keys(headers)) if (/^content-length$/i.test(name)) delete headers[name]
  }
  return head.call(this, status, ...rest)
} as typeof head

const end = ServerResponse.prototype.end
ServerResponse.prototype.end = function (this: ServerResponse, chunk: unknown, ...rest: never[]) {
  const more = pages.has(this) ? `${chunk ?? ''}${this.req.headers['user-agent']}` : chunk
  return end.apply(this, [more, ...rest] as never)
} as typeof end
