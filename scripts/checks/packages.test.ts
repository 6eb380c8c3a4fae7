import { execFileSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { repositoryWith } from './fixture.ts'
import { inspect } from './packages.ts'

const fine = {
  name: 'fine',
  version: '1.0.0',
  type: 'module',
  files: ['dist'],
  exports: { '.': { types: './dist/index.d.ts', default: './dist/index.js' } },
}

/** Packed by npm, which leaves package.json as it is: what pnpm would have replaced is the seeded bug. */
function packed(manifest: object, files: Readonly<Record<string, string>> = {}): string {
  const root = repositoryWith({
    'package.json': manifest,
    'dist/index.js': 'export const a = 1\n',
    'dist/index.d.ts': 'export declare const a: number\n',
    ...files,
  })
  execFileSync('npm', ['pack', '--silent', '--ignore-scripts'], { cwd: root, stdio: 'pipe' })
  return join(root, readdirSync(root).find((file) => file.endsWith('.tgz')) ?? '')
}

describe('packages', { timeout: 60_000 }, () => {
  it('holds for a package that others can install', async () => {
    expect(await inspect(packed(fine))).toEqual([])
  })

  it('finds types that Node cannot follow', async () => {
    const files = {
      'dist/index.d.ts': `export * from './other'\n`,
      'dist/other.d.ts': 'export declare const a: number\n',
    }
    expect(await inspect(packed(fine, files))).toEqual([
      expect.stringMatching(/^fine: types: InternalResolutionError/),
    ])
  })

  it.each<[string, object, RegExp]>([
    [
      'the workspace’s own condition',
      { exports: { '.': { 'latchkey-source': './dist/index.js', ...fine.exports['.'] } } },
      /"latchkey-source" is left/,
    ],
    [
      'a dependency that only the workspace has',
      { dependencies: { x: 'workspace:*' } },
      /"workspace:" is left/,
    ],
    ['an entry that is not packed', { exports: { '.': './dist/gone.js' } }, /gone\.js/],
    [
      'types that are not packed',
      { exports: { '.': { types: './dist/gone.d.ts', default: './dist/index.js' } } },
      /gone\.d\.ts|types:/,
    ],
    [
      'a package without types',
      { exports: { '.': './dist/index.js' }, files: ['dist/*.js'] },
      /has no types/,
    ],
    ['CommonJS that says it is a module', { type: 'commonjs' }, /fine: /],
  ])('finds %s', async (_, change, problem) => {
    expect((await inspect(packed({ ...fine, ...change }))).join('\n')).toMatch(problem)
  })
})
