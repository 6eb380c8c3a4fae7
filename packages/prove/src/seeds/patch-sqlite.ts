import { subscribe } from 'node:diagnostics_channel'
import { DatabaseSync } from 'node:sqlite'

type Exec = (this: DatabaseSync, sql: string) => void

/**
 * Puts itself in front of `exec` of every SQLite connection of this process. Loaded with `--import` before the ledger:
 * a build with a bug, without touching the ledger's source.
 */
export function patchExec(
  patched: (database: DatabaseSync, sql: string, real: (sql: string) => void) => void,
) {
  const real: Exec = DatabaseSync.prototype.exec
  DatabaseSync.prototype.exec = function exec(this: DatabaseSync, sql: string) {
    patched(this, sql, (text) => real.call(this, text))
  }
}

/** Whether a request has come in: start-up is over. */
export function whenServing(): () => boolean {
  let serving = false
  subscribe('http.server.request.start', () => {
    serving = true
  })
  return () => serving
}
