import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { type Plugin, rollup } from 'rollup'
import { describe, expect, it } from 'vitest'
import { textIsText } from './text-is-text.ts'

const require = createRequire(join(import.meta.dirname, '../../packages/ui/package.json'))
const file = join(dirname(require.resolve('preact/package.json')), 'dist/preact.mjs')

async function bundled(source: string): Promise<string> {
  const given: Plugin = { name: 'given', load: (id) => (id === file ? source : null) }
  const made = await rollup({ input: file, plugins: [given, textIsText()] })
  const { output } = await made.generate({ format: 'es' })
  return output[0].code
}

describe('textIsText', () => {
  it('leaves nothing in Preact that parses markup (B1)', async () => {
    const before = readFileSync(file, 'utf8')
    expect(before).toMatch(/innerHTML/)
    expect(await bundled(before)).not.toMatch(/innerHTML/i)
  })

  it('fails where Preact sets markup in another way', async () => {
    const other = readFileSync(file, 'utf8').replace('.innerHTML=', '.outerHTML=')
    await expect(bundled(other)).rejects.toThrow('expected')
  })
})
