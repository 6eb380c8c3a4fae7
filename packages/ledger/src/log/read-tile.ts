import { formatEntries, parseTilePath, TILE_WIDTH, tileWidth } from '@latchkey/log'
import type { LogReader } from '../store/store.ts'

/** A tile at its address (C2SP tlog-tiles); `null` if the address is malformed or the log has not come so far. */
export async function readTile(
  reader: LogReader,
  size: number,
  path: string,
): Promise<Uint8Array<ArrayBuffer> | null> {
  const tile = parseTilePath(path)
  if (!tile || tile.width > tileWidth(tile, size)) return null
  const { level, index, width } = tile
  if (level === 'entries') {
    const from = index * TILE_WIDTH
    const entries = await reader.entries(from, from + width)
    return Uint8Array.from(formatEntries(entries.map(({ entry }) => entry)))
  }
  const hashes = await reader.tile(level, index)
  return hashes && hashes.length >= width * 32 ? Uint8Array.from(hashes.subarray(0, width * 32)) : null
}
