import fs from 'node:fs'
import { brotliCompressSync, constants } from 'node:zlib'
import nodeResolve from '/work/main/node_modules/@rollup/plugin-node-resolve/dist/es/index.js'
import terser from '/work/main/node_modules/@rollup/plugin-terser/dist/es/index.js'
import { rollup } from '/work/main/node_modules/rollup/dist/es/rollup.js'
import * as esbm from '/work/main/node_modules/rollup-plugin-esbuild/dist/index.js'

const esb = esbm.default?.default ?? esbm.default
const later = {
  name: 'later',
  resolveDynamicImport(s) {
    return typeof s === 'string' && /chunks|services|purge/.test(s)
      ? { id: './latchkey.abcdef123456.js?' + s, external: true }
      : null
  },
}
const b = await rollup({
  input: process.argv[2],
  plugins: [
    later,
    nodeResolve({
      extensions: ['.ts', '.tsx', '.js', '.mjs'],
      exportConditions: ['latchkey-source', 'browser', 'import', 'default'],
    }),
    esb({
      target: 'es2020',
      jsx: 'automatic',
      jsxImportSource: 'preact',
      tsconfig: false,
      define: { LATCHKEY_BUILD: '"x"' },
    }),
  ],
})
const { output } = await b.generate({
  format: process.argv[3] || 'iife',
  plugins: [
    terser({
      module: process.argv[3] === 'esm',
      ecma: 2020,
      compress: { passes: 3, pure_getters: true, unsafe_arrows: true },
      mangle: { toplevel: true },
    }),
  ],
})
const br = (s) =>
  brotliCompressSync(Buffer.from(s), { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length
console.log(output[0].code.length, br(output[0].code))
fs.writeFileSync('/tmp/shrink-out.js', output[0].code)
const mods = Object.entries(output[0].modules)
  .map(([k, v]) => [k.replace('/work/main/packages/', ''), v.renderedLength])
  .sort((a, b) => b[1] - a[1])
for (const m of mods.slice(0, 30)) console.log(m.join(' '))
