import type { ConsentRecord } from '@latchkey/record'
import type { Count, LogReader } from '../store/store.ts'
import type { Vault } from '../vault/vault.ts'
import { knownLanguage, knownNotice, knownRegime, OTHER } from './known-values.ts'
import type { Measure } from './measures.ts'
import { regretted } from './regretted.ts'

export interface CountsOfOptions {
  /** Sees the subject's earlier records, those of the same commit included. */
  readonly read: LogReader
  readonly vault: Vault
}

const MINUTE = 60_000
/** Of one record by name; a panel has eight at most. What else it says is counted as `other`. */
const MOST_PURPOSES = 16

/** What a record adds to the counts of the day that it came on, by our clock (RE-3). No identifier in any of it. */
export async function countsOf(
  record: ConsentRecord,
  received: number,
  { read, vault }: CountsOfOptions,
): Promise<readonly Count[]> {
  const { site, withdrawn } = record
  const regime = knownRegime(record.regime)
  const locale = knownLanguage(record.locale)
  const notice = knownNotice(record.notice)
  const named = new Set([...Object.keys(record.choices), ...withdrawn].slice(0, MOST_PURPOSES))
  const day = dayOf(received)
  const count = (measure: Measure, purpose = ''): Count => ({
    day,
    site,
    measure,
    regime,
    locale,
    notice,
    purpose: purpose === '' || named.has(purpose) ? purpose : OTHER,
    n: 1,
  })
  // Clocks have nothing to do with what was asked, so they are not told apart by it: fewer rows.
  const clock: Count = { ...count(clockOf(record.at, received)), regime: '', locale: '', notice: '' }
  const regrets = withdrawn.length ? await regretted(record, received, { read, vault }) : []
  return [
    ...happened(record).map(([measure, purpose]) => count(measure, purpose)),
    ...withdrawn.map((purpose) => count('withdrawn', purpose)),
    ...regrets.map((purpose) => count('regretted', purpose)),
    clock,
  ]
}

/** `2026-11-22`, in UTC. */
export function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10)
}

function happened({
  event,
  via,
  choices,
  trusted,
  gpc,
}: ConsentRecord): readonly (readonly [Measure, string?])[] {
  const onUse = via === 'card' || via === 'placeholder'
  if (event === 'shown') {
    if (onUse) return [['asked-on-use']]
    if (via === 'preferences') return [['opened']]
    return gpc ? [['asked'], ['asked-gpc']] : [['asked']]
  }
  if (event !== 'decided') return [[event]]
  const answers = Object.entries(choices)
  return [
    ['decided'],
    ...(trusted ? [] : [['untrusted'] as const]),
    ...(onUse ? [] : outcomeOf(answers.map(([, answer]) => answer))),
    ...answers.map(([purpose, answer]) => [answer, purpose] as const),
    ...(onUse
      ? answers.flatMap(([purpose, answer]) =>
          answer === 'granted' ? [['started-on-use', purpose] as const] : [],
        )
      : []),
  ]
}

function outcomeOf(answers: readonly string[]): readonly (readonly [Measure])[] {
  const said = new Set(answers)
  if (said.size === 0) return []
  return [[said.size > 1 ? 'custom' : said.has('granted') ? 'accepted' : 'refused']]
}

function clockOf(at: number, received: number): Measure {
  if (at > received + MINUTE) return 'clock-ahead'
  return at < received - MINUTE ? 'clock-behind' : 'clock-close'
}
