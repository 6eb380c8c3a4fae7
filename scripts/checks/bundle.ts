import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { brotliCompressSync, constants } from 'node:zlib'
import { type Plugin, rollup } from 'rollup'
import { minified } from '../build/minified.ts'
import { entriesOf, packagesOf } from './workspace.ts'

export interface BundleOptions {
  /**
   * Believes no annotation and no `sideEffects: false`: whatever does something at import stays. @default false
   */
  distrust?: boolean | undefined
  /** Files that stay outside, because they are counted by themselves. */
  apart?: RegExp | undefined
}

/** Bundles a few lines of code against the built packages of a workspace, minified. Other dependencies stay outside. */
export async function bundle(
  root: string,
  code: string,
  { distrust = false, apart }: BundleOptions = {},
): Promise<string> {
  const built = await rollup({
    input: ENTRY,
    plugins: [resolveBuilt(root, code, { distrust, apart })],
    treeshake: { annotations: !distrust, moduleSideEffects: true },
    onwarn: () => {}, // an empty chunk and a missing optional export are what some callers look for
  })
  const { output } = await built.generate({
    format: 'es',
    inlineDynamicImports: true,
    plugins: [
      minified({
        module: true,
        ecma: 2020,
        compress: { passes: 3, pure_getters: true, side_effects: !distrust },
      }),
    ],
  })
  await built.close()
  return output[0].code.trim()
}

const ENTRY = '\0latchkey-entry'

function resolveBuilt(root: string, code: string, { distrust = false, apart }: BundleOptions): Plugin {
  const entries = new Map(
    packagesOf(root)
      .flatMap(entriesOf)
      .map(({ specifier, file }) => [specifier, file]),
  )
  return {
    name: 'latchkey-built',
    resolveId(source, importer) {
      if (source === ENTRY) return ENTRY
      const from = importer && importer !== ENTRY ? dirname(importer) : root
      const file = source.startsWith('.') ? join(from, source) : entries.get(source)
      if (!file || (importer !== ENTRY && apart?.test(file)))
        return { id: source, external: true, moduleSideEffects: false }
      if (!existsSync(file)) this.error(`${source} is not built: run "npm run build" first`)
      return { id: file, moduleSideEffects: distrust }
    },
    load: (id) => (id === ENTRY ? code : null),
  }
}

/** Bytes as a browser gets them at best: brotli, quality 11. */
export function brotliBytes(content: string | Uint8Array): number {
  return brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length
}
