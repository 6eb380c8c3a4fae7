// RFC 6962 §2.1 as it is written there, over the entries themselves: slow, and independent of what is tested with it.
import { createHash } from 'node:crypto'
import { utf8 } from './utf8.ts'

export const exampleEntries = (size: number) => Array.from({ length: size }, (_, i) => utf8(`entry ${i}`))

const hash = (...parts: readonly Uint8Array[]) =>
  new Uint8Array(createHash('sha256').update(Buffer.concat(parts)).digest())

/** The largest power of two smaller than n. */
const half = (n: number) => 2 ** (31 - Math.clz32(n - 1))

/** MTH(D). */
export function naiveRoot(entries: readonly Uint8Array[]): Uint8Array {
  const [first] = entries
  if (!first) return hash()
  if (entries.length === 1) return hash(Uint8Array.of(0), first)
  const k = half(entries.length)
  return hash(Uint8Array.of(1), naiveRoot(entries.slice(0, k)), naiveRoot(entries.slice(k)))
}

/** PATH(m, D). */
export function naivePath(m: number, entries: readonly Uint8Array[]): Uint8Array[] {
  if (entries.length === 1) return []
  const k = half(entries.length)
  const [left, right] = [entries.slice(0, k), entries.slice(k)]
  return m < k ? [...naivePath(m, left), naiveRoot(right)] : [...naivePath(m - k, right), naiveRoot(left)]
}

/** SUBPROOF(m, D, b); PROOF(m, D) with `true`. */
export function naiveProof(m: number, entries: readonly Uint8Array[], complete = true): Uint8Array[] {
  if (m === entries.length) return complete ? [] : [naiveRoot(entries)]
  const k = half(entries.length)
  const [left, right] = [entries.slice(0, k), entries.slice(k)]
  return m <= k
    ? [...naiveProof(m, left, complete), naiveRoot(right)]
    : [...naiveProof(m - k, right, false), naiveRoot(left)]
}
