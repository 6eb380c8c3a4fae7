import { sha256 } from './sha256.ts'
import { nodeHash } from './tree.ts'

/**
 * What a growing tree needs to remember: the roots of its perfect subtrees, widest first, one for every 1 in the
 * binary form of `size`. Appending costs one hash on average, whatever the size.
 */
export interface Frontier {
  readonly size: number
  readonly roots: readonly Uint8Array[]
}

export const emptyFrontier: Frontier = { size: 0, roots: [] }

/** The frontier after one more leaf. The old one stays as it was. */
export function appendLeaf({ size, roots }: Frontier, leaf: Uint8Array): Frontier {
  const next = roots.slice()
  let node = leaf
  for (let rest = size; rest % 2 === 1; rest = (rest - 1) / 2) {
    const left = next.pop()
    if (!left) throw new RangeError('[log] appendLeaf: expected one root for every 1 in the size, got fewer.')
    node = nodeHash(left, node)
  }
  next.push(node)
  return { size: size + 1, roots: next }
}

/** The root of the tree so far. */
export function frontierRoot({ roots }: Frontier): Uint8Array {
  const last = roots.at(-1)
  return last
    ? roots.slice(0, -1).reduceRight((right, left) => nodeHash(left, right), last)
    : sha256(new Uint8Array())
}
