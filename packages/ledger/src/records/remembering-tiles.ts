import type { LogReader } from '../store/store.ts'

/**
 * The same reader, which keeps the tiles that it read last: proofs of records that lie apart share all but the lowest. For
 * one answer only, since the last tile of a level grows.
 */
export function rememberingTiles(reader: LogReader, most = 32): LogReader {
  const known = new Map<string, Uint8Array | null>()
  return {
    ...reader,
    async tile(level, index) {
      const name = `${level}/${index}`
      const tile = known.has(name) ? (known.get(name) ?? null) : await reader.tile(level, index)
      known.delete(name)
      if (known.size >= most) known.delete(known.keys().next().value ?? '')
      known.set(name, tile)
      return tile
    },
  }
}
