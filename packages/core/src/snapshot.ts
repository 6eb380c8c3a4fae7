import type { PurposeId, Regime, Snapshot, StoredAnswer } from './types.ts'

/** One line of at most a kilobyte, of letters that a cookie takes as they are. */
const LINE = /^1~[\w.~-]{1,998}$/

/** No regime lets a grant hold longer; a stored one that claims to was not written by us. */
const MAX_GRANT = 400 * 86_400_000

/**
 * Writes a snapshot as one short line: `1~at~regime~place~grantDays~refusalDays~purpose.g.at.until.revision~…`,
 * numbers in base 36, times in milliseconds; `g` granted, `d` denied, in capitals if an opt-out signal overrides
 * the answer. Servers may read it. `null` if it would not be read back.
 */
export function encodeSnapshot(snapshot: Snapshot): string | null {
  const text = write(snapshot)
  return decodeSnapshot(text) && text
}

/** Reads a snapshot. Whatever is not exactly what `encodeSnapshot` writes is no decision: `null`. Never throws. */
export function decodeSnapshot(text: string | null): Snapshot | null {
  if (!text || !LINE.test(text)) return null
  const [, at, regime = '', place = '', grantDays, refusalDays, ...parts] = text.split('~')
  const answers: Record<PurposeId, StoredAnswer> = Object.create(null)
  for (const part of parts) {
    const [id = '', mark = '', given, until, revision = ''] = part.split('.')
    const answer = /g/i.test(mark) ? 'granted' : 'denied'
    if (answer === 'granted' && number(until) - number(given) > MAX_GRANT) return null
    answers[id] = { answer, at: number(given), until: number(until), revision, signal: /[GD]/.test(mark) }
  }
  const snapshot = { at: number(at), regime, place, grantDays: number(grantDays), refusalDays: number(refusalDays), answers }
  return write(snapshot) === text ? snapshot : null
}

/**
 * The regime that a stored snapshot stands for, so that a returning visitor need not wait for the legal table:
 * strict about everything unanswered, and honouring signals where the real one did.
 */
export function regimeOf({ regime, answers, ...rest }: Snapshot): Regime {
  return { ...rest, id: regime, model: 'opt-in', honours: { gpc: Object.keys(answers).filter((id) => answers[id]?.signal) } }
}

function write({ at, regime, place, grantDays, refusalDays, answers }: Snapshot): string {
  const parts = Object.entries(answers).map(([id, { answer, at, until, revision, signal }]) => {
    const mark = answer === 'granted' ? 'g' : 'd'
    return [id, signal ? mark.toUpperCase() : mark, text(at), text(until), revision].join('.')
  })
  return [1, text(at), regime, place, text(grantDays), text(refusalDays), ...parts].join('~')
}

function number(text = ''): number {
  return Number.parseInt(text, 36)
}

function text(number: number): string {
  return number.toString(36)
}
