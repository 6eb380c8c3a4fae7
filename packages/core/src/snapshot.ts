import type { PlaceBy, PurposeId, Regime, Snapshot, StoredAnswer } from './types.ts'

/** Longer texts are not ours: browsers cut cookies at 4 kB and we promise to stay below 1. */
const MAX_LENGTH = 1000

/** No regime lets a grant hold longer; a stored one that claims to was not written by us. */
const MAX_GRANT = 400 * 86_400_000

const HEAD = /^1~([0-9a-z]{1,9})~([\w-]{1,24})~([\w-]{1,12})~([csgu])(\d{1,5})\.(\d{1,5})$/
const PLACE_BY: readonly PlaceBy[] = ['config', 'server', 'guess', 'unknown']
const ANSWER = /^([a-z0-9-]{1,32})\.([gd])(s?)\.([0-9a-z]{1,9})\.([0-9a-z]{1,9})\.([\w-]{0,16})$/

/**
 * Writes a snapshot as one short line that needs no escaping in a cookie:
 * `1~at~regime~place~c180.184~purpose.g.at.until.revision~…`, times in milliseconds, base 36; `c`, `s`, `g`, `u`: how
 * the place was found, then the days that a grant and a refusal hold; `g` granted, `d` denied, `s` if an opt-out signal
 * overrides the answer. Servers may read it. `null` if it would not be read back.
 */
export function encodeSnapshot(snapshot: Snapshot): string | null {
  const { at, regime, place, placeBy, grantDays, refusalDays, answers } = snapshot
  const parts = [`1~${time(at)}~${regime}~${place}~${placeBy[0]}${grantDays}.${refusalDays}`]
  for (const [id, { answer, at, until, revision, signal }] of Object.entries(answers)) {
    parts.push(`${id}.${answer[0]}${signal ? 's' : ''}.${time(at)}.${time(until)}.${revision}`)
  }
  const text = parts.join('~')
  return decodeSnapshot(text) ? text : null
}

/** Reads a snapshot. Whatever is not exactly what `encodeSnapshot` writes is no decision: `null`. Never throws. */
export function decodeSnapshot(text: unknown): Snapshot | null {
  if (typeof text !== 'string' || text.length > MAX_LENGTH) return null
  const parts = text.split('~')
  const head = HEAD.exec(parts.slice(0, 5).join('~'))
  if (!head) return null
  const answers: Record<PurposeId, StoredAnswer> = Object.create(null)
  for (const part of parts.slice(5)) {
    const [, id = '', letter, signal, at = '', until = '', revision = ''] = ANSWER.exec(part) ?? []
    if (!letter || id in answers) return null
    const stored: StoredAnswer = {
      answer: letter === 'g' ? 'granted' : 'denied',
      at: Number.parseInt(at, 36),
      until: Number.parseInt(until, 36),
      revision,
      signal: signal === 's',
    }
    if (letter === 'g' && stored.until - stored.at > MAX_GRANT) return null
    answers[id] = stored
  }
  const [, at = '', regime = '', place = '', by = '', grantDays, refusalDays] = head
  return {
    at: Number.parseInt(at, 36),
    regime,
    place,
    placeBy: PLACE_BY.find((name) => name.startsWith(by)) ?? 'unknown',
    grantDays: Number(grantDays),
    refusalDays: Number(refusalDays),
    answers,
  }
}

/**
 * The regime that a stored snapshot stands for, so that a returning visitor need not wait for the legal table:
 * strict about everything unanswered, and honouring signals where the real one did.
 */
export function regimeOf({ regime, answers, place, placeBy, grantDays, refusalDays }: Snapshot): Regime {
  const gpc = Object.keys(answers).filter((id) => answers[id]?.signal)
  return { id: regime, model: 'opt-in', honours: { gpc }, grantDays, refusalDays, place, placeBy }
}

function time(ms: number): string {
  return Math.max(0, Math.floor(ms)).toString(36)
}
