import { describe, expect, it } from 'vitest'
import { run } from './docs-links.ts'
import { repositoryWith } from './fixture.ts'
import type { Size } from './measure.ts'

const fine = {
  'README.md':
    '# Latchkey\n[docs](docs/start.md#first-steps-1) ![logo](docs/logo.svg) [out](https://example.com/x)\n',
  'docs/start.md':
    '# Start\n## First *steps*\n## First steps\n[up](../README.md#latchkey) [here](#start)\n`[no](link.md)`\n```md\n[no](link.md)\n```\n',
  'docs/logo.svg': '<svg/>',
  'docs/services/ga4.md': '# GA4',
  'docs/problems.md': '## C101\n## C102: unknown service\n',
  'packages/core/src/problems.ts': `export type ProblemCode =\n  | 'C101' // one\n  | 'C102' // two\n`,
  'packages/embed/src/sentences.ts': `export const words = { C101: 'one', C102: 'two' }`,
  'packages/services/package.json': {
    name: '@latchkey/services',
    exports: { './ga4': './dist/ga4.js', './ga4/facts': './dist/ga4.facts.js' },
  },
}
const sizes = async (): Promise<readonly Size[]> => [
  { use: 'core', what: 'core', limit: 1536, bytes: 1229 },
  { use: 'panel', what: 'panel', limit: 1, bytes: null, problem: 'not built' },
]

describe('docs-links', () => {
  it('holds for links, sizes, services and problems that agree', async () => {
    const page = {
      'docs/sizes.md': 'core: <!-- size:core -->1.2 kB<!-- /size --> <!-- size:core -->1 kB<!-- /size -->',
    }
    expect(await run(repositoryWith({ ...fine, ...page }), sizes)).toEqual([])
  })

  it.each<[string, string, string, RegExp]>([
    ['a link to no file', 'docs/a.md', '[x](nowhere.md)', /"nowhere\.md" leads nowhere/],
    ['an image that is gone', 'docs/a.md', '<img alt="" src="gone.png">', /leads nowhere/],
    ['a link by reference to no file', 'docs/a.md', '[x][y]\n\n[y]: gone.md', /leads nowhere/],
    ['a link to no heading', 'docs/a.md', '[x](start.md#second-steps)', /no such heading/],
    ['a link to no heading of its own', 'docs/a.md', '# A\n[x](#b)', /no such heading/],
    ['a heading that stands in code only', 'docs/a.md', '[x](#b)\n```\n# B\n```\n', /no such heading/],
    [
      'a size that is not the build’s',
      'docs/a.md',
      '<!-- size:core -->1.3 kB<!-- /size -->',
      /the build has 1\.2 kB/,
    ],
    ['a size that is no figure', 'docs/a.md', '<!-- size:core -->tiny<!-- /size -->', /says "tiny"/],
    [
      'a size of nothing known',
      'docs/a.md',
      '<!-- size:moon -->1.2 kB<!-- /size -->',
      /nothing of this name/,
    ],
    ['a size that could not be measured', 'docs/a.md', '<!-- size:panel -->1 kB<!-- /size -->', /not built/],
    ['a page of no service', 'docs/services/hotjar.md', '# Hotjar', /hotjar\.md: no such service/],
    ['a problem without a section', 'docs/problems.md', '## C101\n', /no section "## C102"/],
    [
      'a section without a problem',
      'docs/problems.md',
      '## C101\n## C102\n## C999\n',
      /C999 is no problem code/,
    ],
    ['a problem without a sentence', 'packages/embed/src/sentences.ts', `'C101'`, /no sentence for C102/],
  ])('finds %s', async (_, file, content, problem) => {
    expect(await run(repositoryWith({ ...fine, [file]: content }), sizes)).toEqual([
      expect.stringMatching(problem),
    ])
  })

  it('finds a service without a page', async () => {
    const { 'docs/services/ga4.md': _, ...rest } = fine
    expect(await run(repositoryWith(rest), sizes)).toEqual([
      'docs/services/ga4.md is missing: ga4 is a service',
    ])
  })

  it('measures only when a page quotes a size', async () => {
    const never = () => Promise.reject(new Error('measured'))
    expect(await run(repositoryWith(fine), never)).toEqual([])
  })
})
