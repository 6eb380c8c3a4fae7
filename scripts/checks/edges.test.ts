import { describe, expect, it } from 'vitest'
import { run } from './edges.ts'
import { manifest, repositoryWith } from './fixture.ts'

const core = { 'packages/core/package.json': manifest('@latchkey/core') }
const browser = {
  'packages/browser/package.json': manifest('@latchkey/browser', {
    dependencies: { '@latchkey/core': 'workspace:*' },
  }),
}
const testkit = { 'packages/testkit/package.json': manifest('@latchkey/testkit', { private: true }) }

const broken: readonly (readonly [string, string, string, RegExp])[] = [
  [
    'a static import against the drawing',
    'core/src/a.ts',
    `import { x } from '@latchkey/browser'`,
    /may not import @latchkey\/browser/,
  ],
  ['a type import', 'core/src/a.ts', `import type { X } from '@latchkey/browser'`, /may not import/],
  ['an export from', 'core/src/a.ts', `export { x } from '@latchkey/browser'`, /may not import/],
  [
    'an import with import()',
    'core/src/a.ts',
    `export const x = () => import('@latchkey/browser')`,
    /may not import/,
  ],
  [
    'a type with import()',
    'core/src/a.ts',
    `export type X = import('@latchkey/browser').X`,
    /may not import/,
  ],
  [
    'a side door into another package',
    'browser/src/a.ts',
    `import { x } from '@latchkey/core/src/x.ts'`,
    /is not an entry/,
  ],
  [
    'a path into another package',
    'browser/src/a.ts',
    `import { x } from '../../core/src/x.ts'`,
    /leaves the package/,
  ],
  [
    'the testkit outside of tests',
    'core/src/a.ts',
    `import { x } from '@latchkey/testkit'`,
    /may not import @latchkey\/testkit/,
  ],
  [
    'a dependency that nobody declared',
    'browser/src/a.ts',
    `import x from 'left-pad'`,
    /imports left-pad, which its package.json/,
  ],
  [
    'a module of Node in a browser package',
    'core/src/a.ts',
    `import fs from 'node:fs'`,
    /browsers do not have/,
  ],
]

describe('edges', () => {
  it('holds for imports that the drawing has', async () => {
    const root = repositoryWith({
      ...core,
      ...browser,
      ...testkit,
      'packages/core/src/a.ts': `import { b } from './b.ts'`,
      'packages/core/src/a.test.ts': `import fs from 'node:fs'\nimport { it } from 'vitest'`,
      'packages/browser/src/a.ts': `import { x } from '@latchkey/core'\nexport const y = () => import('./b.ts')`,
      'packages/testkit/src/a.ts': `import { expect } from 'vitest'`,
    })
    expect(await run(root)).toEqual([])
  })

  it.each(broken)('finds %s', async (_, file, source, problem) => {
    const root = repositoryWith({ ...core, ...browser, ...testkit, [`packages/${file}`]: source })
    expect(await run(root)).toEqual([expect.stringMatching(problem)])
  })

  it('lets tests import the testkit, if the package declares it', async () => {
    const source = { 'packages/core/src/a.test.ts': `import { x } from '@latchkey/testkit'` }
    const dev = manifest('@latchkey/core', { devDependencies: { '@latchkey/testkit': 'workspace:*' } })
    expect(await run(repositoryWith({ ...core, ...testkit, ...source }))).toHaveLength(1)
    expect(await run(repositoryWith({ ...testkit, ...source, 'packages/core/package.json': dev }))).toEqual(
      [],
    )
  })

  it.each([
    ['core', '@latchkey/browser'],
    ['core', 'preact'],
    ['browser', 'idb-keyval'],
  ])('finds that %s declares %s', async (id, dependency) => {
    const root = repositoryWith({
      ...core,
      ...browser,
      [`packages/${id}/package.json`]: manifest(`@latchkey/${id}`, {
        dependencies: { [dependency]: '1.0.0' },
      }),
    })
    expect(await run(root)).toEqual([`packages/${id}/package.json: may not depend on ${dependency}`])
  })

  it('finds a package that nobody has drawn', async () => {
    const root = repositoryWith({ 'packages/extra/package.json': manifest('@latchkey/extra') })
    expect(await run(root)).toEqual(['packages/extra is not in the drawing of edges'])
  })
})
