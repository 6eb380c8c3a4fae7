import { availableParallelism, totalmem } from 'node:os'
import type { ProofResult } from './proof.ts'

/** `kill loop` → `kill-loop`, as the command takes it. */
export function idOf(name: string): string {
  return name.toLowerCase().replaceAll(' ', '-')
}

const outcome = ({ held, skipped }: ProofResult) =>
  skipped !== undefined ? 'skipped' : held ? 'held' : 'NOT HELD'

const figuresOf = ({ figures, skipped }: ProofResult) =>
  skipped ??
  Object.entries(figures)
    .map(([name, value]) => `${name} ${typeof value === 'number' ? value.toLocaleString('en') : value}`)
    .join(', ')

/** For a terminal: a line a proof. */
export function table(results: readonly ProofResult[]): string {
  const rows = results.map((result) => [
    result.name,
    result.runs.toLocaleString('en'),
    outcome(result),
    figuresOf(result),
  ])
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

const BEGIN = '<!-- prove:begin -->'
const END = '<!-- prove:end -->'
const HEAD = '| proof | runs | outcome | figures | date |\n|---|---|---|---|---|'

/** The page with these results in its table; rows of proofs that were not run now stay as they are. */
export function documented(page: string, results: readonly ProofResult[], at: Date): string {
  const [before, rest] = page.split(BEGIN)
  const [inside, after] = rest?.split(END) ?? []
  if (before === undefined || inside === undefined || after === undefined)
    throw new Error(`[prove] docs/reliability.md: expected ${BEGIN} and ${END}, got a page without.`)
  const rows = new Map(
    inside
      .split('\n')
      .filter((line) => /^\| (?!proof \|)[a-zA-Z]/.test(line))
      .map((line) => [line.split('|')[1]?.trim() ?? '', line]),
  )
  for (const result of results) {
    const cells = [result.name, result.runs.toLocaleString('en'), outcome(result), figuresOf(result), day(at)]
    rows.set(result.name, `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)
  }
  const machine = `Last run: ${day(at)}, ${availableParallelism()} cores, ${Math.round(totalmem() / 2 ** 30)} GB of memory, Node ${process.versions.node}.`
  return `${before}${BEGIN}\n${machine}\n\n${HEAD}\n${[...rows.values()].join('\n')}\n${END}${after}`
}

function day(at: Date): string {
  return at.toISOString().slice(0, 10)
}
