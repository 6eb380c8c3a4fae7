import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { run } from './budgets.ts'
import { manifest, repositoryWith } from './fixture.ts'
import { measure } from './measure.ts'

/** Text that does not compress. */
function noise(length: number): string {
  let seed = 1
  return Array.from({ length }, () => {
    seed = (seed * 48_271) % 2_147_483_647
    return String.fromCharCode(97 + (seed % 26))
  }).join('')
}

const quiet = () => {}
const dist = 'packages/embed/dist'
const budgets = {
  core: { what: 'core', limit: 120, from: '@latchkey/core', names: ['small'] },
  embed: { what: 'first file', limit: 120, file: `${dist}/latchkey.js` },
  panel: { what: 'panel', limit: 400, chunk: 'panel' },
  'locale/': { what: 'a locale', limit: 120, chunks: 'places.' },
  service: { what: 'a service', limit: 120, each: '@latchkey/services', but: '/facts$' },
}

function built(changes: Readonly<Record<string, string | object>> = {}) {
  const root = repositoryWith({
    'budgets.json': budgets,
    'packages/core/package.json': manifest('@latchkey/core'),
    'packages/core/dist/index.js': `export const small = (n) => n + 1\nexport const big = '${noise(2000)}'`,
    'packages/services/package.json': {
      name: '@latchkey/services',
      exports: {
        './ga4': { default: './dist/ga4.js' },
        './ga4/facts': { default: './dist/ga4.facts.js' },
      },
    },
    'packages/services/dist/ga4.js': `import { small } from '@latchkey/core'\nexport const ga4 = () => small(1)`,
    'packages/services/dist/ga4.facts.js': `export const facts = '${noise(2000)}'`,
    [`${dist}/latchkey.js`]: `(()=>{console.log(1)})()`,
    [`${dist}/latchkey.manifest.json`]: {
      chunks: { panel: 'a.js', 'places.de': 'de.js', 'places.fr': 'fr.js' },
    },
    [`${dist}/de.js`]: 'export const words = ["de"]',
    [`${dist}/fr.js`]: 'export const words = ["fr"]',
    [`${dist}/a.js`]: `import{b}from"./b.js";console.log(b)`,
    [`${dist}/b.js`]: `export const b="${noise(100)}"`,
    ...changes,
  })
  return { root, path: join(root, 'budgets.json') }
}

describe('budgets', () => {
  it('holds when every use fits: of a package, only what is named counts', async () => {
    const { root, path } = built()
    const lines: string[] = []
    expect(await run(root, path, (line) => lines.push(line))).toEqual([])
    expect(lines).toHaveLength(6)
    expect(lines[0]).toMatch(/^ {2}core +\d+ of +120 B {2}core$/)
    const sizes = await measure(root, path)
    expect(sizes.map(({ use }) => use)).toEqual([
      'core',
      'embed',
      'panel',
      'locale/de',
      'locale/fr',
      'service/ga4',
    ])
  })

  it.each([
    ['a use of a package', 'core', 'packages/core/dist/index.js', `export const small = '${noise(400)}'`],
    ['a built file', 'embed', `${dist}/latchkey.js`, noise(400)],
    ['a chunk', 'panel', `${dist}/a.js`, noise(1500)],
    ['one of several chunks', 'locale/fr', `${dist}/fr.js`, noise(400)],
    ['what a chunk imports', 'panel', `${dist}/b.js`, noise(1500)],
    ['one of several', 'service/ga4', 'packages/services/dist/ga4.js', `export const ga4 = '${noise(400)}'`],
  ])('finds %s that has grown over its budget', async (_, use, file, content) => {
    const { root, path } = built({ [file]: content })
    expect(await run(root, path, quiet)).toContainEqual(
      expect.stringMatching(new RegExp(`^${use} .*over its budget of \\d+$`)),
    )
  })

  it('counts what services share once, by itself', async () => {
    const shared = 'packages/services/dist/shared/mode.js'
    const { root, path } = built({
      [shared]: `export const mode = '${noise(400)}'`,
      'packages/services/dist/ga4.js': `import { mode } from './shared/mode.js'\nexport const ga4 = () => mode`,
      'budgets.json': {
        service: { ...budgets.service, apart: '/shared/mode\\.js$' },
        mode: { what: 'shared', limit: 120, from: `./${shared}` },
      },
    })
    expect(await run(root, path, quiet)).toEqual([expect.stringMatching(/^mode .*over its budget/)])
  })

  it('does not take what is missing, or has lost its content, for small', async () => {
    const gone = built({ [`${dist}/latchkey.manifest.json`]: { chunks: {} } })
    expect(await run(gone.root, gone.path, quiet)).toEqual([
      expect.stringContaining('names no chunk "panel"'),
    ])
    const renamed = built({ 'packages/core/dist/index.js': 'export const other = 1' })
    expect((await run(renamed.root, renamed.path, quiet)).join()).toContain('core could not be measured')
  })
})
