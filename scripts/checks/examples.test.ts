import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { run } from './examples.ts'
import { repositoryWith } from './fixture.ts'

const VITE = 'examples/vite/node_modules/.bin/vite'

/** A repository whose bundler is a script of ours. */
function withVite(script: string): string {
  const root = repositoryWith({ [VITE]: `#!/bin/sh\n${script}\n` })
  chmodSync(join(root, VITE), 0o755)
  return root
}

describe('examples', () => {
  it('holds when the build leaves a first file and one for the surfaces', async () => {
    expect(await run(withVite('touch "$3/index.js" "$3/ui.js"'))).toEqual([])
  })

  it.each([
    ['a build that fails', 'echo "no such export" >&2; exit 1', /does not build: no such export/],
    ['surfaces in the first file', 'touch "$3/index.js"', /got one file/],
  ])('finds %s', async (_, script, says) => {
    expect(await run(withVite(script))).toEqual([expect.stringMatching(says)])
  })

  it('does not take a missing bundler for a build', async () => {
    expect(await run(repositoryWith({ 'package.json': {} }))).toEqual([
      expect.stringMatching(/not installed/),
    ])
  })
})
