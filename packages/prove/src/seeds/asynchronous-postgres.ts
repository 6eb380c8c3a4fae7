// A ledger whose commits do not wait for the disk, whatever it asked of the server before.
import { createRequire } from 'node:module'

interface Queries {
  query(text: unknown, ...rest: unknown[]): unknown
}
// The driver is the ledger's own dependency: the very copy that it will load.
const ledger = createRequire(new URL('../../../ledger/src/index.ts', import.meta.url))
const { Client } = ledger('pg') as { Client: { prototype: Queries } }

const query = Client.prototype.query
Client.prototype.query = function (this: Queries, text, ...rest) {
  if (text === 'COMMIT') void query.call(this, 'SET LOCAL synchronous_commit = off')
  return query.call(this, text, ...rest)
}
