import { describe, expect, it } from 'vitest'
import { run } from './bare-import.ts'
import { manifest, repositoryWith } from './fixture.ts'

const core = (source: string) =>
  repositoryWith({
    'packages/core/package.json': manifest('@latchkey/core', { sideEffects: false }),
    'packages/core/dist/index.js': source,
    'packages/core/dist/other.js': `globalThis.touched = true\nexport const other = 1`,
  })

describe('bare-import', () => {
  it('holds for a module that only declares', async () => {
    const source = `import { h } from 'preact'
      const DAY = 24 * 60
      export function days(n) { return n * DAY }
      export const box = () => h('div')`
    expect(await run(core(source))).toEqual([])
  })

  it.each([
    ['an effect', `export const a = 1\ndocument.title = 'x'`],
    ['a call that only claims to be pure', `export const a = /* @__PURE__ */ register()`],
    [
      'an effect in a module that it imports, whatever sideEffects says',
      `export { other } from './other.js'`,
    ],
    ['a listener', `addEventListener('pageshow', () => {})`],
  ])('finds %s', async (_, source) => {
    expect(await run(core(source))).toEqual([
      expect.stringMatching(/^@latchkey\/core: importing it leaves \d+ bytes/),
    ])
  })

  it('does not take a package that is not built for one that does nothing', async () => {
    const root = repositoryWith({ 'packages/core/package.json': manifest('@latchkey/core') })
    expect(await run(root)).toEqual([expect.stringContaining('is not built')])
  })
})
