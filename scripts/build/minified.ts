import type { Plugin } from 'rollup'
import { type MinifyOptions, minify } from 'terser'

/** Minifies what comes out, in this very process: a thread for each of many small files takes longer than the file. */
export function minified(options: MinifyOptions): Plugin {
  return {
    name: 'minified',
    async renderChunk(code) {
      const { code: small = '' } = await minify(code, options)
      return { code: small, map: null }
    },
  }
}
