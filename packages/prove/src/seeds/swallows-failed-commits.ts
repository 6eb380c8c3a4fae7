// A ledger that takes a failed commit for a good one.
import { patchExec } from './patch-sqlite.ts'

patchExec((database, sql, real) => {
  if (!/^\s*COMMIT/i.test(sql)) return real(sql)
  try {
    real(sql)
  } catch {
    if (database.isTransaction) real('ROLLBACK')
  }
})
