import type { Count, CountSum } from '../store/store.ts'
import { dimensions } from './shown.ts'

/** What a store makes of counts, from the definition alone: whole, and for each value of each dimension. */
export function sumsOf(counts: readonly Count[]): readonly CountSum[] {
  return counts.flatMap(({ day, measure, n, ...of }) => [
    { day, measure, n, by: null, value: '' },
    ...dimensions.flatMap((by) => (of[by] ? [{ day, measure, n, by, value: of[by] }] : [])),
  ])
}
