import type { Count, LogReader } from '../store/store.ts'
import { OTHER } from './known-values.ts'
import { type Dimension, dimensions } from './shown.ts'

export interface CountRoom {
  /** Different sites in a day. */
  readonly sites: number
  /** Different values of one dimension, of one site in a day. */
  readonly values: number
  /** Rows of one site in a day, and of all. Beyond it a site gets one row more for each measure. */
  readonly rowsOfSite: number
  readonly rows: number
}

/** Far beyond what shops have: some 30 languages, 50 places, 10 purposes, and as many notices as they were translated to. */
const ROOM: CountRoom = { sites: 500, values: 100, rowsOfSite: 5_000, rows: 50_000 }

export interface CountBounds {
  /** One record's counts, as far as there is room for them; each row once, whatever the record repeats. */
  fit(counts: readonly Count[], read: LogReader): Promise<readonly Count[]>
}

/**
 * Keeps the table of counts small. Anybody may post records that name new sites, purposes and notices; each would be a row
 * for good (threat model F3). What comes when a day's room is taken is counted as `other`, an unknown site under none.
 */
export function countBounds(room: CountRoom = ROOM): CountBounds {
  let day = ''
  let rows = new Set<string>()
  let sites = new Map<string, { rows: number; readonly values: Record<Dimension, Set<string>> }>()

  const siteOf = (name: string) => {
    const known = sites.get(name) ?? {
      rows: 0,
      values: { regime: new Set(), locale: new Set(), notice: new Set(), purpose: new Set() },
    }
    sites.set(name, known)
    return known
  }
  const take = (count: Count) => {
    const key = keyOf(count)
    if (rows.has(key)) return
    rows.add(key)
    const known = siteOf(count.site)
    known.rows += 1
    for (const dimension of dimensions) known.values[dimension].add(count[dimension])
  }
  const begin = async (on: string, read: LogReader) => {
    const there = await read.counts(on, on, null)
    day = on
    rows = new Set()
    sites = new Map()
    for (const count of there) take(count)
  }
  const isFull = (values: ReadonlySet<string>, value: string) =>
    value !== '' && !values.has(value) && values.size >= room.values
  const fitOne = (count: Count): Count => {
    const site = sites.has(count.site) || sites.size < room.sites ? count.site : ''
    const { values } = siteOf(site)
    const fitting = inOther({ ...count, site }, (dimension) => isFull(values[dimension], count[dimension]))
    if (rows.has(keyOf(fitting))) return fitting
    const isTaken = siteOf(site).rows >= room.rowsOfSite || rows.size >= room.rows
    return isTaken ? inOther(fitting, () => true) : fitting
  }

  return {
    async fit(counts, read) {
      const [first] = counts
      if (first && first.day !== day) await begin(first.day, read)
      const fitting = new Map(
        counts.map((count) => {
          const one = fitOne(count)
          take(one)
          return [keyOf(one), one]
        }),
      )
      return [...fitting.values()]
    },
  }
}

/** The same count with `other` in those dimensions that have a value. */
function inOther(count: Count, which: (dimension: Dimension) => boolean): Count {
  const other = dimensions.filter((dimension) => count[dimension] !== '' && which(dimension))
  return { ...count, ...Object.fromEntries(other.map((dimension) => [dimension, OTHER])) }
}

function keyOf({ site, measure, regime, locale, notice, purpose }: Count): string {
  return JSON.stringify([site, measure, regime, locale, notice, purpose])
}
