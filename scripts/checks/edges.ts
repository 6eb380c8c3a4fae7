import { readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { dirname, join, relative } from 'node:path'
import ts from 'typescript'
import { filesBelow, type Package, packagesOf, repository, shown } from './workspace.ts'

export const name = 'edges'

/** The drawing: what each package may import of the others. `*`: everything. */
const DRAWING: Readonly<Record<string, readonly string[] | '*'>> = {
  core: [],
  log: [],
  regimes: ['core'],
  record: ['core', 'log'],
  browser: ['core'],
  services: ['core', 'browser'],
  ui: ['core'],
  proof: ['core', 'log', 'record'],
  embed: ['core', 'regimes', 'browser', 'services', 'proof', 'ui'],
  ledger: ['log', 'record'],
  testkit: [
    'core',
    'log',
    'regimes',
    'record',
    'browser',
    'services',
    'ui',
    'proof',
    'embed',
    'ledger',
    'bench',
  ],
  cli: '*',
  e2e: '*',
  bench: '*',
  prove: '*',
}

/** What may be installed beside a package where it runs. A new name needs a reason in the change. */
const RUNTIME: Readonly<Record<string, readonly string[]>> = {
  ui: ['preact'],
  proof: ['idb-keyval'],
  record: ['valibot'],
  ledger: ['hono', '@hono/node-server', 'valibot', 'pg'],
  cli: ['cac', '@clack/prompts'],
  // Axe is asked where a shop has it, and not missed where it has not.
  testkit: ['@playwright/test', '@axe-core/playwright'],
}

/** Packages that run on Node and may use its built-in modules. */
const ON_NODE = new Set(['ledger', 'cli', 'testkit', 'e2e', 'bench', 'prove'])

/** Tests, and what only tests use: of the testkit, all that is for this workspace alone. */
const TEST =
  /(?:^|\/)(?:fakes|testing)\.tsx?$|\.(?:test(?:-d)?|example|check)\.tsx?$|testkit\/src\/(?:browser|contract)\//

/** Every import between packages is one that the drawing has, and goes through the front door. */
export async function run(root = repository): Promise<readonly string[]> {
  const packages = packagesOf(root)
  const byName = new Map(packages.map((pkg) => [pkg.manifest.name, pkg]))
  return packages.flatMap((pkg) => {
    if (!Object.hasOwn(DRAWING, pkg.id)) return [`packages/${pkg.id} is not in the drawing of edges`]
    return [...fromManifest(pkg, byName), ...fromSource(root, pkg, byName)]
  })
}

function allows(pkg: Package, other: Package, isTest: boolean): boolean {
  const edges = DRAWING[pkg.id] ?? []
  return pkg === other || edges === '*' || edges.includes(other.id) || (isTest && other.id === 'testkit')
}

function fromManifest({ ...pkg }: Package, byName: ReadonlyMap<string, Package>): readonly string[] {
  const { dependencies, optionalDependencies, peerDependencies, devDependencies } = pkg.manifest
  const problems: string[] = []
  for (const dependency of Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies })) {
    const other = byName.get(dependency)
    if (other ? !allows(pkg, other, false) : !(pkg.manifest.private || RUNTIME[pkg.id]?.includes(dependency)))
      problems.push(`packages/${pkg.id}/package.json: may not depend on ${dependency}`)
  }
  for (const dependency of Object.keys(devDependencies ?? {})) {
    const other = byName.get(dependency)
    if (other && !allows(pkg, other, true))
      problems.push(`packages/${pkg.id}/package.json: may not depend on ${dependency}, not even in tests`)
  }
  return problems
}

function fromSource(root: string, pkg: Package, byName: ReadonlyMap<string, Package>): readonly string[] {
  const { dependencies, optionalDependencies, peerDependencies, devDependencies } = pkg.manifest
  const installed = { ...dependencies, ...optionalDependencies, ...peerDependencies }
  const problems: string[] = []
  for (const file of filesBelow(join(pkg.folder, 'src'), /\.tsx?$/)) {
    const isTest = TEST.test(file)
    const say = (text: string) => problems.push(`${shown(root, file)}: ${text}`)
    for (const specifier of importsOf(readFileSync(file, 'utf8'))) {
      if (specifier.startsWith('.')) {
        if (relative(pkg.folder, join(dirname(file), specifier)).startsWith('..'))
          say(`"${specifier}" leaves the package`)
        continue
      }
      const dependency = packageNameOf(specifier)
      const other = byName.get(dependency)
      if (other) {
        if (!allows(pkg, other, isTest)) say(`may not import ${specifier}`)
        else if (pkg === other ? false : !hasEntry(other, specifier))
          say(`"${specifier}" is not an entry of ${dependency}`)
        else if (
          pkg !== other &&
          !(dependency in installed || (isTest && dependency in (devDependencies ?? {})))
        )
          say(`imports ${dependency}, which its package.json does not name`)
      } else if (isTest || pkg.manifest.private) {
        // Tests and private packages use what the workspace has installed.
      } else if (isBuiltin(specifier)) {
        if (!ON_NODE.has(pkg.id)) say(`imports ${specifier}, which browsers do not have`)
      } else if (!(dependency in installed))
        say(`imports ${dependency}, which its package.json does not name`)
    }
  }
  return problems
}

/** Static, dynamic, type-only and re-exporting imports alike. */
function importsOf(source: string): readonly string[] {
  return ts.preProcessFile(source, true, true).importedFiles.map(({ fileName }) => fileName)
}

function packageNameOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
}

function hasEntry({ manifest }: Package, specifier: string): boolean {
  const subpath = `.${specifier.slice(manifest.name.length)}`
  return Object.keys(manifest.exports ?? {}).some((entry) => {
    const [start = '', end] = entry.split('*')
    return end === undefined ? entry === subpath : subpath.startsWith(start) && subpath.endsWith(end)
  })
}
