import { TILE_WIDTH } from '@latchkey/log'
import { numberOf, type StoredRow, textOf } from './stored-rows.ts'

/**
 * The first table that reaches further than a log of this size: somebody has added to it without the ledger.
 *
 * @param ends Name, level and last place of each table; of tiles, of each level.
 */
export function strayOf(ends: readonly StoredRow[], size: number): string | null {
  const stray = ends.find(({ name, level, last }) => {
    if (last === null) return false
    const nodes =
      name === 'tiles' ? Math.ceil(Math.floor(size / TILE_WIDTH ** numberOf(level)) / TILE_WIDTH) : size
    // What is not a number is nothing that we wrote.
    return !(numberOf(last) < nodes)
  })
  return stray ? textOf(stray.name) : null
}
