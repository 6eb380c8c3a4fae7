// A ledger that deletes as databases do by themselves: rows are gone, their bytes stay in the file and its log.
import { DatabaseSync } from 'node:sqlite'
import { patchExec } from './patch-sqlite.ts'

patchExec((_, sql, real) => {
  if (/^\s*BEGIN/i.test(sql)) real('PRAGMA secure_delete = OFF')
  real(/wal_checkpoint/i.test(sql) ? 'SELECT 1' : sql)
})
const prepare = DatabaseSync.prototype.prepare
DatabaseSync.prototype.prepare = function (this: DatabaseSync, sql: string, ...rest: never[]) {
  return prepare.call(this, /wal_checkpoint/i.test(sql) ? 'SELECT 0 AS busy' : sql, ...rest)
} as typeof prepare
