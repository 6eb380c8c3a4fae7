// Turns the legal table (src/table.json, for people to review) into src/table.compiled.ts (for the browser to load).
// Run it after every change of the table: node packages/regimes/scripts/compile.ts
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { LegalLink, Row } from '../src/row.ts'

/** What the rules of one place rest on; the table says much more about each, for people. */
interface Rules {
  readonly model?: Row[1]
  readonly maxConsentDays?: number
  readonly reaskAfterRefusalDays?: number
  readonly optOutDurationDays?: number | null
  readonly gpc?: { readonly effect?: string; readonly status?: string }
  readonly links?: readonly string[]
  readonly closeControl?: string
}

interface Region extends Rules {
  readonly profile: string
  readonly upcoming?: { readonly profile: string; readonly effectiveFrom: string }
}

export interface LegalTable {
  readonly profiles: Readonly<Record<string, Rules>>
  readonly regions: Readonly<Record<string, Region>>
}

/** Every link that the table may ask for. Compiling fails on others, so that the UI always has a text for each. */
const LINKS: Readonly<Record<LegalLink, true>> = {
  'privacy-settings': true,
  'privacy-policy': true,
  'cookie-policy': true,
  'do-not-sell-or-targeted-ads': true,
  'your-privacy-choices': true,
  'limit-sensitive-pi': true,
  'notice-at-collection': true,
  'opt-out-ads': true,
  'opt-out-of-sale-address': true,
  'consumer-health-data-privacy-policy': true,
  'external-transmission-policy': true,
}

/** A hundred years: an opt-out holds until the shopper takes it back. */
const NEVER = 36_500

/** Rows of equal rules, what is coming first: the first row that names a place and has begun is the one in force. */
export function compile(table: LegalTable): readonly Row[] {
  const rows = new Map<string, { codes: string[]; rest: readonly unknown[]; from: string }>()
  for (const [code, region] of Object.entries(table.regions)) {
    const { upcoming } = region
    if (upcoming) add(code, upcoming.profile, region, upcoming.effectiveFrom)
    add(code, region.profile, region, '')
  }
  return [...rows.values()]
    .sort((a, b) => (a.from < b.from ? 1 : a.from > b.from ? -1 : 0))
    .map(({ codes, rest }) => [codes.join(' '), ...rest] as unknown as Row) // `rest` is built to Row's shape below

  function add(code: string, profile: string, region: Region, from: string): void {
    if (!/^[A-Z]{2}(-[A-Z0-9]{1,3})?$/.test(code)) throw new Error(`${code}: expected an ISO 3166 code`)
    const rest = rulesOf(code, table, profile, region, from)
    const key = JSON.stringify(rest)
    const row = rows.get(key)
    if (row) row.codes.push(code)
    else rows.set(key, { codes: [code], rest, from })
  }
}

function rulesOf(
  code: string,
  table: LegalTable,
  profile: string,
  region: Region,
  from: string,
): readonly unknown[] {
  const base = table.profiles[profile]
  if (!base) throw new Error(`${code}: the profile "${profile}" does not exist`)
  const rules: Rules = { ...base, ...region, gpc: { ...base.gpc, ...region.gpc } }
  const { model, maxConsentDays, reaskAfterRefusalDays, closeControl } = rules
  if (!model || !maxConsentDays || !reaskAfterRefusalDays) throw new Error(`${code}: model or days missing`)
  const optsOut = model === 'opt-out' || model === 'notice-only'
  if (optsOut && rules.optOutDurationDays !== null)
    throw new Error(`${code}: an opt-out that runs out (optOutDurationDays) is not supported`)
  const rest: unknown[] = [
    model,
    maxConsentDays,
    optsOut ? NEVER : reaskAfterRefusalDays,
    rules.gpc?.effect?.startsWith('opt-out') ? 1 : 0,
    (rules.links ?? []).map((link) => linkOf(code, link)).join(' '),
  ]
  if (closeControl || from) rest.push(closeControl ? 1 : 0)
  if (from) rest.push(from)
  return rest
}

/**
 * The table's wording, «one | the other (when)», down to a name. Of two that will do, the last is taken: «Your Privacy
 * Choices» stands for both California links (LR-48).
 */
function linkOf(code: string, text: string): string {
  const name = (text.split(' | ').at(-1) ?? '').replace(/\+icon$| \(.*\)$/, '')
  if (!Object.hasOwn(LINKS, name)) throw new Error(`${code}: unknown link "${text}"`)
  return name
}

/** SHA-256 (hex) of the table's exact bytes, as records carry it. */
export function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

const source = join(dirname(fileURLToPath(import.meta.url)), '../src/table.json')

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const bytes = readFileSync(source)
  const rows = compile(JSON.parse(bytes.toString()))
  writeFileSync(
    join(dirname(source), 'table.compiled.ts'),
    `// Made from table.json by scripts/compile.ts: change the table and run it again.
import type { Row } from './row.ts'

/** SHA-256 (hex) of table.json, the legal table that the rows were made from. Records carry it. */
export const tableDigest = '${digestOf(bytes)}'

// biome-ignore format: made by a script
export const rows: readonly Row[] = [
${rows.map((row) => `  ${JSON.stringify(row)},\n`).join('')}]
`,
  )
}
