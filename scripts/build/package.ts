import { chmodSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join, parse } from 'node:path'
import nodeResolve from '@rollup/plugin-node-resolve'
import { type Plugin, rollup } from 'rollup'
import { dts } from 'rollup-plugin-dts'
import esbuild from 'rollup-plugin-esbuild'
import { targetsOf } from '../exports.ts'

const root = join(import.meta.dirname, '../..')

interface PackageJson {
  readonly private?: boolean
  readonly engines?: { readonly node?: string }
  readonly bin?: Readonly<Record<string, string>>
  readonly exports?: Readonly<
    Record<string, { readonly 'latchkey-source'?: string; readonly default?: string }>
  >
}

/** The packages that go to npm, in no order that matters: each is built from its own source alone. */
export function publicPackages(): readonly string[] {
  return readdirSync(join(root, 'packages')).filter(
    (name) => existsSync(join(root, 'packages', name, 'package.json')) && !read(name).private,
  )
}

function read(name: string): PackageJson {
  return JSON.parse(readFileSync(join(root, 'packages', name, 'package.json'), 'utf8')) as PackageJson
}

/** TypeScript and JSX to JavaScript, for the platform that the package runs on. */
export function compile(target: string, define: Record<string, string> = {}): Plugin[] {
  const jsx = { jsx: 'transform', jsxFactory: '$h', jsxFragment: '$Fragment' } as const
  return [jsxNames(), esbuild({ target, ...jsx, tsconfig: false, define }) as Plugin]
}

/** What JSX becomes: the function that Preact has anyway. Its runtime for JSX would come beside it, for 150 bytes. */
function jsxNames(): Plugin {
  return {
    name: 'jsx-names',
    transform: (code, id) =>
      id.endsWith('.tsx')
        ? { code: `import { h as $h, Fragment as $Fragment } from 'preact'\n${code}`, map: null }
        : null,
  }
}

/** Builds a package's entries as ES modules with bundled declarations. Other packages stay imports. */
export async function buildPackage(name: string): Promise<void> {
  const folder = join(root, 'packages', name)
  const { engines, exports = {}, bin = {} } = read(name)
  // An entry without a built file is for this workspace alone.
  const sources = Object.values(exports).flatMap((entry) =>
    entry.default && entry['latchkey-source']
      ? targetsOf(folder, entry['latchkey-source']).map(({ file }) => file)
      : [],
  )
  const commands = Object.values(bin).map((file) => `./src/${parse(file).name}.ts`)
  const input = Object.fromEntries(
    [...sources, ...commands].map((source) => [
      source.replace(/^\.\/src\/|\.ts$/g, ''),
      join(folder, source),
    ]),
  )
  const external = (id: string) => !/^[./]/.test(id)
  rmSync(join(folder, 'dist'), { recursive: true, force: true })

  const code = await rollup({
    input,
    external,
    plugins: [
      nodeResolve({ extensions: ['.ts', '.tsx', '.js'] }),
      json(),
      ...compile(engines?.node ? 'es2023' : 'es2020'),
    ],
  })
  await code.write({ dir: join(folder, 'dist'), format: 'esm', chunkFileNames: 'shared/[name].js' })

  if (sources.length > 0) {
    const declared = Object.fromEntries(
      Object.entries(input).filter(([, file]) => sources.some((source) => join(folder, source) === file)),
    )
    const types = await rollup({
      input: declared,
      external,
      plugins: [dts({ tsconfig: join(folder, 'tsconfig.json') })],
    })
    await types.write({ dir: join(folder, 'dist'), format: 'esm', chunkFileNames: 'shared/[name].d.ts' })
  }
  for (const file of Object.values(bin)) chmodSync(join(folder, file), 0o755)
}

/** JSON files as modules. */
function json(): Plugin {
  return {
    name: 'json',
    transform: (code, id) => (id.endsWith('.json') ? { code: `export default ${code}`, map: null } : null),
  }
}
