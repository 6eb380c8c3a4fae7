import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const cli = fileURLToPath(new URL('../../cli/src/cli.ts', import.meta.url))

/** Runs `latchkey verify`, as an auditor would, in a process of its own. */
export function verify(...args: readonly string[]): { readonly exit: number | null; readonly said: string } {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--conditions=latchkey-source', cli, 'verify', ...args],
    { encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '' } },
  )
  return { exit: status, said: stdout + stderr }
}
