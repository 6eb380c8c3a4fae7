import { describe, expect, test } from 'vitest'
import { dayStart, erasureEntry, MAX_ERASED_PER_ENTRY, parseErasureEntry } from './erasure-entry.ts'
import { fromUtf8, utf8 } from './utf8.ts'

test('G3: an erasure’s entry names entries and nobody', () => {
  const entry = erasureEntry({ at: 5, entries: [1, 4] })
  expect(fromUtf8(entry)).toBe('erasure-leaf/v1\0{"at":5,"entries":[1,4]}')
  expect(parseErasureEntry(entry)).toEqual({ at: 5, entries: [1, 4] })
})

test('a retention’s entry names its day as well', () => {
  const entry = erasureEntry({ at: 5, before: '2026-11-22', entries: [0] })
  expect(fromUtf8(entry)).toBe('retention-leaf/v1\0{"at":5,"before":"2026-11-22","entries":[0]}')
  expect(parseErasureEntry(entry)).toEqual({ at: 5, before: '2026-11-22', entries: [0] })
})

test('an entry erases 3,000 records at most, wherever they are', () => {
  const entries = Array.from({ length: MAX_ERASED_PER_ENTRY }, (_, i) => Number.MAX_SAFE_INTEGER - 3000 + i)
  const entry = erasureEntry({ at: Number.MAX_SAFE_INTEGER, before: '2026-11-22', entries })
  expect(MAX_ERASED_PER_ENTRY).toBe(3000)
  expect(entry.length).toBeLessThan(2 ** 16)
  expect(parseErasureEntry(entry)?.entries).toEqual(entries)
  expect(
    parseErasureEntry(erasureEntry({ at: 5, entries: Array.from({ length: 3001 }, (_, i) => i) })),
  ).toBeNull()
})

test.each([
  '{"at":5,"entries":[]}',
  '{"at":5,"entries":[4,1]}',
  '{"at":5,"entries":[1,1]}',
  '{"at":5,"entries":[-1]}',
  '{"at":5,"entries":["1"]}',
  '{"at":"5","entries":[1]}',
  '{"at":5,"entries":[1] }',
  '{"at":5,"entries":[1],"subject":"abc"}',
  '{"at":5,"before":"2026-11-22","entries":[1]}',
  '{"at":5,"before":1,"entries":[1]}',
  '{"at":-1,"entries":[1]}',
  '{"at":5,"entries":[0.5]}',
  '{"at":5,"entries":[9007199254740992]}',
  '{"at":5,"entries":[1,2,2]}',
  '{"at":5,"entries":{"length":1,"0":1}}',
  '{"at":5,"entries":"1"}',
  '{"at":5}',
  '{"entries":[1]}',
  '{"entries":[1],"at":5}',
  '[]',
  '1',
  'null',
  '',
])('E5: refuses the erasure %s', (json) => {
  expect(parseErasureEntry(utf8(`erasure-leaf/v1\0${json}`))).toBeNull()
})

test.each([
  '{"at":5,"entries":[1]}',
  '{"at":5,"before":null,"entries":[1]}',
  '{"at":5,"before":20261122,"entries":[1]}',
  '{"at":5,"before":["2026-11-22"],"entries":[1]}',
  '{"at":5,"before":"2026-11-31","entries":[1]}',
  '{"at":5,"entries":[1],"before":"2026-11-22"}',
])('E5: refuses the retention %s', (json) => {
  expect(parseErasureEntry(utf8(`retention-leaf/v1\0${json}`))).toBeNull()
})

test.each(['erasure-leaf/v2\0', 'erasure-leaf/v1', 'xrasure-leaf/v1\0', '\0', ''])(
  'E5: refuses an erasure behind %j',
  (head) => {
    expect(parseErasureEntry(utf8(`${head}{"at":5,"entries":[1]}`))).toBeNull()
  },
)

test('E5: refuses an erasure that is not UTF-8', () => {
  const entry = erasureEntry({ at: 5, entries: [1] })
  expect(parseErasureEntry(entry.map((byte) => (byte === 53 ? 255 : byte)))).toBeNull()
})

describe('a day', () => {
  test.each([
    ['1970-01-01', 0],
    ['1970-01-02', 86_400_000],
    ['2026-11-22', Date.UTC(2026, 10, 22)],
    ['2024-02-29', Date.UTC(2024, 1, 29)],
    ['9999-12-31', Date.UTC(9999, 11, 31)],
  ])('%s begins at its midnight, UTC', (day, start) => {
    expect(dayStart(day)).toBe(start)
  })

  test.each([
    ...['', 'x', '2026', '2026-11', '2026-11-31', '2026-02-29', '2026-13-01', '2026-00-01', '2026-1-1'],
    ...['20261122', '2026-11-22 ', ' 2026-11-22', '2026-11-22\n', '2026-11-22T00:00:00Z', '22-11-2026'],
    ...['-000001-01', '+002026-11-22', '-2026-11-22', '12026-11-22', '2026/11/22'],
  ])('«%s» is none', (day) => {
    expect(dayStart(day)).toBeNull()
  })
})
