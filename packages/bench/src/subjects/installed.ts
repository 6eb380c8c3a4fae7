import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ServedFile } from './subject.ts'

const modules = join(import.meta.dirname, '../../node_modules')

/** A file of an installed package, as a page would be given it. */
export function installed(path: string): ServedFile {
  return {
    type: path.endsWith('.css') ? 'text/css' : 'text/javascript',
    body: readFileSync(join(modules, path), 'utf8'),
  }
}

/** The version that is installed, which is the one that runs. */
export function versionOf(name: string): string {
  const { version } = JSON.parse(readFileSync(join(modules, name, 'package.json'), 'utf8')) as {
    version: string
  }
  return version
}
