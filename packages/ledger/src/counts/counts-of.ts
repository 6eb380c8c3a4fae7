import type { ConsentRecord } from '@latchkey/record'
import type { Count, LogReader } from '../store/store.ts'
import type { Vault } from '../vault/vault.ts'

/** What is counted. */
export type Measure =
  | 'asked' // a notice was on the screen
  | 'decided'
  | 'granted' // per purpose
  | 'denied' // per purpose

export interface CountsOfOptions {
  /** Sees the subject's earlier records, those of the same commit included. */
  readonly read: LogReader
  readonly vault: Vault
}

/** What a record adds to the counts: no identifier in any of it. */
export async function countsOf(
  record: ConsentRecord,
  received: number,
  _options: CountsOfOptions,
): Promise<readonly Count[]> {
  const { site, regime, locale, notice, event, choices } = record
  const day = new Date(received).toISOString().slice(0, 10)
  const count = (measure: Measure, purpose = ''): Count => ({
    day,
    site,
    measure,
    regime,
    locale,
    notice: notice ?? '',
    purpose,
    n: 1,
  })
  if (event === 'shown') return [count('asked')]
  return [count('decided'), ...Object.entries(choices).map(([purpose, answer]) => count(answer, purpose))]
}
