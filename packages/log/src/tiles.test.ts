import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatEntries, parseEntries, parseTilePath, tilePath, tileWidth } from './tiles.ts'

test.each([
  [{ level: 0, index: 0, width: 256 }, '0/000'],
  [{ level: 0, index: 5, width: 7 }, '0/005.p/7'],
  [{ level: 3, index: 999, width: 256 }, '3/999'],
  [{ level: 0, index: 1000, width: 256 }, '0/x001/000'],
  // The specification's own example.
  [{ level: 0, index: 1_234_067, width: 256 }, '0/x001/x234/067'],
  [{ level: 'entries', index: 1_234_067, width: 1 }, 'entries/x001/x234/067.p/1'],
  [{ level: 9, index: 0, width: 255 }, '9/000.p/255'],
  [{ level: 10, index: 10, width: 10 }, '10/010.p/10'],
  [{ level: 59, index: 100, width: 256 }, '59/100'],
  [{ level: 63, index: 999_999, width: 256 }, '63/x999/999'],
  [{ level: 0, index: Number.MAX_SAFE_INTEGER, width: 256 }, '0/x009/x007/x199/x254/x740/991'],
] as const)('%j is at %s', (tile, path) => {
  expect(tilePath(tile)).toBe(path)
  expect(parseTilePath(path)).toEqual(tile)
})

test.each([
  '',
  '0',
  '0/1',
  '0/0000',
  '0/x000/001',
  '0/001.p/0',
  '0/001.p/256',
  '0/001.p/257',
  '0/001.p/1000',
  '0/001.p/',
  '0/001.p/x',
  '0/001xp/7',
  '0/001.p7',
  '0/x009/x007/x199/x254/x740/992',
  '0/x001/x000/x000/x000/x000/x000/000',
  '0/001.p/07',
  '64/000',
  '-1/000',
  '00/000',
  '0/x01/000',
  '0/001/000',
  '0/xabc/000',
  '0/x001000',
  '0/x001',
  '0/abc',
  '0/001\n',
  ' 0/001',
  'x0/001',
  '0/001x',
  '60x/001',
  '70/000',
  'entriesx/000',
  '0/../000',
  'entries/',
  '0/001.p/7/',
])('refuses %j', (path) => {
  expect(parseTilePath(path)).toBeNull()
})

test('E5: any text is either refused or written back the same', () => {
  fc.assert(
    fc.property(fc.string(), (path) => {
      const tile = parseTilePath(path)
      return tile === null || tilePath(tile) === path
    }),
  )
})

test.each([
  [0, 0, 0, 0],
  [0, 0, 255, 255],
  [0, 0, 256, 256],
  [0, 1, 256, 0],
  [0, 1, 300, 44],
  [1, 0, 255, 0],
  [1, 0, 256, 1],
  [1, 0, 70_000, 256],
  [1, 1, 70_000, 17],
  [2, 0, 70_000, 1],
  ['entries', 0, 7, 7],
  ['entries', 1, 257, 1],
  [0, 2, 256, 0],
  [0, 0, 257, 256],
] as const)('tile %s/%i of a log of %i holds %i', (level, index, size, width) => {
  expect(tileWidth({ level, index }, size)).toBe(width)
})

test('entries come back as they went in', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 700 }), { maxLength: 20 }), (entries) => {
      expect(parseEntries(formatEntries(entries))).toEqual(entries)
    }),
  )
})

test('an entry stands behind its length in two bytes', () => {
  const entry = new Uint8Array(65_535).fill(1)
  expect(formatEntries([Uint8Array.of(7), new Uint8Array()])).toEqual(Uint8Array.of(0, 1, 7, 0, 0))
  expect(formatEntries([entry.slice(0, 258)]).slice(0, 2)).toEqual(Uint8Array.of(1, 2))
  expect(parseEntries(formatEntries([entry]))).toEqual([entry])
  expect(parseEntries(new Uint8Array())).toEqual([])
})

test.each([[[0]], [[0, 2, 1]], [[0, 1]], [[1, 0, 0]], [[0, 0, 0]], [[0, 1, 7, 1]]])(
  'entries whose lengths do not add up are refused: %j',
  (bytes) => {
    expect(parseEntries(Uint8Array.from(bytes))).toBeNull()
  },
)
