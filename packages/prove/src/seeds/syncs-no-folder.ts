// A ledger that syncs what it writes, and not the folder in which that gets its name.
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'

const { fsyncSync } = fs
fs.fsyncSync = (handle) => {
  if (!fs.fstatSync(handle).isDirectory()) fsyncSync(handle)
}
syncBuiltinESMExports()
