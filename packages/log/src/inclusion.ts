import { isCount, sameBytes } from './bytes.ts'
import { nodeHash, type ReadNode, rangeHash, splitOf } from './tree.ts'

/** RFC 6962 §2.1.1: the hashes that lead from leaf `index` to the root of the first `size` leaves, lowest first. */
export function proveInclusion(index: number, size: number, read: ReadNode): Uint8Array[] {
  return inclusionProver(size, read)(index)
}

/** The same for many leaves of one tree: what lies at its growing end is hashed once, not for every leaf. */
export function inclusionProver(size: number, read: ReadNode): (index: number) => Uint8Array[] {
  // Only ranges up to the very end of the tree are not stored; where they begin names them.
  const ends = new Map<number, Uint8Array>()
  const hash = (from: number, to: number) => {
    if (to !== size) return rangeHash(from, to, read)
    const known = ends.get(from) ?? rangeHash(from, to, read)
    ends.set(from, known)
    return known
  }
  return (index) => {
    if (!isCount(index) || !isCount(size) || index >= size) {
      throw new RangeError(`[log] proveInclusion: expected an index below ${size}, got ${index}.`)
    }
    const path: Uint8Array[] = []
    let from = 0
    let to = size
    while (to - from > 1) {
      const middle = from + splitOf(to - from)
      if (index < middle) {
        path.push(hash(middle, to))
        to = middle
      } else {
        path.push(hash(from, middle))
        from = middle
      }
    }
    return path.reverse()
  }
}

export interface InclusionClaim {
  readonly index: number
  readonly size: number
  readonly leaf: Uint8Array
  readonly proof: readonly Uint8Array[]
  readonly root: Uint8Array
}

/** RFC 9162 §2.1.3.2: whether `leaf` is entry `index` of the tree of `size` leaves with this root. Never throws. */
export function verifyInclusion({ index, size, leaf, proof, root }: InclusionClaim): boolean {
  let step = firstStep(index, size, leaf)
  for (const sibling of proof) step = step && nextStep(step, sibling)
  return step !== null && isRoot(step, root)
}

/** How far a proof has led: to the node at `place` of the nodes up to `last` at its height. */
export interface Step {
  readonly place: number
  readonly last: number
  readonly hash: Uint8Array
}

/** Where a proof begins; `null` if there is no such place. */
export function firstStep(index: number, size: number, leaf: Uint8Array): Step | null {
  if (!isCount(index) || !isCount(size) || index >= size || leaf.length !== 32) return null
  return { place: index, last: size - 1, hash: leaf }
}

/** The node above, given the one beside; `null` if there is none above, or that is no hash. */
export function nextStep({ place, last, hash }: Step, sibling: Uint8Array): Step | null {
  if (last === 0 || sibling.length !== 32) return null
  let [from, end] = [place, last]
  const isRight = place % 2 === 1 || place === last
  // The last node of a height may stand alone, and goes up as it is.
  while (isRight && from % 2 === 0 && from > 0) {
    from /= 2
    end = Math.floor(end / 2)
  }
  return {
    place: Math.floor(from / 2),
    last: Math.floor(end / 2),
    hash: isRight ? nodeHash(sibling, hash) : nodeHash(hash, sibling),
  }
}

/** Whether a proof has led to the top, and to this root. */
export function isRoot({ last, hash }: Step, root: Uint8Array): boolean {
  return last === 0 && sameBytes(hash, root)
}
