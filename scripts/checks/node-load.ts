import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { entriesOf, packagesOf, repository } from './workspace.ts'

export const name = 'node-load'

const PATIENCE = 30_000

/** Every built entry loads in plain Node, without a window, and leaves nothing running. */
export async function run(root = repository, patience = PATIENCE): Promise<readonly string[]> {
  const all = packagesOf(root).flatMap((pkg) => (pkg.manifest.private ? [] : entriesOf(pkg)))
  const missing = all.filter(({ file }) => !existsSync(file))
  const problems = missing.map(({ specifier }) => `${specifier} is not built: run "npm run build" first`)
  const files = all.filter(({ file }) => existsSync(file)).map(({ file }) => pathToFileURL(file).href)
  return [...problems, ...(files.length > 0 ? await load(root, files, patience) : [])]
}

const SCRIPT = `
for (const file of JSON.parse(process.argv[1])) {
  try { await import(file) } catch (error) { console.log(file + ': ' + error) }
}`

function load(root: string, files: readonly string[], patience: number): Promise<readonly string[]> {
  return new Promise((resolve) => {
    const args = ['--no-warnings', '--input-type=module', '-e', SCRIPT, JSON.stringify(files)]
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] })
    let text = ''
    let stuck = false
    const timer = setTimeout(() => {
      stuck = true
      child.kill()
    }, patience)
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += chunk))
    child.on('close', () => {
      clearTimeout(timer)
      const said = text
        .replaceAll(`${pathToFileURL(root)}/`, '')
        .split('\n')
        .filter(Boolean)
      resolve(stuck ? [...said, 'something keeps Node running after the imports'] : said)
    })
  })
}
