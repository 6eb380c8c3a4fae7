import { concat } from './bytes.ts'
import { sha256 } from './sha256.ts'

/**
 * The hash of the perfect subtree of `2 ** height` leaves that starts at leaf `index * 2 ** height`. Height 0 is the
 * leaf hash itself. Whoever stores a tree offers this; proofs and roots follow from it.
 */
export type ReadNode = (height: number, index: number) => Uint8Array

/** RFC 6962 §2.1: `SHA-256(0x00 || entry)`. The prefix keeps leaves and inner nodes apart. */
export function leafHash(entry: Uint8Array): Uint8Array {
  return sha256(concat(Uint8Array.of(0), entry))
}

/** RFC 6962 §2.1: `SHA-256(0x01 || left || right)`. */
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  return sha256(concat(Uint8Array.of(1), left, right))
}

/** The root of the tree of the first `size` leaves. The empty tree's root is the hash of nothing. */
export function treeRoot(size: number, read: ReadNode): Uint8Array {
  return size === 0 ? sha256(new Uint8Array()) : rangeHash(0, size, read)
}

/** The hash of leaves `from` up to, not including, `to`: a range as RFC 6962 splits it. */
export function rangeHash(from: number, to: number, read: ReadNode): Uint8Array {
  const width = to - from
  const half = splitOf(width)
  // A perfect, aligned subtree is stored; RFC 6962 splits only ever start at a multiple of their left half.
  if (width === 1 || half * 2 === width) return read(Math.round(Math.log2(width)), from / width)
  return nodeHash(rangeHash(from, from + half, read), rangeHash(from + half, to, read))
}

/** The largest power of two below `width`. Arithmetic, not bit operations: those end at 2^31. */
export function splitOf(width: number): number {
  let half = 1
  while (half * 2 < width) half *= 2
  return half
}

/** Reads nodes out of a plain list of leaf hashes: for small trees and tests. */
export function nodesOf(leaves: readonly Uint8Array[]): ReadNode {
  const read: ReadNode = (height, index) => {
    if (height > 0) return nodeHash(read(height - 1, index * 2), read(height - 1, index * 2 + 1))
    const leaf = leaves[index]
    if (!leaf) throw new RangeError(`[log] nodesOf: expected a leaf below ${leaves.length}, got ${index}.`)
    return leaf
  }
  return read
}
