import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { repository } from './workspace.ts'

export const name = 'examples'

/** The example for bundlers builds from the built packages, as a reader's own project would. */
export async function run(root = repository): Promise<readonly string[]> {
  const folder = join(root, 'examples/vite')
  const vite = join(folder, 'node_modules/.bin/vite')
  if (!existsSync(vite)) return ['examples/vite: vite is not installed']
  const out = mkdtempSync(join(tmpdir(), 'latchkey-example-'))
  try {
    const { status, stderr } = spawnSync(vite, ['build', '--outDir', out, '--emptyOutDir'], {
      cwd: folder,
      encoding: 'utf8',
    })
    if (status !== 0)
      return [`examples/vite does not build: ${stderr.trim().split('\n').slice(-3).join(' ')}`]
    const scripts = readdirSync(out, { recursive: true }).filter((file) => String(file).endsWith('.js'))
    return scripts.length > 1
      ? []
      : ['examples/vite: expected surfaces to be in a file of their own, got one file']
  } finally {
    rmSync(out, { recursive: true, force: true })
  }
}
