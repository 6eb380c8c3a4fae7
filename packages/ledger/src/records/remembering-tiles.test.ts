import { expect, test } from 'vitest'
import type { LogReader } from '../store/store.ts'
import { rememberingTiles } from './remembering-tiles.ts'

test('a tile is read once while it is used, and again when too many came between', async () => {
  const read: string[] = []
  const tile = async (level: number, index: number) => {
    read.push(`${level}/${index}`)
    return level === 9 ? null : Uint8Array.of(level, index)
  }
  const reader = rememberingTiles({ tile } as Partial<LogReader> as LogReader, 2) // nothing else is asked
  for (const index of [0, 0, 1, 0, 2, 0, 1])
    expect(await reader.tile(1, index)).toEqual(Uint8Array.of(1, index))
  expect(read).toEqual(['1/0', '1/1', '1/2', '1/1'])
  expect([await reader.tile(9, 0), await reader.tile(9, 0)]).toEqual([null, null])
  expect(read).toHaveLength(5)
})
