import { cpus, totalmem } from 'node:os'
import { type Cell, isRed, type Outcome, rows } from './cells.ts'
import type { Engine } from './drivers/driver.ts'
import type { Seeded } from './seeds.ts'
import { states } from './states.ts'
import type { Claims } from './subjects/subject.ts'

/** What one run of the lab found, as `.cache/leaks.json` holds it. */
export interface Findings {
  /** ISO 8601 day. */
  readonly date: string
  readonly machine: string
  readonly engines: readonly { readonly engine: Engine; readonly version: string }[]
  readonly skipped: readonly Engine[]
  readonly subjects: readonly { readonly id: string; readonly title: string; readonly claims: Claims }[]
  readonly cells: readonly Cell[]
  /** Our own build without one hook after the other. */
  readonly seeds?: readonly Seeded[] | undefined
  /** What else is worth knowing, by run. */
  readonly notes: readonly string[]
}

export const machine = (): string =>
  `${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}), ${Math.round(totalmem() / 2 ** 30)} GB, ${process.platform} ${process.arch}`

const SIGNS: Readonly<Record<Outcome, string>> = {
  held: '.',
  leak: 'L',
  arrived: '+',
  blocked: 'B',
  'n/a': '-',
  unknown: '?',
}

/** One letter; small where the tool does not claim to gate this. */
export function sign({ outcome, claimed }: Pick<Cell, 'outcome' | 'claimed'>): string {
  return claimed ? SIGNS[outcome] : SIGNS[outcome].toLowerCase()
}

/** The page of the documentation. */
export function page(findings: Findings): string {
  const { date, machine, engines, skipped, subjects } = findings
  const tested = subjects.filter(({ id }) => id !== 'none')
  return `# Which requests consent tools let out

Measured by \`npm run leaks\` on ${date}, on ${machine}; this page is its output and is never edited.

Engines: ${engines.map(({ engine, version }) => `${engine} ${version}`).join(', ')}.${skipped.length > 0 ? ` Not installed, so not measured: ${skipped.join(', ')}.` : ''}

## In short

Cells where a request left although it was not granted, of all cells in which it can; in brackets those that the tool
claims to gate. Then cells where a granted request did not leave.

| tool | ${engines.map(({ engine }) => engine).join(' | ')} |
|---|${engines.map(() => '---').join('|')}|
${tested.map(({ id, title }) => `| ${title} | ${engines.map(({ engine }) => summary(findings, id, engine)).join(' | ')} |`).join('\n')}

## What was measured

A tracker on \`*.tracker.example\` is listed or marked as marketing in each tool, in the way that its own documentation
shows. A page on another host is brought into a state through the tool's own API. Then each **vector**, a small piece of
page code that makes one request, is fired once. All hosts are served over TLS by one logging server behind a proxy; the
server's log alone decides, and the proxy's for requests that are mere connections.

A vector counts only where the same code, in the same engine and state, reached the server from a page **without** any
tool. Otherwise the cell is not applicable, never green. With a tool, the server's log stays open for at least as long as
the slowest request took without one.

| position | state | |
|---|---|---|
${states.map(({ id, says }, index) => `| ${index + 1} | ${id} | ${says} |`).join('\n')}

| sign | |
|---|---|
| \`.\` | not granted, and nothing left |
| \`L\` | **not granted, and the request left** |
| \`+\` | granted, and it left |
| \`B\` | granted, and it did not leave |
| \`-\` | not applicable: this engine does not make this request, or the tool has no such element |
| \`?\` | the state could not be reached |
| \`_\` | not measured in this run |
| \`l\`, \`b\` | as \`L\` and \`B\`, but the tool **does not claim** to gate this; a fair reader does not hold it against it |

A cell reads like \`..+.+.+..\`: one sign for each state, in the order above. \`declared-…\` are elements marked as the
tool's documentation shows, in the page from the start or (\`-later\`) inserted by script after the start.
\`document-write…\` run while the page is parsed, after the tool has started or after 4 seconds; they are measured
where a state outlives a page load. \`service-…\` go to a host that Latchkey knows by the service it belongs to; tools
with a list of hosts have it on that list.

## What each tool claims

${tested.map(({ title, claims }) => `- **${title}**: ${claims.says}. Source: ${claims.source}`).join('\n')}

## Where Latchkey lets requests out

All cells of our own in which a request left ungranted, claimed or not.

${ownLeaks(findings)}

${engines.map(({ engine, version }) => table(findings, engine, version)).join('\n\n')}

${seedTable(findings)}

## Not measured, and notes

${[...unmeasured(findings), ...findings.notes].map((note) => `- ${note}`).join('\n') || 'Every run was measured as described.'}
`
}

function summary({ cells }: Findings, subject: string, engine: Engine): string {
  const own = cells.filter((cell) => cell.subject === subject && cell.engine === engine)
  if (own.length === 0) return 'not measured'
  const of = (...outcomes: Outcome[]) => own.filter(({ outcome }) => outcomes.includes(outcome))
  const leaks = of('leak')
  const closed = of('leak', 'held')
  const claimed = (some: readonly Cell[]) => some.filter((cell) => cell.claimed).length
  const unknown = of('unknown').length
  return `${leaks.length} of ${closed.length} (${claimed(leaks)} of ${claimed(closed)}); ${of('blocked').length} blocked${unknown ? `; ${unknown} unknown` : ''}`
}

function table({ cells, subjects }: Findings, engine: Engine, version: string): string {
  const signs = new Map(
    cells
      .filter((cell) => cell.engine === engine)
      .map((cell) => [`${cell.subject} ${cell.vector} ${cell.state}`, sign(cell)]),
  )
  const cell = (subject: string, vector: string) =>
    states.map(({ id }) => signs.get(`${subject} ${vector} ${id}`) ?? '_').join('')
  const tested = subjects.filter(({ id }) => id !== 'none')
  return `## ${engine} ${version}

| vector | ${tested.map(({ id }) => id).join(' | ')} |
|---|${tested.map(() => '---').join('|')}|
${rows.map((vector) => `| ${vector} | ${tested.map(({ id }) => `\`${cell(id, vector)}\``).join(' | ')} |`).join('\n')}`
}

/** Our leaks by vector: claimed or not, they are leaks. */
function ownLeaks({ cells, subjects }: Findings): string {
  const lines = subjects
    .filter(({ id }) => id.startsWith('latchkey'))
    .flatMap(({ id }) =>
      rows.flatMap((vector) => {
        const leaks = cells.filter(
          (cell) => cell.subject === id && cell.vector === vector && cell.outcome === 'leak',
        )
        const [first] = leaks
        const where = [...new Set(leaks.map(({ engine }) => engine))].join(', ')
        return first ? [`| ${id} | ${vector} | ${where} | ${first.claimed ? '**yes**' : 'no'} |`] : []
      }),
    )
  return lines.length > 0
    ? `| subject | vector | in | claimed to be held |\n|---|---|---|---|\n${lines.join('\n')}`
    : 'Nowhere.'
}

function seedTable({ seeds }: Findings): string {
  if (!seeds) return '## Seeds\n\nNot measured: `npm run leaks -- --seeds`.'
  return `## Seeds

Does the lab see a leak? \`npm run leaks -- --seeds\` builds the guard again without one of its hooks after the other and
measures \`latchkey.guarded.js\` before an answer. Each must be found out, and the build with all hooks must not.

| left out | engine | vectors that turn red |
|---|---|---|
${seeds.map(({ hook, engine, found }) => `| ${hook ?? 'nothing'} | ${engine} | ${found.join(', ') || 'none'} |`).join('\n')}`
}

/** What the table lacks: whole runs, and vectors that are newer than a run. */
function unmeasured({ cells, subjects, engines }: Findings): readonly string[] {
  const measured = new Set(cells.flatMap((cell) => [runOf(cell), squareOf(cell)]))
  return engines.flatMap(({ engine }) =>
    subjects
      .filter(({ id }) => id !== 'none')
      .flatMap(({ id: subject }) => {
        const runs = states.map(({ id: state }) => ({ subject, engine, state }))
        const missing = runs.filter((run) => !measured.has(runOf(run)))
        const ran = runs.filter((run) => !missing.includes(run))
        const newer = rows.filter((vector) => ran.some((run) => !measured.has(squareOf({ ...run, vector }))))
        const how = `npm run leaks -- --engine ${engine} --subject ${subject} --keep --doc`
        return [
          missing.length > 0 ? `in ${missing.map(({ state }) => state).join(', ')}` : '',
          newer.length > 0 ? `${newer.join(', ')}` : '',
        ]
          .filter(Boolean)
          .map((what) => `not measured, left out for time: ${engine}, ${subject}, ${what} (\`${how}\`)`)
      }),
  )
}

/**
 * Puts newly measured cells in the place of older ones. Of another build of a
 * subject, or another version of an engine, nothing is kept: a table has one of each.
 */
export function merged(older: Findings, newer: Findings): Findings {
  const measured = new Set(newer.cells.map(squareOf))
  const versions = new Map([
    ...newer.subjects.map(({ id, title }) => [id, title] as const),
    ...newer.engines.map(({ engine, version }) => [engine, version] as const),
  ])
  const gone = new Set([
    ...older.subjects.filter(({ id, title }) => (versions.get(id) ?? title) !== title).map(({ id }) => id),
    ...older.engines
      .filter(({ engine, version }) => (versions.get(engine) ?? version) !== version)
      .map(({ engine }) => engine),
  ])
  const stays = (cell: Cell) =>
    !measured.has(squareOf(cell)) && !gone.has(cell.subject) && !gone.has(cell.engine)
  const listed = <T>(key: (item: T) => string, before: readonly T[], after: readonly T[]) => [
    ...new Map([...before, ...after].map((item) => [key(item), item])).values(),
  ]
  return {
    ...newer,
    seeds: newer.seeds ?? older.seeds,
    engines: listed(({ engine }) => engine, older.engines, newer.engines),
    skipped: newer.skipped.filter((name) => !older.engines.some(({ engine }) => engine === name)),
    subjects: listed(({ id }) => id, older.subjects, newer.subjects),
    cells: [...older.cells.filter(stays), ...newer.cells],
    notes: listed((note) => note.replace(/:.*/, ''), older.notes, newer.notes),
  }
}

type Run = Pick<Cell, 'subject' | 'engine' | 'state'>

const runOf = ({ subject, engine, state }: Run) => `${subject} ${engine} ${state}`

const squareOf = (cell: Run & Pick<Cell, 'vector'>) => `${runOf(cell)} ${cell.vector}`

/** What a person at the terminal reads: every red cell of a subject, and the sum. */
export function said(findings: Findings, subject: string): string {
  const own = findings.cells.filter((cell) => cell.subject === subject)
  const red = own.filter(isRed)
  const lines = red.map(
    ({ engine, state, vector, outcome, claimed }) =>
      `  ${outcome} ${engine} ${state} ${vector}${claimed ? '' : ' (not claimed)'}`,
  )
  const applicable = own.filter(({ outcome }) => outcome !== 'n/a').length
  return [`${subject}: ${red.length} of ${applicable} applicable cells red`, ...lines].join('\n')
}
