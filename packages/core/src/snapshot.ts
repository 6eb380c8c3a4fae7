import { own } from './own.ts'
import type { PurposeId, Regime, Snapshot, StoredAnswer } from './types.ts'

/**
 * At most a kilobyte, of letters that a cookie takes as they are. `NaN` and `Infinity` would come back as they were
 * written, so they are kept out here; any other mistake is found by writing again what was read.
 */
const LINE = /^(?!.*(NaN|Inf))[\w.~-]{1,1000}$/

/** No regime lets a grant hold longer; a stored one that claims to was not written by us. */
const MAX_GRANT = 400 * 86_400_000

/** As many as a line or an answer has. Where some are missing, what is read differs from what was there. */
type Fields = [string, string, string, string, string, string, ...string[]]

/**
 * Writes a snapshot as one short line that servers may read:
 * `1~regime~place~at~grantDays~refusalDays~purpose.answer.at.until.revision.signal~…`, times in milliseconds, the
 * answer `granted` or `denied`, the signal `1` if a browser's opt-out overrides the answer, else `0`.
 * `null` if it would not be read back.
 *
 * @example
 * encodeSnapshot(snapshot) // '1~eu-opt-in~DE~1800000000000~180~184~analytics.granted.1800000000000.1815552000000.k3x.0'
 */
export function encodeSnapshot(snapshot: Snapshot): string | null {
  const text = write(snapshot)
  return decodeSnapshot(text) && text
}

/** Reads a snapshot. Whatever is not exactly what `encodeSnapshot` writes is no decision: `null`. Never throws. */
export function decodeSnapshot(text: string | null): Snapshot | null {
  if (!text || !LINE.test(text)) return null
  const [, regime, place, at, grantDays, refusalDays, ...parts] = text.split('~') as Fields
  const answers = own<Record<PurposeId, StoredAnswer>>()
  for (const part of parts) {
    const [id, answer, given, until, revision, signal] = part.split('.') as Fields
    const granted = answer === 'granted'
    if (granted && +until - +given > MAX_GRANT) return null
    answers[id] = {
      answer: granted ? answer : 'denied',
      at: +given,
      until: +until,
      revision,
      signal: signal === '1',
    }
  }
  const snapshot = { at: +at, regime, place, grantDays: +grantDays, refusalDays: +refusalDays, answers }
  return write(snapshot) === text ? snapshot : null
}

/**
 * The regime that a stored snapshot stands for, so that a returning visitor need not wait for the legal table:
 * strict about everything unanswered, and honouring signals where the real one did.
 */
export function regimeOf({ regime, answers, ...rest }: Snapshot): Regime {
  const gpc = Object.keys(answers).filter((id) => answers[id]?.signal)
  return { ...rest, id: regime, model: 'opt-in', honours: { gpc } }
}

function write({ at, regime, place, grantDays, refusalDays, answers }: Snapshot): string {
  const parts = Object.entries(answers).map(([id, { answer, at, until, revision, signal }]) =>
    [id, answer, at, until, revision, +signal].join('.'),
  )
  return [1, regime, place, at, grantDays, refusalDays, ...parts].join('~')
}
