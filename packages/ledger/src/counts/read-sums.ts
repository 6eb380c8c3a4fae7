import type { CountQuery, CountSum, LogReader } from '../store/store.ts'
import { countsFrom } from './shown.ts'

/** What of the counts is to be shown. */
export interface SumsOptions extends Omit<CountQuery, 'by'> {
  /** Dimensions that are asked for, beside the whole. */
  readonly by: readonly NonNullable<CountQuery['by']>[]
}

/** The sums that `shownCounts` needs for a period, added up by the store. */
export async function readSums(
  read: LogReader,
  { by, from, ...query }: SumsOptions,
): Promise<readonly CountSum[]> {
  const sums: CountSum[] = []
  for (const one of [null, ...by]) {
    sums.push(...(await read.countSums({ ...query, from: countsFrom(from), by: one })))
  }
  return sums
}
