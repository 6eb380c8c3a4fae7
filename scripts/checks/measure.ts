import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { brotliBytes, bundle } from './bundle.ts'
import { entriesOf, packagesOf, repository } from './workspace.ts'

/** A named use and the most bytes (brotli) that it may take. Exactly one of `from`, `each`, `file`, `chunk`, `chunks`. */
interface Budget {
  readonly what: string
  readonly limit: number
  /** The entry, or built file (`./packages/…`), that is used, and what of it; all of it if `names` is missing. */
  readonly from?: string
  readonly names?: readonly string[]
  /** Every entry of a package on its own, `only` or `but` those that match. */
  readonly each?: string
  readonly only?: string
  readonly but?: string
  /** Shared files that are counted by themselves, once, and not with each entry: a pattern. */
  readonly apart?: string
  /** A built file, as it stands. */
  readonly file?: string
  /** A chunk of the script tag by its name in the build's manifest, with all that it imports. */
  readonly chunk?: string
  /** Each chunk whose name begins so, `but` those that match. */
  readonly chunks?: string
}

export interface Size {
  /** `core`, or for one of several `service/ga4`. */
  readonly use: string
  readonly what: string
  readonly limit: number
  /** `null` if it could not be measured; then `problem` says why. */
  readonly bytes: number | null
  readonly problem?: string
}

const BUDGETS = join(repository, 'scripts/checks/budgets.json')
const MANIFEST = 'packages/embed/dist/latchkey.manifest.json'

const measured = new Map<string, Promise<readonly Size[]>>()

/** Measures every named use in the built packages of a workspace. Once: several checks ask. */
export function measure(root = repository, budgets = BUDGETS): Promise<readonly Size[]> {
  const sizes = measured.get(root + budgets) ?? measureAll(root, budgets)
  measured.set(root + budgets, sizes)
  return sizes
}

async function measureAll(root: string, budgets: string): Promise<readonly Size[]> {
  const uses: Readonly<Record<string, Budget>> = JSON.parse(readFileSync(budgets, 'utf8'))
  const sizes: Size[] = []
  for (const [name, budget] of Object.entries(uses)) {
    for (const [use, weigh] of weightsOf(root, name, budget)) {
      const { what, limit } = budget
      try {
        sizes.push({ use, what, limit, bytes: await weigh() })
      } catch (error) {
        sizes.push({
          use,
          what,
          limit,
          bytes: null,
          problem: error instanceof Error ? error.message : `${error}`,
        })
      }
    }
  }
  return sizes
}

type Weigh = () => Promise<number>

function weightsOf(root: string, name: string, budget: Budget): readonly (readonly [string, Weigh])[] {
  const { from, names, each, file, chunk, chunks } = budget
  const isLeftOut = (text: string) => budget.but !== undefined && new RegExp(budget.but).test(text)
  const of = (specifier: string, list?: readonly string[]) => async () =>
    brotliBytes(
      await bundle(root, `export ${list ? `{ ${list.join(', ')} }` : '*'} from '${specifier}'`, {
        apart: budget.apart ? new RegExp(budget.apart) : undefined,
      }),
    )
  if (from) return [[name, of(from, names)]]
  if (file) return [[name, async () => brotliBytes(read(root, file))]]
  if (chunk) return [[name, async () => chunkBytes(root, chunk)]]
  if (chunks) {
    const found = Object.keys(chunksOf(root)).filter((one) => one.startsWith(chunks) && !isLeftOut(one))
    return found.map((one) => [name + one.slice(chunks.length), async () => chunkBytes(root, one)])
  }
  const entries = packagesOf(root)
    .filter(({ manifest }) => manifest.name === each)
    .flatMap(entriesOf)
    .map(({ specifier }) => specifier)
    .filter((text) => !isLeftOut(text))
    .filter((text) => !budget.only || text.includes(budget.only))
  return entries.map((specifier) => [`${name}/${specifier.split('/').at(-1)}`, of(specifier)])
}

/** A chunk and what it imports at once, each file once: that is what loads before it runs. */
function chunkBytes(root: string, chunk: string): number {
  const first = chunksOf(root)[chunk]
  if (!first) throw new Error(`${MANIFEST} names no chunk "${chunk}"`)
  const files = new Set([join(dirname(MANIFEST), first)])
  let bytes = 0
  for (const file of files) {
    const content = read(root, file)
    bytes += brotliBytes(content)
    for (const [, target] of content.toString().matchAll(/(?:\bfrom|\bimport)\s*["'](\.\/[^"']+)["']/g))
      if (target) files.add(join(dirname(file), target))
  }
  return bytes
}

/** File by name, as the build's manifest says. */
function chunksOf(root: string): Readonly<Record<string, string>> {
  return (JSON.parse(read(root, MANIFEST).toString()) as { chunks: Readonly<Record<string, string>> }).chunks
}

function read(root: string, file: string): Buffer {
  const path = join(root, file)
  if (!existsSync(path)) throw new Error(`${file} is not built: run "npm run build" first`)
  return readFileSync(path)
}
