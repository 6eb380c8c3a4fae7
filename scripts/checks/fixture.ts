import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'

/** A small repository in a temporary folder, gone after the test. Paths lead to text, or to what becomes JSON. */
export function repositoryWith(files: Readonly<Record<string, string | object>>): string {
  const root = mkdtempSync(join(tmpdir(), 'latchkey-check-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), typeof content === 'string' ? content : JSON.stringify(content))
  }
  return root
}

/** A package.json with one entry, `dist/index.js`. */
export function manifest(name: string, rest: object = {}): object {
  return { name, type: 'module', exports: { '.': { default: './dist/index.js' } }, ...rest }
}
