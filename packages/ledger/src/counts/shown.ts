import type { CountSum } from '../store/store.ts'
import type { Measure } from './measures.ts'

/**
 * Nothing below this is shown, and nothing finer: every number that is shown is a multiple of it, so every sum and every
 * difference of shown numbers is one too. A number of one to nineteen people cannot come out, whatever is taken from
 * whatever: not a language from the total, not a day from two periods, not the refusals from answers and grants.
 */
export const STEP = 20

export const dimensions = ['regime', 'locale', 'notice', 'purpose'] as const
export type Dimension = (typeof dimensions)[number]

export interface Shown {
  /** Every day of the period, oldest first: `2026-11-22`. */
  readonly days: readonly string[]
  /** How often, over the period. 0 stands for anything below `STEP`. */
  total(measure: Measure, by?: { readonly [D in Dimension]?: string }): number
  /** The same, day by day. */
  byDay(measure: Measure, by?: { readonly [D in Dimension]?: string }): readonly number[]
  /** Values of a dimension for which any of these measures is shown, by the first of them, greatest first. */
  values(dimension: Dimension, of: readonly Measure[]): readonly string[]
}

/**
 * Where the counts of a period have to be read from: what a day shows depends on the days before it, back to the
 * beginning of its quarter.
 */
export function countsFrom(day: string): string {
  const month = Number(day.slice(5, 7))
  return `${day.slice(0, 5)}${String(month - ((month - 1) % 3)).padStart(2, '0')}-01`
}

/**
 * Sums as they may be shown. Each series — a measure, whole or for one value of one dimension — is added up day by
 * day from the beginning of its quarter; what is shown of a day is by how many whole steps the sum has grown on it. What
 * is left over counts for the next day, so that small numbers come late instead of never.
 */
export function shownCounts(
  sums: readonly CountSum[],
  { from, to }: { readonly from: string; readonly to: string },
): Shown {
  const series = new Map<string, Map<string, number>>()
  const known = new Map<Dimension, Set<string>>()
  const add = (key: string, day: string, n: number) => {
    const days = series.get(key) ?? new Map<string, number>()
    series.set(key, days.set(day, (days.get(day) ?? 0) + n))
  }
  for (const { day, measure, by, value, n } of sums) {
    add(by === null ? keyOf(measure) : keyOf(measure, by, value), day, n)
    if (by !== null) known.set(by, (known.get(by) ?? new Set()).add(value))
  }
  const days = daysFrom(from, to)
  const steps = (key: string): readonly number[] => {
    const shown = inSteps(series.get(key) ?? new Map())
    return days.map((day) => shown.get(day) ?? 0)
  }
  const sum = (key: string) => steps(key).reduce((total, n) => total + n, 0)
  return {
    days,
    byDay: (measure, by) => steps(seriesOf(measure, by)),
    total: (measure, by) => sum(seriesOf(measure, by)),
    values(dimension, of) {
      const rank = (value: string) => of.map((measure) => sum(keyOf(measure, dimension, value)))
      return [...(known.get(dimension) ?? [])]
        .map((value) => ({ value, numbers: rank(value) }))
        .filter(({ numbers }) => numbers.some((n) => n > 0))
        .sort((a, b) => (b.numbers[0] ?? 0) - (a.numbers[0] ?? 0) || (a.value < b.value ? -1 : 1))
        .map(({ value }) => value)
    },
  }
}

function seriesOf(measure: Measure, by: { readonly [D in Dimension]?: string } = {}): string {
  const [first] = Object.entries(by)
  return first ? keyOf(measure, ...first) : keyOf(measure)
}

function keyOf(measure: string, dimension = '', value = ''): string {
  return `${measure}\n${dimension}\n${value}`
}

/** By how many whole steps a running sum grows on each day. It starts anew every quarter. */
function inSteps(days: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  const shown = new Map<string, number>()
  let quarter = ''
  let left = 0
  for (const day of [...days.keys()].sort()) {
    if (countsFrom(day) !== quarter) {
      quarter = countsFrom(day)
      left = 0
    }
    left += days.get(day) ?? 0
    shown.set(day, left - (left % STEP))
    left %= STEP
  }
  return shown
}

function daysFrom(from: string, to: string): readonly string[] {
  const days: string[] = []
  for (let time = Date.parse(from); time <= Date.parse(to); time += 86_400_000) {
    days.push(new Date(time).toISOString().slice(0, 10))
  }
  return days
}
