import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gunzipSync } from 'node:zlib'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { packagesOf, readManifest, repository } from './workspace.ts'

export const name = 'packages'

const start = promisify(execFile)

/** What would be published installs and resolves for others: packed as pnpm packs it, then looked at from outside. */
export async function run(root = repository): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-pack-'))
  try {
    for (const pkg of packagesOf(root)) if (!pkg.manifest.private) await pack(root, pkg.folder, folder)
    const problems: string[] = []
    for (const tarball of readdirSync(folder).toSorted())
      problems.push(...(await inspect(join(folder, tarball))))
    return problems
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function pack(root: string, pkg: string, into: string): Promise<void> {
  const { packageManager } = readManifest(join(root, 'package.json')) as { packageManager?: string } // pnpm's own field
  const args = ['--yes', packageManager ?? 'pnpm', 'pack', '--pack-destination', into]
  await start('npx', args, { cwd: pkg, env: { ...process.env, npm_config_loglevel: 'error' } })
}

/** Problems of one tarball, as pnpm or npm packs it. */
export async function inspect(tarball: string): Promise<readonly string[]> {
  const bytes = readFileSync(tarball)
  const text = fileIn(bytes, 'package/package.json')
  if (text === undefined) return [`${tarball}: has no package.json`]
  const manifest = JSON.parse(text)
  const say = (problem: string) => `${manifest.name}: ${problem}`
  const problems: string[] = []
  for (const word of ['latchkey-source', 'workspace:'])
    if (text.includes(word)) problems.push(say(`"${word}" is left in the packed package.json`))
  const { buffer, byteOffset, byteLength } = bytes
  const { messages } = await publint({
    pack: { tarball: buffer.slice(byteOffset, byteOffset + byteLength) },
    level: 'warning',
  })
  for (const message of messages)
    problems.push(say(formatMessage(message, manifest, { color: false }) ?? message.code))
  if (manifest.exports) problems.push(...(await typesWrong(tarball)).map(say))
  return problems
}

interface Report {
  readonly analysis?: { readonly types?: unknown }
  readonly problems?: Readonly<Record<string, readonly { entrypoint?: string; resolutionKind?: string }[]>>
}

/** Only what a bundler and Node's own ES modules see counts: the packages have no CommonJS. */
async function typesWrong(tarball: string): Promise<readonly string[]> {
  const args = [tarball, '--profile', 'esm-only', '--format', 'json', '--no-color']
  const attw = join(repository, 'node_modules/.bin/attw')
  // Problems make it end with 1; what it found stands on its output all the same.
  const { stdout } = await start(attw, args, { maxBuffer: 1 << 26 }).catch((error: { stdout?: string }) => ({
    stdout: error.stdout ?? '',
  }))
  try {
    const report: Report = JSON.parse(stdout)
    if (!report.analysis?.types) return ['has no types']
    return Object.entries(report.problems ?? {}).flatMap(([kind, list]) =>
      list
        .filter(({ resolutionKind = '' }) => !['node10', 'node16-cjs'].includes(resolutionKind))
        .map(({ entrypoint = '', resolutionKind = '' }) =>
          `types: ${kind} ${entrypoint} ${resolutionKind}`.trim(),
        ),
    )
  } catch {
    return [`attw gave no report: ${stdout.slice(0, 200)}`]
  }
}

/** One file out of a .tgz: 512-byte headers with the name first and the size, octal, at 124. */
function fileIn(tarball: Uint8Array, path: string): string | undefined {
  const tar = gunzipSync(tarball)
  for (let at = 0; at + 512 <= tar.length; ) {
    const field = (from: number, length: number) =>
      tar.toString('utf8', at + from, at + from + length).replace(/\0.*$/s, '')
    const size = Number.parseInt(field(124, 12), 8) || 0
    if (field(0, 100) === path) return tar.toString('utf8', at + 512, at + 512 + size)
    at += 512 + Math.ceil(size / 512) * 512
  }
  return undefined
}
