import { concat, fromU64, isCount, u64 } from './bytes.ts'
import { fieldsOf } from './fields-of.ts'
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
 * export has millions of records; objects would need ten times the room. Rows sort as their bytes do. Of hashes half
 * is kept: nobody finds two that agree there.
 */
const HASH = 16
const NUMBER = HASH
const SEQ = NUMBER + 8
const LINE = SEQ + 8
const DIGEST = LINE + 8
/** 1 if it names one, and that. */
const PREVIOUS = DIGEST + HASH
const ROW = PREVIOUS + 1 + HASH
/** In a block. */
const ROWS = 8192

/**
 * Every record names its number within its subject's records and the digest of the one before. All this is the
 * browser's word: two tabs may have used one number, and a record may never have arrived. So nothing here shows
 * tampering with the log, and what does not follow is a remark.
 */
export function subjectChains(): SubjectChains {
  const blocks: Uint8Array[] = []
  let rows = 0

  const blockOf = (row: number) => blocks[Math.floor(row / ROWS)] as Uint8Array
  const byte = (row: number, at: number) => blockOf(row)[(row % ROWS) * ROW + at] as number
  const number = (row: number, at: number) => {
    const start = (row % ROWS) * ROW + at
    return fromU64(blockOf(row).subarray(start, start + 8)) ?? 0
  }
  /** Which of two rows comes first, by the bytes up to `end`; 0: they are the same there. */
  const compare = (a: number, b: number, end: number) => {
    for (let at = 0; at < end; at++) {
      const difference = byte(a, at) - byte(b, at)
      if (difference) return difference
    }
    return 0
  }
  const follows = (row: number, before: number) => {
    for (let at = 0; at < HASH; at++)
      if (byte(row, PREVIOUS + 1 + at) !== byte(before, DIGEST + at)) return false
    return true
  }

  /** What does not follow at `row`. `before`: the rows of its subject that have the number before. */
  function message(row: number, before: readonly number[], gaps: boolean): string {
    const [seq, n] = [number(row, SEQ), number(row, NUMBER)]
    if (n === 0 ? byte(row, PREVIOUS) : before.length && !before.some((other) => follows(row, other)))
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
        const row = concat(
          hashOf(utf8(subject)),
          ...[n, seq, line].map(u64),
          hashOf(bytes),
          previousOf(previous),
        )
        blockOf(rows).set(row, (rows % ROWS) * ROW)
        rows += 1
      }
      return typeof notice === 'string' && /^[0-9a-f]{64}$/.test(notice) ? notice : null
    },
    findings(gaps) {
      const found: (Finding & { readonly seq: number })[] = []
      const order = Uint32Array.from({ length: rows }, (_, row) => row).sort((a, b) => compare(a, b, LINE))
      let before: number[] = []
      let same: number[] = []
      for (const row of order) {
        // Two tabs may have used one number: whoever follows may follow either.
        const [first] = same
        if (first !== undefined && compare(first, row, SEQ) !== 0) {
          const isNext = number(first, NUMBER) + 1 === number(row, NUMBER)
          before = isNext && compare(first, row, NUMBER) === 0 ? same : []
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

function hashOf(bytes: Uint8Array): Uint8Array {
  return sha256(bytes).subarray(0, HASH)
}

/** Whether a record names one before it, and which; zeros, if that is no digest. */
function previousOf(previous: unknown): Uint8Array {
  if (typeof previous !== 'string') return new Uint8Array(1 + HASH)
  const digest = hexToBytes(previous)
  return concat(Uint8Array.of(1), digest?.length === 32 ? digest.subarray(0, HASH) : new Uint8Array(HASH))
}
