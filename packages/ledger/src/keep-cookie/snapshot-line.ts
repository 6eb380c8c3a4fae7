/** Of a cookie's value: letters that need no quoting, at most a kilobyte. */
const LINE = /^[\w.~-]{1,1000}$/
const WHOLE = /^\d{1,15}$/
const MAX_GRANT = 400 * 86_400_000

/** What a kept cookie's value says of its own life. Times are milliseconds since 1970. */
export interface SnapshotLine {
  /** When the newest answer was given, by the browser's clock. */
  readonly at: number
  /** When the last answer ends. */
  readonly until: number
}

/**
 * Reads the line that the browser keeps its answers in, far enough to know that it is one:
 * `1~regime~place~at~grantDays~refusalDays~purpose.answer.at.until.revision.signal~…`. `null` if it is anything else:
 * whatever is set as a cookie here, is read by the shop's pages as a shopper's decision. Stricter than the browser's
 * own reader (`decodeSnapshot` of `@latchkey/core`), which has the last word; it is no part of the ledger.
 */
export function readSnapshotLine(text: string): SnapshotLine | null {
  if (!LINE.test(text)) return null
  const [version, regime, place, at = '', grantDays = '', refusalDays = '', ...answers] = text.split('~')
  const isHead =
    version === '1' && regime && place && [at, grantDays, refusalDays].every((n) => WHOLE.test(n))
  const untils = answers.map((answer) => untilOf(answer))
  const ids = new Set(answers.map((answer) => answer.split('.')[0]))
  if (!isHead || !untils.length || untils.includes(null) || ids.size < answers.length) return null
  return { at: Number(at), until: Math.max(...untils.map(Number)) }
}

function untilOf(text: string): number | null {
  const [id, answer, at = '', until = '', revision, signal, ...more] = text.split('.')
  if (!/^[a-z0-9-]{1,32}$/.test(id ?? '') || more.length || revision === undefined) return null
  if (!/^(?:granted|denied)$/.test(answer ?? '') || !/^[01]$/.test(signal ?? '')) return null
  if (!WHOLE.test(at) || !WHOLE.test(until)) return null
  return answer === 'granted' && Number(until) - Number(at) > MAX_GRANT ? null : Number(until)
}
