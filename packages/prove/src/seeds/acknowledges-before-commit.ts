// A ledger that hands out receipts before the transaction is committed.
import type { DatabaseSync } from 'node:sqlite'
import { patchExec, whenServing } from './patch-sqlite.ts'

const serving = whenServing()
const open = new Map<DatabaseSync, () => void>()

patchExec((database, sql, real) => {
  if (serving() && /^\s*COMMIT/i.test(sql)) {
    // Committed a little later, or when the next transaction needs the place.
    const commit = () => {
      clearTimeout(timer)
      open.delete(database)
      real(sql)
    }
    const timer = setTimeout(commit, 50)
    open.set(database, commit)
    return
  }
  if (/^\s*BEGIN/i.test(sql)) open.get(database)?.()
  real(sql)
})
