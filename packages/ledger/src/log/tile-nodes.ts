import { nodeHash, type ReadNode, TILE_WIDTH } from '@latchkey/log'
import type { LogReader } from '../store/store.ts'

const HEIGHT = 8

/**
 * Loads the tiles that prove entries `from` up to `to` of a log of `size`, and reads nodes out of them. Only every
 * eighth height is stored; what lies between is hashed when asked for, and remembered.
 */
export async function tileNodes(
  reader: LogReader,
  size: number,
  from: number,
  to: number,
): Promise<ReadNode> {
  const tiles = new Map<string, Uint8Array>()
  for (let level = 0; TILE_WIDTH ** level <= size; level++) {
    const span = TILE_WIDTH ** (level + 1)
    const wanted = new Set<number>([Math.floor(size / span), Math.floor((size - 1) / span)])
    for (let index = Math.floor(from / span); index * span < to; index++) wanted.add(index)
    for (const index of wanted) {
      const hashes = await reader.tile(level, index)
      if (hashes) tiles.set(`${level}/${index}`, hashes)
    }
  }
  const known = new Map<string, Uint8Array>()
  const read: ReadNode = (height, index) => {
    if (height % HEIGHT === 0) {
      const hashes = tiles.get(`${height / HEIGHT}/${Math.floor(index / TILE_WIDTH)}`)
      const offset = (index % TILE_WIDTH) * 32
      if (!hashes || hashes.length < offset + 32)
        throw new Error('[ledger] tileNodes: a tile of the tree is missing.')
      return hashes.subarray(offset, offset + 32)
    }
    const key = `${height}/${index}`
    const hash = known.get(key) ?? nodeHash(read(height - 1, index * 2), read(height - 1, index * 2 + 1))
    known.set(key, hash)
    return hash
  }
  return read
}
