// A ledger whose database is told to sync now and then, not with every commit.
import { patchExec } from './patch-sqlite.ts'

patchExec((_, sql, real) => {
  if (/^\s*BEGIN/i.test(sql)) real('PRAGMA synchronous = NORMAL')
  real(sql)
})
