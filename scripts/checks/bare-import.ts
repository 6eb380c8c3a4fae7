import { bundle } from './bundle.ts'
import { entriesOf, packagesOf, repository } from './workspace.ts'

export const name = 'bare-import'

/** The script tag does something at import, that is its job; these run on Node or only in tests. */
const MAY_ACT = new Set(['embed', 'ledger', 'cli', 'testkit', 'e2e', 'bench', 'prove'])

/** Entries for tools and receivers only: a schema is made at import. */
const NOT_FOR_BROWSERS = new Set(['@latchkey/record/schema'])

/** Importing a browser package does nothing: bundled with no annotation believed, no byte is left of a bare import. */
export async function run(root = repository): Promise<readonly string[]> {
  const problems: string[] = []
  for (const pkg of packagesOf(root).filter(({ id }) => !MAY_ACT.has(id))) {
    for (const { specifier } of entriesOf(pkg)) {
      if (NOT_FOR_BROWSERS.has(specifier)) continue
      try {
        const left = await bundle(root, `import '${specifier}'`, { distrust: true })
        if (left)
          problems.push(
            `${specifier}: importing it leaves ${left.length} bytes, ${JSON.stringify(left.slice(0, 80))}`,
          )
      } catch (error) {
        problems.push(`${specifier}: ${error instanceof Error ? error.message : error}`)
      }
    }
  }
  return problems
}
