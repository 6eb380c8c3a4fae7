import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Count } from '../store/store.ts'
import { sumsOf } from './shown.example.ts'
import { countsFrom, STEP, shownCounts } from './shown.ts'

const count = (day: string, n: number, more: Partial<Count> = {}): Count => ({
  ...{ day, site: 's', measure: 'decided', regime: 'eu', locale: 'de', notice: 'a', purpose: '', n },
  ...more,
})
const shownOf = (list: readonly Count[], span: { from: string; to: string }) =>
  shownCounts(sumsOf(list), span)
const november = { from: '2026-11-01', to: '2026-11-30' }

const day = fc
  .integer({ min: 0, max: 120 })
  .map((n) => new Date(Date.UTC(2026, 8, 1 + n)).toISOString().slice(0, 10))
const counts = fc.array(
  fc
    .record({
      day,
      n: fc.integer({ min: 1, max: 60 }),
      measure: fc.constantFrom('decided', 'accepted', 'refused'),
      locale: fc.constantFrom('de', 'fr', 'it'),
      regime: fc.constantFrom('eu', 'ch'),
      notice: fc.constantFrom('a', 'b'),
    })
    .map(({ day, n, ...more }) => count(day, n, more)),
  { maxLength: 80 },
)
const period = fc.tuple(day, day).map(([a, b]) => (a < b ? { from: a, to: b } : { from: b, to: a }))
const measures = ['decided', 'accepted', 'refused'] as const

/** Every number that a period's page shows. */
function numbersOf(list: readonly Count[], span: { from: string; to: string }): number[] {
  const inTime = list.filter(({ day }) => day >= countsFrom(span.from) && day <= span.to)
  const shown = shownOf(inTime, span)
  const cells = (['locale', 'regime', 'notice'] as const).flatMap((dimension) =>
    shown
      .values(dimension, measures)
      .flatMap((value) => measures.map((measure) => shown.total(measure, { [dimension]: value }))),
  )
  return [
    ...measures.map((measure) => shown.total(measure)),
    ...measures.flatMap((measure) => shown.byDay(measure)),
    ...cells,
  ]
}

describe('numbers that may be shown', () => {
  test('whatever is taken from whatever, no number of one to nineteen comes out', () => {
    fc.assert(
      fc.property(counts, period, period, (list, one, other) => {
        const numbers = [...new Set([...numbersOf(list, one), ...numbersOf(list, other)])]
        for (const a of numbers) {
          expect(a % STEP).toBe(0)
          for (const b of numbers) expect(Math.abs(a - b) % STEP).toBe(0)
        }
      }),
    )
  })

  test('the parts of a hidden number stay open: the total less all that is shown allows more than one', () => {
    const list = [
      count('2026-11-02', 100),
      count('2026-11-02', 30, { locale: 'it' }),
      count('2026-11-02', 7, { locale: 'fr' }),
    ]
    const seen = (rare: number) =>
      numbersOf([...list.slice(0, 2), count('2026-11-02', rare, { locale: 'fr' })], november)
    expect(seen(7)).toEqual(seen(1))
    expect(seen(7)).toEqual(seen(9))
  })

  test('a day seen today and tomorrow gives away nothing that came between', () => {
    fc.assert(
      fc.property(counts, fc.integer({ min: 1, max: 19 }), (list, few) => {
        const before = numbersOf(list, november)
        const after = numbersOf([...list, count('2026-11-30', few, { locale: 'fr' })], november)
        const total = (numbers: readonly number[]) => numbers[0] ?? 0
        expect((total(after) - total(before)) % STEP).toBe(0)
      }),
    )
  })

  test('what is left over counts for the next day, and numbers are never more than there were', () => {
    const list = [1, 2, 3, 4, 5, 6].map((date) => count(`2026-11-0${date}`, 9))
    expect(shownOf(list, november).byDay('decided').slice(0, 7)).toEqual([0, 0, 20, 0, 20, 0, 0])
    fc.assert(
      fc.property(counts, period, (list, span) => {
        const within = list.filter(({ day }) => day <= span.to)
        const all = within.reduce((sum, { n, measure }) => sum + (measure === 'decided' ? n : 0), 0)
        expect(shownOf(within, span).total('decided')).toBeLessThanOrEqual(all)
      }),
    )
  })

  test('a period is the sum of its days, whichever period they are read with', () => {
    fc.assert(
      fc.property(counts, (list) => {
        const wide = shownOf(list, { from: '2026-09-01', to: '2026-12-30' })
        const from = countsFrom(november.from)
        const narrow = shownOf(
          list.filter(({ day }) => day >= from && day <= november.to),
          november,
        )
        const start = wide.days.indexOf(november.from)
        expect(narrow.byDay('decided')).toEqual(wide.byDay('decided').slice(start, start + 30))
        expect(narrow.total('decided')).toBe(narrow.byDay('decided').reduce((sum, n) => sum + n, 0))
      }),
    )
  })

  test('a language that never comes to a step is in no list', () => {
    const list = [count('2026-11-02', 100), count('2026-11-02', 19, { locale: 'fr' })]
    expect(shownOf(list, november).values('locale', ['decided'])).toEqual(['de'])
  })

  test.each([
    ['2026-01-31', '2026-01-01'],
    ['2026-03-31', '2026-01-01'],
    ['2026-04-01', '2026-04-01'],
    ['2026-12-31', '2026-10-01'],
  ])('%s is read from %s', (day, from) => {
    expect(countsFrom(day)).toBe(from)
  })
})
