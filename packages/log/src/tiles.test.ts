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
  '0/001.p/07',
  '64/000',
  '-1/000',
  '00/000',
  '0/x01/000',
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
] as const)('tile %i/%i of a log of %i holds %i', (level, index, size, width) => {
  expect(tileWidth({ level, index }, size)).toBe(width)
})

test('entries come back as they went in', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 700 }), { maxLength: 20 }), (entries) => {
      expect(parseEntries(formatEntries(entries))).toEqual(entries)
    }),
  )
  expect(parseEntries(Uint8Array.of(0))).toBeNull()
  expect(parseEntries(Uint8Array.of(0, 2, 1))).toBeNull()
})
