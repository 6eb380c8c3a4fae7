import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build, type Plugin } from 'esbuild'

const root = join(import.meta.dirname, '../../..')
const HOOKS = join(root, 'packages/browser/src/guard/hooks.ts')
const TAG = join(root, 'packages/embed/src')

/** The guard's hooks, as its own table names them: the seeds. */
export function seeds(): readonly string[] {
  return seedsIn(readFileSync(HOOKS, 'utf8'))
}

/** One name a line; anything else would be a hook that no seed takes out. */
export function seedsIn(source: string): readonly string[] {
  const [, ...lines] = tableOf(source).split('\n')
  return lines.slice(0, -1).map((line) => {
    const [, name] = /^ {2}(\w+),$/.exec(line) ?? []
    if (!name) throw new Error(`[bench] seeds: expected one hook in a line of ${HOOKS}, got ${line.trim()}.`)
    return name
  })
}

/**
 * A copy of the script tag's build in which the guard's two files are built again, with one hook's row taken out; all
 * names stay. `null`: nothing is taken out, to show that building again changes nothing. A lab that stays green on a
 * seeded build measures nothing.
 */
export async function seededBuild(
  hook: string | null,
  sdk = join(root, 'packages/embed/dist'),
): Promise<string> {
  const folder = join(root, '.cache/seeds', hook ?? 'none')
  rmSync(folder, { recursive: true, force: true })
  cpSync(sdk, folder, { recursive: true })
  const { build: name, chunks } = JSON.parse(
    readFileSync(join(folder, 'latchkey.manifest.json'), 'utf8'),
  ) as { readonly build: string; readonly chunks: Readonly<Record<string, string>> } // written by the build
  const files = [
    [chunks.guard, 'chunks/guard.ts', 'esm'],
    ['latchkey.guarded.js', 'latchkey.guarded.ts', 'iife'],
  ] as const
  for (const [file, entry, format] of files) {
    if (!file || !existsSync(join(folder, file)))
      throw new Error(`[bench] seed: expected the build in ${sdk} to have ${entry}.`)
    const made = await build({
      entryPoints: [join(TAG, entry)],
      bundle: true,
      write: false,
      format,
      target: 'es2020',
      minify: true,
      conditions: ['latchkey-source', 'browser', 'import'],
      define: { LATCHKEY_BUILD: JSON.stringify(name) },
      logLevel: 'error',
      plugins: [without(hook), later(chunks)],
    })
    writeFileSync(join(folder, file), made.outputFiles[0]?.text ?? '')
  }
  return folder
}

/** Takes a row out of the table of hooks. */
function without(hook: string | null): Plugin {
  return {
    name: 'without',
    setup({ onLoad }) {
      onLoad({ filter: /\/guard\/hooks\.ts$/ }, ({ path }) => {
        const source = readFileSync(path, 'utf8')
        const table = tableOf(source)
        const left = table.replace(new RegExp(`^ {2}${hook},\\n`, 'm'), '')
        if (hook !== null && left === table)
          throw new Error(`[bench] seed: expected one of ${seeds().join(', ')}, got ${hook}.`)
        return { contents: source.replace(table, left), loader: 'ts' }
      })
    },
  }
}

/** Dynamic imports of the tag's own parts become the files that lie beside it. */
function later(chunks: Readonly<Record<string, string>>): Plugin {
  return {
    name: 'later',
    setup({ onResolve }) {
      onResolve({ filter: /^\.\/(chunks|services)\// }, ({ kind, path }) => {
        const file = chunks[path.replace(/^\.\/(chunks\/)?|\.ts$/g, '')]
        return kind === 'dynamic-import' && file ? { path: `./${file}`, external: true } : undefined
      })
    },
  }
}

function tableOf(source: string): string {
  const [table] = /export const hooks[^=]*= \[[\s\S]*?\n\]/.exec(source) ?? []
  if (!table) throw new Error(`[bench] seeds: expected a table \`hooks\` in ${HOOKS}.`)
  return table
}
