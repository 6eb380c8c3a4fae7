import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { targetsOf } from '../exports.ts'

/** A check of the whole repository: what does not hold, one sentence each. */
export interface Check {
  readonly name: string
  run(root?: string): Promise<readonly string[]>
}

/** The repository that this script lies in. */
export const repository = join(dirname(fileURLToPath(import.meta.url)), '../..')

export interface Manifest {
  readonly name: string
  readonly private?: boolean
  readonly exports?: Readonly<Record<string, string | Readonly<Record<string, string>>>>
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
}

export interface Package {
  /** The folder's name below `packages/`. */
  readonly id: string
  readonly folder: string
  readonly manifest: Manifest
}

/** Every package of a workspace, by folder name. */
export function packagesOf(root: string): readonly Package[] {
  return entries(join(root, 'packages'))
    .filter(({ folder }) => existsSync(join(folder, 'package.json')))
    .map(({ id, folder }) => ({ id, folder, manifest: readManifest(join(folder, 'package.json')) }))
}

export function readManifest(path: string): Manifest {
  return JSON.parse(readFileSync(path, 'utf8'))
}

/** Every built entry of a package, as it is imported (`@latchkey/ui/texts/de`) and where it lies; JavaScript only. */
export function entriesOf({ manifest, folder }: Package): readonly { specifier: string; file: string }[] {
  return Object.entries(manifest.exports ?? {}).flatMap(([subpath, target]) => {
    const built = typeof target === 'string' ? target : target.default
    if (!built || !/\.m?js$/.test(built)) return []
    const specifier = manifest.name + subpath.slice(1)
    return targetsOf(folder, built).map(({ file, star }) => ({
      specifier: specifier.replace('*', star),
      file: join(folder, file),
    }))
  })
}

const NOT_OURS = new Set([
  'node_modules',
  'dist',
  '.git',
  '.cache',
  '.data',
  'coverage',
  'test-results',
  'playwright-report',
])

/** Files below a folder whose path matches, without what is installed or built. A missing folder has none. */
export function filesBelow(folder: string, matches: RegExp): readonly string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => {
      const path = join(folder, entry.name)
      if (entry.isDirectory()) return NOT_OURS.has(entry.name) ? [] : filesBelow(path, matches)
      return matches.test(path) ? [path] : []
    })
    .toSorted()
}

/** A path as a sentence shows it. */
export function shown(root: string, path: string): string {
  return relative(root, path).split(sep).join('/')
}

function entries(folder: string): readonly { id: string; folder: string }[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .toSorted()
    .map((id) => ({ id, folder: join(folder, id) }))
}
