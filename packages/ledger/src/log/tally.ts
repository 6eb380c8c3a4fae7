import type { Count } from '../store/store.ts'

/** Adds up counts, so that a commit writes each of them once. */
export function tally(): { add(count: Count): void; all(): readonly Count[] } {
  const sums = new Map<string, Count>()
  return {
    add(count) {
      const { day, site, measure, regime, locale, notice, purpose, n } = count
      const key = JSON.stringify([day, site, measure, regime, locale, notice, purpose])
      sums.set(key, { ...count, n: n + (sums.get(key)?.n ?? 0) })
    },
    all: () => [...sums.values()],
  }
}
