import { spawnSync } from 'node:child_process'

/** Why system calls cannot be traced here, in one sentence; `null` if they can. Tries to install strace first. */
export function lacksStrace(): string | null {
  const works = () => spawnSync('strace', ['-D', '-f', '-o', '/dev/null', 'true']).status === 0
  if (process.platform !== 'linux') return 'strace is a program of Linux.'
  if (works()) return null
  if (process.getuid?.() === 0 && spawnSync('apt-get', ['--version']).status === 0) {
    spawnSync('apt-get', ['-qq', 'update'])
    spawnSync('apt-get', ['-qq', '-y', '--no-install-recommends', 'install', 'strace'], {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    })
  }
  return works() ? null : 'strace is not here, or may not trace (apt-get install strace; CAP_SYS_PTRACE).'
}
