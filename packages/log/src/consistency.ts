import { isCount, sameBytes } from './bytes.ts'
import { nodeHash, type ReadNode, rangeHash, splitOf } from './tree.ts'

/** RFC 6962 §2.1.2: the hashes that show that the tree of `from` leaves is the beginning of the tree of `to` leaves. */
export function proveConsistency(from: number, to: number, read: ReadNode): Uint8Array[] {
  if (!isCount(from) || !isCount(to) || from > to) {
    throw new RangeError(`[log] proveConsistency: expected sizes in order, got ${from} and ${to}.`)
  }
  if (from === 0) return []
  const path: Uint8Array[] = []
  let start = 0
  let end = to
  while (from !== end) {
    const middle = start + splitOf(end - start)
    if (from <= middle) {
      path.push(rangeHash(middle, end, read))
      end = middle
    } else {
      path.push(rangeHash(start, middle, read))
      start = middle
    }
  }
  // The old tree ends in a subtree of its own; unless that subtree is the whole old tree, the reader needs its hash.
  if (start > 0) path.push(rangeHash(start, end, read))
  return path.reverse()
}

export interface ConsistencyClaim {
  readonly from: number
  readonly to: number
  readonly fromRoot: Uint8Array
  readonly toRoot: Uint8Array
  readonly proof: readonly Uint8Array[]
}

/** RFC 9162 §2.1.4.2: whether the second tree only added to the first. Never throws. */
export function verifyConsistency({ from, to, fromRoot, toRoot, proof }: ConsistencyClaim): boolean {
  if (!isCount(from) || !isCount(to) || from > to || proof.some(({ length }) => length !== 32)) return false
  // Nothing can contradict an empty tree, and equal trees need no proof.
  if (from === 0) return proof.length === 0
  if (from === to) return proof.length === 0 && sameBytes(fromRoot, toRoot)
  const isPower = splitOf(from) * 2 === from || from === 1
  const [first, ...rest] = isPower ? [fromRoot, ...proof] : proof
  if (!first) return false
  let place = from - 1
  let last = to - 1
  while (place % 2 === 1) {
    place = (place - 1) / 2
    last = Math.floor(last / 2)
  }
  let older = first
  let newer = first
  for (const hash of rest) {
    if (last === 0) return false
    if (place % 2 === 1 || place === last) {
      older = nodeHash(hash, older)
      newer = nodeHash(hash, newer)
      while (place % 2 === 0 && place > 0) {
        place /= 2
        last = Math.floor(last / 2)
      }
    } else {
      newer = nodeHash(newer, hash)
    }
    place = Math.floor(place / 2)
    last = Math.floor(last / 2)
  }
  return last === 0 && sameBytes(older, fromRoot) && sameBytes(newer, toRoot)
}
