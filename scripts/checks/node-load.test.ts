import { describe, expect, it } from 'vitest'
import { manifest, repositoryWith } from './fixture.ts'
import { run } from './node-load.ts'

const core = (source: string) =>
  repositoryWith({
    'packages/core/package.json': manifest('@latchkey/core'),
    'packages/core/dist/index.js': source,
  })

describe('node-load', () => {
  it('holds for a module that needs no window', async () => {
    expect(await run(core(`export const title = () => document.title`))).toEqual([])
  })

  it.each([
    [
      'a module that reads the window at import',
      `export const width = window.innerWidth`,
      'window is not defined',
    ],
    ['a module that imports what is not there', `import 'no-such-package'`, 'no-such-package'],
  ])('finds %s', async (_, source, message) => {
    const problems = await run(core(source))
    expect(problems.join('\n')).toContain(message)
    expect(problems[0]).toContain('packages/core/dist/index.js')
  })

  it('finds a module that keeps Node running', async () => {
    const problems = await run(core(`setInterval(() => {}, 1000)`), 3000)
    expect(problems).toEqual(['something keeps Node running after the imports'])
  })

  it('does not take a missing build for one that loads', async () => {
    const root = repositoryWith({ 'packages/core/package.json': manifest('@latchkey/core') })
    expect(await run(root)).toEqual([expect.stringContaining('is not built')])
  })
})
