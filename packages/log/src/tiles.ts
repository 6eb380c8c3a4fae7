import { concat } from './bytes.ts'

/** Hashes, or entries, of a full tile (C2SP tlog-tiles: 2^8). */
export const TILE_WIDTH = 256

/** Part of a stored tree: `width` hashes of height `8 * level`, from number `index * 256` on; or entries. */
export interface Tile {
  readonly level: number | 'entries'
  readonly index: number
  /** 1 to 256; less than 256 is a partial tile. */
  readonly width: number
}

/** `0/x001/x234/067` or `0/x001/x234/067.p/5`: what follows `/tile/` in an address. */
export function tilePath({ level, index, width }: Tile): string {
  const digits = String(index)
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/.{3}/g) ?? []
  const path = groups.map((group, i) => (i < groups.length - 1 ? `x${group}` : group)).join('/')
  return `${level}/${path}${width === TILE_WIDTH ? '' : `.p/${width}`}`
}

/** Reads such a path. `null` unless `tilePath` would have written it: one tile, one address. */
export function parseTilePath(path: string): Tile | null {
  const [, level = '', groups = '', width = '256'] =
    /^(entries|\d|[1-5]\d|6[0-3])\/((?:x\d{3}\/){0,5}\d{3})(?:\.p\/(\d{1,3}))?$/.exec(path) ?? []
  if (!level) return null
  const tile: Tile = {
    level: level === 'entries' ? level : Number(level),
    index: Number(groups.replace(/[x/]/g, '')),
    width: Number(width),
  }
  const fits = tile.width >= 1 && tile.width <= TILE_WIDTH && Number.isSafeInteger(tile.index)
  return fits && tilePath(tile) === path ? tile : null
}

/** How many hashes a log of `size` entries has in this tile: 0 to 256. */
export function tileWidth({ level, index }: Pick<Tile, 'level' | 'index'>, size: number): number {
  const hashes = Math.floor(size / TILE_WIDTH ** (level === 'entries' ? 0 : level))
  return Math.max(0, Math.min(TILE_WIDTH, hashes - index * TILE_WIDTH))
}

/** An entries tile: each entry behind its length, 2 bytes, big-endian. */
export function formatEntries(entries: readonly Uint8Array[]): Uint8Array {
  return concat(...entries.flatMap((entry) => [Uint8Array.of(entry.length >> 8, entry.length & 255), entry]))
}

/** Reads an entries tile. `null` if its lengths do not add up. */
export function parseEntries(bytes: Uint8Array): Uint8Array[] | null {
  const entries: Uint8Array[] = []
  for (let offset = 0; offset < bytes.length; ) {
    const [high, low] = bytes.subarray(offset, offset + 2)
    if (high === undefined || low === undefined) return null
    const end = offset + 2 + high * 256 + low
    if (end > bytes.length) return null
    entries.push(bytes.slice(offset + 2, end))
    offset = end
  }
  return entries
}
