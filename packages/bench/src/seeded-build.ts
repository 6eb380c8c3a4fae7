import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'

const root = join(import.meta.dirname, '../../..')
const HOOKS = 'packages/browser/src/guard/hooks.ts'

/** The guard's hooks, as its own table names them: the seeds. */
export function seeds(): readonly string[] {
  return [...tableOf(readFileSync(join(root, HOOKS), 'utf8')).matchAll(/^ {2}(\w+),?$/gm)].map(
    ([, name = '']) => name,
  )
}

/**
 * Builds the script tag with one hook's row taken out of the guard, in a copy of the workspace, and names the folder. A
 * lab that stays green on it measures nothing.
 */
export function seededBuild(hook: string): string {
  const copy = join(root, '.cache/seeds', hook)
  rmSync(copy, { recursive: true, force: true })
  mkdirSync(copy, { recursive: true })
  for (const part of ['packages', 'scripts', 'package.json', 'tsconfig.base.json'])
    cpSync(join(root, part), join(copy, part), {
      recursive: true,
      verbatimSymlinks: true, // packages find each other in the copy
      filter: (path) => basename(path) !== 'dist',
    })
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
  const file = join(copy, HOOKS)
  const source = readFileSync(file, 'utf8')
  const table = tableOf(source)
  const without = source.replace(table, table.replace(new RegExp(`^ {2}${hook},?\\n`, 'm'), ''))
  if (without === source) throw new Error(`[bench] seed: expected one of ${seeds().join(', ')}, got ${hook}.`)
  writeFileSync(file, without)
  const { status, stderr } = spawnSync(process.execPath, [join(copy, 'scripts/build.ts'), 'embed'], {
    cwd: copy,
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`[bench] seed ${hook}: expected the build to end with 0.\n${stderr}`)
  return join(copy, 'packages/embed/dist')
}

function tableOf(source: string): string {
  const [table] = /export const hooks[^{]*\{[\s\S]*?\n\}/.exec(source) ?? []
  if (!table) throw new Error(`[bench] seeds: expected a table \`hooks\` in ${HOOKS}.`)
  return table
}
