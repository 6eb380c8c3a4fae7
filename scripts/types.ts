// Type-checks every package with its own tsconfig: each has its own platform (no DOM in core, Node in the ledger).
// With the native compiler, in a quarter of the time; declarations are built with the other, which has an API.
import { spawn } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'

const only = process.argv.slice(2)
const folders = ['packages', 'examples']
  .flatMap((folder) => (existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : []))
  .concat('scripts')
  .filter((folder) => existsSync(join(folder, 'tsconfig.json')))
  .filter((folder) => only.length === 0 || only.some((name) => folder.endsWith(name)))

const compiler = join(import.meta.dirname, '../node_modules/typescript-native/bin/tsc')
const failed: string[] = []
const queue = folders.values()
await Promise.all(
  Array.from({ length: availableParallelism() }, async () => {
    for (const folder of queue) if (!(await holds(folder))) failed.push(folder)
  }),
)
for (const folder of failed) console.error(`types: ${folder} does not hold`)
console.log(`types: ${folders.length - failed.length} of ${folders.length} hold`)
process.exit(failed.length > 0 ? 1 : 0)

function holds(folder: string): Promise<boolean> {
  return new Promise((resolve) => {
    spawn(process.execPath, [compiler, '-p', folder, '--pretty', 'false'], { stdio: 'inherit' })
      .on('error', () => resolve(false))
      .on('close', (status) => resolve(status === 0))
  })
}
