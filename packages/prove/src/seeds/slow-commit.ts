// A ledger on a disk that takes its time.
import { patchExec } from './patch-sqlite.ts'

const pause = new Int32Array(new SharedArrayBuffer(4))
patchExec((_, sql, real) => {
  real(sql)
  if (/^\s*COMMIT/i.test(sql)) Atomics.wait(pause, 0, 0, 400)
})
