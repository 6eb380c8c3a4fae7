import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, parse } from 'node:path'
import nodeResolve from '@rollup/plugin-node-resolve'
import terser from '@rollup/plugin-terser'
import { type OutputChunk, type Plugin, rollup } from 'rollup'
import { compile } from './package.ts'

const folder = join(import.meta.dirname, '../../packages/embed')
const dist = join(folder, 'dist')
const version = (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string })
  .version

/**
 * Builds the script tag: `latchkey.js` (IIFE), the chunks that it loads on demand (named by nothing but their content:
 * filter lists look for telling names), the inline stub, a manifest of the chunks and the integrity of every file.
 */
export async function buildEmbed(): Promise<void> {
  rmSync(dist, { recursive: true, force: true })
  mkdirSync(dist, { recursive: true })
  const files = new Map<string, string>()

  // Each of these stands alone, so that it comes in one request; services share what only one of them may do.
  const chunks: Record<string, string> = {}
  for (const file of readdirSync(join(folder, 'src/chunks'))) {
    Object.assign(
      chunks,
      await bundleChunks({ [`chunks/${parse(file).name}`]: join(folder, 'src/chunks', file) }, files),
    )
  }
  const services = readdirSync(join(folder, 'src/services')).map((file) => [
    `services/${parse(file).name}`,
    join(folder, 'src/services', file),
  ])
  Object.assign(chunks, await bundleChunks(Object.fromEntries(services), files))

  const build = `${version}+${chunks['chunks/panel']?.split('.')[1]}`
  files.set('latchkey.js', await bundleTag('latchkey', build, chunks))
  files.set('latchkey.stub.js', await bundleTag('stub', build, chunks))
  for (const [name, code] of files) writeFileSync(join(dist, name), code)

  const short = Object.fromEntries(
    Object.entries(chunks).map(([name, file]) => [name.replace(/^chunks\//, ''), file]),
  )
  writeFileSync(
    join(dist, 'latchkey.manifest.json'),
    `${JSON.stringify({ version, build, chunks: short }, null, 2)}\n`,
  )
  const integrity = [...files].map(([name, code]) => [
    name,
    `sha384-${createHash('sha384').update(code).digest('base64')}`,
  ])
  writeFileSync(
    join(dist, 'latchkey.sri.json'),
    `${JSON.stringify(Object.fromEntries(integrity), null, 2)}\n`,
  )
  const schema = join(folder, 'latchkey.schema.json')
  if (existsSync(schema)) cpSync(schema, join(dist, 'latchkey.schema.json'))
}

function plugins(build = ''): Plugin[] {
  return [
    nodeResolve({
      extensions: ['.ts', '.tsx', '.js', '.mjs'],
      exportConditions: ['latchkey-source', 'browser', 'import', 'default'],
    }),
    compile('es2020', { LATCHKEY_BUILD: JSON.stringify(build) }),
  ]
}

function minify(module: boolean): Plugin {
  return terser({
    module,
    ecma: 2020,
    compress: { passes: 3, pure_getters: true, unsafe_arrows: true, hoist_props: true },
    mangle: { toplevel: true },
  }) as Plugin
}

/** Bundles entries as ES modules; answers with the file that each has become. */
async function bundleChunks(
  input: Record<string, string>,
  files: Map<string, string>,
): Promise<Record<string, string>> {
  const bundle = await rollup({ input, plugins: plugins() })
  const { output } = await bundle.generate({
    format: 'esm',
    entryFileNames: 'latchkey.[hash:12].js',
    chunkFileNames: 'latchkey.[hash:12].js',
    plugins: [minify(true)],
  })
  const made: Record<string, string> = {}
  for (const chunk of output as readonly OutputChunk[]) {
    files.set(chunk.fileName, chunk.code)
    if (chunk.isEntry) made[chunk.name] = chunk.fileName
  }
  return made
}

/** Bundles a classic script. Its dynamic imports become the chunks' files, beside it wherever it lies. */
async function bundleTag(entry: string, build: string, chunks: Record<string, string>): Promise<string> {
  const later: Plugin = {
    name: 'later',
    resolveDynamicImport(specifier) {
      const name = typeof specifier === 'string' ? specifier.replace(/^\.\/|\.ts$/g, '') : ''
      return chunks[name] ? { id: `later:${name}`, external: true } : null
    },
  }
  const bundle = await rollup({
    input: join(folder, 'src', `${entry}.ts`),
    plugins: [later, ...plugins(build)],
  })
  const { output } = await bundle.generate({ format: 'iife', plugins: [minify(false)] })
  return output[0].code.replace(/later:([\w./-]+)/g, (_, name: string) => `./${chunks[name]}`)
}
