import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { isDeepStrictEqual } from 'node:util'
import { compile, digestOf } from '../../packages/regimes/scripts/compile.ts'
import { repository } from './workspace.ts'

export const name = 'legal-table'

/** What the browser loads was made from the legal table as it stands, and records will carry its digest. */
export async function run(root = repository): Promise<readonly string[]> {
  const folder = join(root, 'packages/regimes/src')
  const source = join(folder, 'table.json')
  const compiled = join(folder, 'table.compiled.ts')
  if (!existsSync(source) || !existsSync(compiled)) return [`${folder}: the legal table is missing`]
  const bytes = readFileSync(source)
  const made: { rows: unknown; tableDigest: unknown } = await import(pathToFileURL(compiled).href)
  const again = 'run "node packages/regimes/scripts/compile.ts"'
  try {
    if (!isDeepStrictEqual(made.rows, compile(JSON.parse(bytes.toString()))))
      return [`table.compiled.ts says other than table.json: ${again}`]
  } catch (error) {
    return [`table.json: ${error instanceof Error ? error.message : error}`]
  }
  return made.tableDigest === digestOf(bytes) ? [] : [`tableDigest is not that of table.json: ${again}`]
}
