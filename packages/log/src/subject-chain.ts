import { concat, fromU64, isCount, u64 } from './bytes.ts'
import { hexToBytes } from './hex.ts'
import { sha256 } from './sha256.ts'
import { utf8 } from './utf8.ts'
import type { Finding } from './verdict.ts'

export interface SubjectChains {
  /** Notes a record's place in its subject's chain; returns the digest of the notice it names, if it does. */
  add(record: { line: number; seq: number; text: string; bytes: Uint8Array }): string | null
  /** What does not follow. `gaps`: also tell of numbers that never came. */
  findings(gaps: boolean): Finding[]
}

/**
 * A record as a row of bytes: whose it is, its number there, where it stands, its own digest and the one it names. An
 * export has millions of records; objects would need ten times the room. Rows sort as their bytes do.
 */
const NUMBER = 16
const SEQ = NUMBER + 8
const LINE = SEQ + 8
const DIGEST = LINE + 8
const PREVIOUS = DIGEST + 32
const ROW = PREVIOUS + 1 + 32
const ROWS = 8192

/**
 * Every record names its number within its subject's records and the digest of the one before. All this is the
 * browser's word: two tabs may have used one number, and a record may never have arrived. So nothing here shows
 * tampering with the log, and what does not follow is a remark.
 */
export function subjectChains(): SubjectChains {
  const blocks: Uint8Array[] = []
  let rows = 0

  const part = (row: number, from: number, to: number) => {
    const start = (row % ROWS) * ROW
    return (blocks[Math.floor(row / ROWS)] as Uint8Array).subarray(start + from, start + to)
  }
  const number = (row: number, from: number) => fromU64(part(row, from, from + 8)) ?? 0
  /** By subject, number and place in the log. */
  const compare = (a: number, b: number) => compareBytes(part(a, 0, LINE), part(b, 0, LINE))

  /** What does not follow at `row`. `before`: the rows of its subject that have the number before. */
  function message(row: number, before: readonly number[], gaps: boolean): string {
    const [seq, n] = [number(row, SEQ), number(row, NUMBER)]
    const previous = part(row, PREVIOUS, ROW)
    const digest = previous.subarray(1)
    const follows = (other: number) => compareBytes(part(other, DIGEST, PREVIOUS), digest) === 0
    if (n === 0 ? previous[0] : before.length && !before.some(follows))
      return `Entry ${seq} is number ${n} of its subject and does not follow the one before it.`
    if (gaps && n > 0 && !before.length)
      return `Entry ${seq} is number ${n} of its subject; number ${n - 1} is not in this file.`
    return ''
  }

  return {
    add({ line, seq, text, bytes }) {
      const { subject, n, previous, notice } = fieldsOf(text)
      if (typeof subject === 'string' && isCount(n)) {
        if (rows % ROWS === 0) blocks.push(new Uint8Array(ROWS * ROW))
        rows += 1
        const whose = sha256(utf8(subject)).subarray(0, NUMBER)
        part(rows - 1, 0, ROW).set(
          concat(whose, u64(n), u64(seq), u64(line), sha256(bytes), previousOf(previous)),
        )
      }
      return typeof notice === 'string' && /^[0-9a-f]{64}$/.test(notice) ? notice : null
    },
    findings(gaps) {
      const found: (Finding & { readonly seq: number })[] = []
      const order = Uint32Array.from({ length: rows }, (_, row) => row).sort(compare)
      let before: number[] = []
      let same: number[] = []
      for (const row of order) {
        // Two tabs may have used one number: whoever follows may follow either.
        const [first] = same
        if (first !== undefined && compareBytes(part(first, 0, SEQ), part(row, 0, SEQ)) !== 0) {
          const theirs = compareBytes(part(first, 0, NUMBER), part(row, 0, NUMBER)) === 0
          before = theirs && number(first, NUMBER) + 1 === number(row, NUMBER) ? same : []
          same = []
        }
        same.push(row)
        const text = message(row, before, gaps)
        const [line, seq] = [number(row, LINE), number(row, SEQ)]
        if (text) found.push({ code: 'chain', severity: 'remark', line, seq, message: text })
      }
      return found.sort((a, b) => a.seq - b.seq)
    },
  }
}

/** Whether a record names one before it, and which; zeros, if that is no digest. */
function previousOf(previous: unknown): Uint8Array {
  const row = new Uint8Array(ROW - PREVIOUS)
  if (typeof previous !== 'string') return row
  const digest = hexToBytes(previous)
  row[0] = 1
  if (digest?.length === 32) row.set(digest, 1)
  return row
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  for (let i = 0; i < a.length; i++) {
    const difference = (a[i] as number) - (b[i] as number)
    if (difference) return difference
  }
  return 0
}

function fieldsOf(json: string): { subject?: unknown; n?: unknown; previous?: unknown; notice?: unknown } {
  try {
    return Object(JSON.parse(json))
  } catch {
    return {} // not JSON: it is in no chain
  }
}
