// Type-checks every package with its own tsconfig: each has its own platform (no DOM in core, Node in the ledger).
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

const only = process.argv.slice(2)
const folders = ['packages', 'examples']
  .flatMap((folder) => (existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : []))
  .concat('scripts')
  .filter((folder) => existsSync(join(folder, 'tsconfig.json')))
  .filter((folder) => only.length === 0 || only.some((name) => folder.endsWith(name)))

let failed = 0
for (const folder of folders) {
  const { status } = spawnSync('tsc', ['-p', folder, '--pretty', 'false'], { stdio: 'inherit' })
  if (status !== 0) {
    failed += 1
    console.error(`types: ${folder} does not hold`)
  }
}
console.log(`types: ${folders.length - failed} of ${folders.length} hold`)
process.exit(failed ? 1 : 0)
