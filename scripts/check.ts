// Checks of the whole repository that are neither types nor tests. Most look at what is built: run "npm run build" first.
//   node scripts/check.ts [--only name …] [--json]
import { parseArgs } from 'node:util'
import * as bareImport from './checks/bare-import.ts'
import * as budgets from './checks/budgets.ts'
import * as docsLinks from './checks/docs-links.ts'
import * as edges from './checks/edges.ts'
import * as examples from './checks/examples.ts'
import * as legalTable from './checks/legal-table.ts'
import * as nodeLoad from './checks/node-load.ts'
import * as packages from './checks/packages.ts'
import * as sourceRules from './checks/source-rules.ts'
import * as themes from './checks/themes.ts'
import type { Check } from './checks/workspace.ts'

const checks: readonly Check[] = [
  edges,
  sourceRules,
  legalTable,
  themes,
  docsLinks,
  budgets,
  bareImport,
  nodeLoad,
  examples,
  packages,
]

const { values } = parseArgs({
  options: { only: { type: 'string', multiple: true }, json: { type: 'boolean', default: false } },
})
const chosen = values.only ? checks.filter(({ name }) => values.only?.includes(name)) : checks
const unknown = values.only?.filter((name) => !checks.some((check) => check.name === name)) ?? []
if (unknown.length > 0) {
  console.error(
    `[check] --only: expected ${checks.map(({ name }) => name).join(', ')}, got ${unknown.join(', ')}.`,
  )
  process.exit(2)
}

const results: { name: string; problems: readonly string[]; ms: number }[] = []
for (const { name, run } of chosen) {
  const begun = performance.now()
  const problems = await run().catch((error: unknown) => [`could not be run: ${error}`])
  const ms = Math.round(performance.now() - begun)
  results.push({ name, problems, ms })
  if (!values.json) {
    console.log(`${problems.length === 0 ? 'holds' : 'FAILS'}  ${name} (${ms} ms)`)
    for (const problem of problems) console.log(`       ${problem}`)
  }
}
if (values.json) console.log(JSON.stringify(results, null, 2))
process.exit(results.some(({ problems }) => problems.length > 0) ? 1 : 0)
