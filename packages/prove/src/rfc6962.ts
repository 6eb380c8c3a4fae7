import { hash } from 'node:crypto'

// RFC 6962 §2.1, written down from its recursive definitions and from nothing else: no loop over bits, no code shared
// with `@latchkey/log`. Slow and plain, so that it can be read beside the text of the RFC.

const sha256 = (...parts: readonly Uint8Array[]) => hash('sha256', Buffer.concat(parts), 'buffer')

/** §2.1: the hash of one entry. */
export function leafOf(entry: Uint8Array): Buffer {
  return sha256(Uint8Array.of(0), entry)
}

/** §2.1: «let k be the largest power of two smaller than n (i.e., k < n <= 2k)». */
function split(n: number): number {
  let k = 1
  while (2 * k < n) k *= 2
  return k
}

/** Subtrees that were hashed before, by `from:to`. Saves time and changes nothing. */
export type Memo = Map<string, Buffer>

/** §2.1: MTH(D[from:to]), out of the leaves' hashes. */
export function mth(leaves: readonly Uint8Array[], from = 0, to = leaves.length, memo?: Memo): Buffer {
  const n = to - from
  if (n === 0) return sha256()
  if (n === 1) return Buffer.from(leaves[from] ?? missing())
  const key = `${from}:${to}`
  const known = memo?.get(key)
  if (known) return known
  const k = split(n)
  const made = sha256(Uint8Array.of(1), mth(leaves, from, from + k, memo), mth(leaves, from + k, to, memo))
  memo?.set(key, made)
  return made
}

/** §2.1.1: PATH(m, D[from:to]), the audit path of leaf `m`. */
export function path(
  m: number,
  leaves: readonly Uint8Array[],
  from = 0,
  to = leaves.length,
  memo?: Memo,
): Buffer[] {
  const n = to - from
  if (n === 1) return []
  const k = split(n)
  return m < k
    ? [...path(m, leaves, from, from + k, memo), mth(leaves, from + k, to, memo)]
    : [...path(m - k, leaves, from + k, to, memo), mth(leaves, from, from + k, memo)]
}

/** §2.1.2: PROOF(m, D[n]) = SUBPROOF(m, D[n], true). */
export function consistency(m: number, leaves: readonly Uint8Array[], memo?: Memo): Buffer[] {
  return subproof(m, leaves, 0, leaves.length, true, memo)
}

function subproof(
  m: number,
  leaves: readonly Uint8Array[],
  from: number,
  to: number,
  complete: boolean,
  memo?: Memo,
): Buffer[] {
  const n = to - from
  if (m === n) return complete ? [] : [mth(leaves, from, to, memo)]
  const k = split(n)
  return m <= k
    ? [...subproof(m, leaves, from, from + k, complete, memo), mth(leaves, from + k, to, memo)]
    : [...subproof(m - k, leaves, from + k, to, false, memo), mth(leaves, from, from + k, memo)]
}

/** The root that a path leads to, by the same recursion backwards; `null` if the path has another length. */
export function rootOfPath(
  m: number,
  n: number,
  leaf: Uint8Array,
  proof: readonly Uint8Array[],
): Buffer | null {
  if (!Number.isInteger(m) || m < 0 || m >= n) return null
  if (n === 1) return proof.length === 0 ? Buffer.from(leaf) : null
  const last = proof.at(-1)
  if (last?.length !== 32) return null
  const k = split(n)
  const rest = proof.slice(0, -1)
  const inner = m < k ? rootOfPath(m, k, leaf, rest) : rootOfPath(m - k, n - k, leaf, rest)
  if (!inner) return null
  return m < k ? sha256(Uint8Array.of(1), inner, last) : sha256(Uint8Array.of(1), last, inner)
}

/** The two roots, of `m` and of `n` leaves, that a consistency proof leads to; `null` if it has another length. */
export function rootsOfConsistency(
  m: number,
  n: number,
  oldRoot: Uint8Array,
  proof: readonly Uint8Array[],
): { older: Buffer; newer: Buffer } | null {
  return walk(m, n, true, oldRoot, proof)
}

function walk(
  m: number,
  n: number,
  complete: boolean,
  oldRoot: Uint8Array,
  proof: readonly Uint8Array[],
): { older: Buffer; newer: Buffer } | null {
  if (!Number.isInteger(m) || m < 1 || m > n) return null
  const last = proof.at(-1)
  if (m === n) {
    if (complete)
      return proof.length === 0 ? { older: Buffer.from(oldRoot), newer: Buffer.from(oldRoot) } : null
    return proof.length === 1 && last?.length === 32
      ? { older: Buffer.from(last), newer: Buffer.from(last) }
      : null
  }
  if (last?.length !== 32) return null
  const k = split(n)
  const rest = proof.slice(0, -1)
  if (m <= k) {
    const inner = walk(m, k, complete, oldRoot, rest)
    return inner && { older: inner.older, newer: sha256(Uint8Array.of(1), inner.newer, last) }
  }
  const inner = walk(m - k, n - k, false, oldRoot, rest)
  return (
    inner && {
      older: sha256(Uint8Array.of(1), last, inner.older),
      newer: sha256(Uint8Array.of(1), last, inner.newer),
    }
  )
}

function missing(): never {
  throw new RangeError('[prove] mth: expected a leaf at every place.')
}
