import type { Problems } from '../proof.ts'

/** Something that the ledger gave out. */
export interface Output {
  readonly what: string
  readonly type: string
  readonly text: string
}

/** How many records an export in lines is expected to tell of. */
export interface Expected {
  readonly records: number
  readonly entries: number
  readonly notices: number
}

/** Text that only markup has: a payload that stands in a page as it was sent is not escaped. */
export function checkPage({ what, text }: Output, payloads: readonly string[], problems: Problems): void {
  for (const payload of payloads)
    if (/[<>"']/.test(payload) && /<|^["']/.test(payload) && text.includes(payload))
      problems.add(`${what} holds ${JSON.stringify(payload)} as it was sent.`)
}

/** One record in is one record out, and every line is whole by the rules of its format. */
export function checkExport(
  format: string,
  { what, text }: Output,
  expected: Expected,
  problems: Problems,
): void {
  const lines = text.trimEnd().split('\n')
  const say = (found: number, wanted: number) => {
    if (found !== wanted) problems.add(`${what}: ${found} lines for ${wanted}.`)
  }
  if (format === 'csv') {
    const rows = cellsOf(text)
    say(rows.length - 1, expected.records)
    const width = rows[0]?.length
    for (const row of rows) {
      if (row.length !== width) problems.add(`${what}: a row of ${row.length} cells among rows of ${width}.`)
      for (const cell of row)
        if (/^[=+\-@\t\r]/.test(cell) && !/^-?\d+(?:\.\d+)?$/.test(cell))
          problems.add(`${what}: a cell begins a formula: ${JSON.stringify(cell.slice(0, 40))}.`)
    }
    return
  }
  if (format === 'cef') {
    say(lines.length, expected.records)
    for (const line of lines)
      if (!/^(?:.*?)?CEF:[01](?:\|(?:[^|\\]|\\[|\\])*){6}\|/.test(line))
        problems.add(`${what}: a line is no CEF: ${line.slice(0, 80)}`)
    return
  }
  if (format === 'jsonl') say(lines.length, 1 + expected.entries + expected.notices)
  else if (text.trimStart().startsWith('[') || (format.startsWith('27560') && lines.length === 1)) {
    try {
      JSON.parse(text)
    } catch {
      problems.add(`${what}: not JSON.`)
    }
    return
  } else say(lines.length, expected.records)
  for (const line of lines) {
    try {
      JSON.parse(line)
    } catch {
      problems.add(`${what}: a line is no JSON: ${line.slice(0, 80)}`)
    }
  }
}

/** OpenMetrics: comments and samples, nothing else, and an end. */
export function checkMetrics({ what, text }: Output, problems: Problems): void {
  const lines = text.trimEnd().split('\n')
  if (lines.at(-1) !== '# EOF') problems.add(`${what}: no # EOF.`)
  for (const line of lines)
    if (
      !/^#|^[a-zA-Z_:][\w:]*(?:\{(?:[a-zA-Z_]\w*="(?:[^"\\\n]|\\.)*",?)*\})? -?[\d.eE+-]+(?: [\d.]+)?$/.test(
        line,
      )
    )
      problems.add(`${what}: no line of OpenMetrics: ${line.slice(0, 80)}`)
}

/** RFC 4180, by hand: quotes, commas and line breaks inside quotes. */
function cellsOf(text: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  for (const [, quoted, plain = '', end = ''] of text.matchAll(
    /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g,
  )) {
    row.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'))
    if (end === ',') continue
    if (row.length > 1 || row[0] !== '') rows.push(row)
    row = []
  }
  return rows
}
