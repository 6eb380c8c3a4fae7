import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, parse } from 'node:path'
import nodeResolve from '@rollup/plugin-node-resolve'
import { type OutputChunk, type Plugin, rollup } from 'rollup'
import { minified } from './minified.ts'
import { type Built, named } from './names.ts'
import { compile } from './package.ts'
import { textIsText } from './text-is-text.ts'
import { wordsInOrder } from './words-in-order.ts'

const folder = join(import.meta.dirname, '../../packages/embed')
const dist = join(folder, 'dist')
const version = (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string })
  .version

/**
 * Tells V8 to compile every function when the file comes in, off the page's thread, and not one by one on first call
 * (explicit compile hints, https://v8.dev/blog/explicit-compile-hints).
 */
const AT_ONCE = '//# allFunctionsCalledOnLoad\n'
/** The guard calls all it has at once, before it stands; the others would compile in a shopper's press: half the time for both. */
const NEEDED_AT_ONCE: readonly string[] = ['chunks/guard', 'chunks/panel.more', 'chunks/records']

/** Classic scripts, and what they are made from. */
const TAGS = [
  ['latchkey.js', 'latchkey'],
  ['latchkey.guarded.js', 'latchkey.guarded'],
  ['latchkey.stub.js', 'stub'],
] as const

/**
 * Builds the script tag: `latchkey.js` (IIFE), the chunks that it loads on demand (named by nothing but their content:
 * filter lists look for telling names), the inline stub, the ready themes, a manifest of the chunks and the integrity of
 * every file.
 */
export async function buildEmbed(): Promise<void> {
  rmSync(dist, { recursive: true, force: true })
  mkdirSync(dist, { recursive: true })
  // Each stands alone, so that it comes in one request; what it fetches later itself comes in one more.
  const bundles: Built[][] = []
  for (const [name, file] of lateModules()) {
    const built = await bundle(file, 'esm', plugins())
    bundles.push(
      built
        .map((part) => ({ ...part, name: part.isEntry ? name : `${name}.${part.name}` }))
        .map(({ fileName, name, code }) => ({
          fileName,
          name,
          code: NEEDED_AT_ONCE.includes(name) ? AT_ONCE + code : code,
        })),
    )
  }
  // The tags name the files, and the files' names stand for the tags as well: those are built twice.
  const unnamed = Object.fromEntries(bundles.flat().map(({ name }) => [name, name]))
  const drafts: string[] = []
  for (const [, entry] of TAGS) drafts.push(await bundleTag(entry, '', unnamed))
  const { hash, parts } = named(bundles, drafts)
  const chunks = Object.fromEntries(parts.map(({ name, file }) => [name, file]))
  const files = new Map(parts.map(({ file, code }) => [file, code]))

  const build = `${version}+${hash}`
  for (const [file, entry] of TAGS)
    files.set(file, (entry === 'latchkey.guarded' ? AT_ONCE : '') + (await bundleTag(entry, build, chunks)))
  for (const [name, css] of themes()) files.set(name, css)
  mkdirSync(join(dist, 'themes'))
  for (const [name, text] of files) writeFileSync(join(dist, name), text)

  const short = Object.fromEntries(
    Object.entries(chunks).map(([name, file]) => [name.replace(/^chunks\//, ''), file]),
  )
  writeFileSync(
    join(dist, 'latchkey.manifest.json'),
    `${JSON.stringify({ version, build, chunks: short }, null, 2)}\n`,
  )
  const integrity = [...files].map(([name, text]) => [
    name,
    `sha384-${createHash('sha384').update(text).digest('base64')}`,
  ])
  writeFileSync(
    join(dist, 'latchkey.sri.json'),
    `${JSON.stringify(Object.fromEntries(integrity), null, 2)}\n`,
  )
  const schema = join(folder, 'latchkey.schema.json')
  if (existsSync(schema)) cpSync(schema, join(dist, 'latchkey.schema.json'))
}

/** What the tag imports when it has work for it, by the name that the import ends with. */
function lateModules(): readonly (readonly [name: string, file: string])[] {
  return ['chunks', 'services'].flatMap((kind) =>
    readdirSync(join(folder, 'src', kind)).map(
      (file) => [`${kind}/${parse(file).name}`, join(folder, 'src', kind, file)] as const,
    ),
  )
}

/** Ready themes, for shops that link them from beside the tag. */
function themes(): readonly (readonly [file: string, css: string])[] {
  const of = join(folder, '../ui/themes')
  return readdirSync(of).map((file) => [`themes/${file}`, readFileSync(join(of, file), 'utf8')] as const)
}

function plugins(build = ''): Plugin[] {
  return [
    nodeResolve({
      extensions: ['.ts', '.tsx', '.js', '.mjs'],
      exportConditions: ['latchkey-source', 'browser', 'import', 'default'],
    }),
    ...compile('es2020', { LATCHKEY_BUILD: JSON.stringify(build) }),
    textIsText(),
    wordsInOrder(),
  ]
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
  const [{ code }] = await bundle(join(folder, 'src', `${entry}.ts`), 'iife', [later, ...plugins(build)])
  return code.replace(/later:([\w./-]+)/g, (_, name: string) => `./${chunks[name]}`)
}

type Chunks = [OutputChunk, ...OutputChunk[]]

/** One file, and for an ES module its dynamic imports, which share by importing from it. */
async function bundle(input: string, format: 'esm' | 'iife', steps: Plugin[]): Promise<Chunks> {
  // A chunk that is shared may add to the exports of the first file: a third file would be a third request in a row.
  const made = await rollup({ input, plugins: steps, preserveEntrySignatures: 'allow-extension' })
  const minify = minified({
    module: format === 'esm',
    ecma: 2020,
    compress: { passes: 3, pure_getters: true, unsafe_arrows: true, hoist_funs: true },
    mangle: { toplevel: true },
  })
  const { output } = await made.generate({
    format,
    strict: false, // modules are strict by themselves; the tag's own code was checked as one
    entryFileNames: '[name]',
    chunkFileNames: '[name]',
    plugins: [minify],
  })
  await made.close()
  const [first, ...others] = output.flatMap((file) => (file.type === 'chunk' ? [file] : []))
  if (!first) throw new Error(`[build] ${input}: expected a file, got none.`)
  const further = others.find(({ isDynamicEntry }) => !isDynamicEntry)
  if (further)
    throw new Error(`[build] ${input}: expected what is shared to stand in it, got a file ${further.name}.`)
  return [first, ...others]
}
