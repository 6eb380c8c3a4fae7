import { describe, expect, test } from 'vitest'
import type { Count, LogReader } from '../store/store.ts'
import { countBounds } from './count-bounds.ts'

const ROOM = { sites: 2, values: 3, rowsOfSite: 5, rows: 8 }
const none = readerOf([])

function readerOf(counts: readonly Count[]): LogReader {
  return { counts: async () => counts } as Partial<LogReader> as LogReader // nothing else is asked
}

function count(more: Partial<Count> = {}): Count {
  return {
    ...{
      day: '2026-11-22',
      site: 'a',
      measure: 'decided',
      regime: 'de',
      locale: 'de',
      notice: '',
      purpose: '',
    },
    ...{ n: 1, ...more },
  }
}

describe('F3: the room for counts', () => {
  test('a row comes once of a record, however often the record says it', async () => {
    expect(await countBounds(ROOM).fit([count(), count()], none)).toEqual([count()])
  })

  test('values beyond a day’s are other, those that came before stay themselves', async () => {
    const { fit } = countBounds({ ...ROOM, rowsOfSite: 99, rows: 99 })
    const purposes = ['one', 'two', 'three', 'four', 'five', 'one'].map((purpose) => count({ purpose }))
    const fitted: string[] = []
    for (const one of purposes) fitted.push(...(await fit([one], none)).map(({ purpose }) => purpose))
    expect(fitted).toEqual(['one', 'two', 'three', 'other', 'other', 'one'])
  })

  test('rows beyond a site’s room fall together in one of each measure', async () => {
    const { fit } = countBounds({ ...ROOM, values: 99 })
    const locales = ['aa', 'bb', 'cc', 'dd', 'ee', 'ff', 'gg'].map((locale) => count({ locale }))
    const fitted = (await fit(locales, none)).map(({ regime, locale }) => `${regime} ${locale}`)
    expect(fitted).toEqual(['de aa', 'de bb', 'de cc', 'de dd', 'de ee', 'other other'])
    expect(await fit([count({ locale: 'aa' })], none)).toEqual([count({ locale: 'aa' })])
  })

  test('sites beyond a day’s are counted under none', async () => {
    const { fit } = countBounds(ROOM)
    const sites = await fit(
      ['a', 'b', 'c', 'd', 'a'].map((site) => count({ site })),
      none,
    )
    expect(sites.map(({ site }) => site)).toEqual(['a', 'b', ''])
  })

  test('a day begins with what other processes, or this one before, counted of it', async () => {
    const { fit } = countBounds(ROOM)
    const there = ['x', 'y', 'z'].map((purpose) => count({ purpose }))
    expect((await fit([count({ purpose: 'new' })], readerOf(there)))[0]?.purpose).toBe('other')
    expect((await fit([count({ purpose: 'new', day: '2026-11-23' })], none))[0]?.purpose).toBe('new')
  })
})
