import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sameBytes } from './bytes.ts'
import { proveConsistency, verifyConsistency } from './consistency.ts'
import { exampleEntries, naiveProof, naiveRoot } from './tree.example.ts'
import { leafHash, nodeHash, nodesOf, treeRoot } from './tree.ts'

const entries = exampleEntries(130)
const leaves = entries.map(leafHash)
const read = nodesOf(leaves)
const [one = new Uint8Array(), other = new Uint8Array()] = leaves
const sizes = fc.integer({ min: 1, max: entries.length })
/** What a log of `to` entries says of its first `from`. */
const claimOf = (from: number, to: number) => ({
  ...{ from, to, fromRoot: treeRoot(from, read), toRoot: treeRoot(to, read) },
  proof: proveConsistency(from, to, read),
})

test('a proof is that of RFC 6962, for all pairs of small logs and any of larger ones', () => {
  const agrees = (from: number, to: number) => {
    const claim = claimOf(from, to)
    expect(claim.proof, `${from} and ${to}`).toEqual(from === 0 ? [] : naiveProof(from, entries.slice(0, to)))
    expect(claim.fromRoot).toEqual(naiveRoot(entries.slice(0, from)))
    expect(verifyConsistency(claim), `${from} and ${to}`).toBe(true)
  }
  for (let to = 0; to <= 17; to++) for (let from = 0; from <= to; from++) agrees(from, to)
  fc.assert(
    fc.property(sizes, sizes, (a, b) => agrees(Math.min(a, b), Math.max(a, b))),
    { numRuns: 30 },
  )
})

test('a proof shows what it was made for, and nothing of any other pair of sizes', () => {
  const pairs = Array.from({ length: 9 }, (_, to) =>
    Array.from({ length: to + 1 }, (_, from) => [from, to] as const),
  )
  for (const [from, to] of pairs.flat()) {
    const claim = claimOf(from, to)
    for (const [a, b] of pairs.flat()) {
      const proof = proveConsistency(a, b, read)
      const same =
        proof.length === claim.proof.length &&
        proof.every((hash, i) => sameBytes(hash, claim.proof[i] ?? hash))
      expect(verifyConsistency({ ...claim, proof }), `${a}, ${b} for ${from}, ${to}`).toBe(same)
    }
  }
})

test.each([
  [3, 2],
  [-1, 2],
  [0.5, 2],
  [1, 2.5],
  [1, Number.NaN],
  [1, 2 ** 53],
])('there is no proof from %d to %d', (from, to) => {
  expect(() => proveConsistency(from, to, read)).toThrow(
    new RangeError(`[log] proveConsistency: expected sizes in order, got ${from} and ${to}.`),
  )
})

test('every log begins with the empty one, without a proof', () => {
  const claim = claimOf(0, 5)
  expect(verifyConsistency({ ...claim, fromRoot: other })).toBe(true)
  expect(verifyConsistency({ ...claim, proof: [one] })).toBe(false)
})

test('two logs of one size are the same if their roots are, without a proof', () => {
  const claim = claimOf(5, 5)
  expect(verifyConsistency({ ...claim, toRoot: other })).toBe(false)
  expect(verifyConsistency({ ...claim, proof: [one] })).toBe(false)
  expect(verifyConsistency({ ...claimOf(1, 1), proof: [one] })).toBe(false)
})

test('logs may be longer than 2^32', () => {
  const [from, to] = [2 ** 40, 2 ** 40 + 1]
  const proof = proveConsistency(from, to, (height) => (height === 0 ? other : one))
  expect(proof).toEqual([other])
  const claim = { from, to, fromRoot: one, toRoot: nodeHash(one, other), proof }
  expect(verifyConsistency(claim)).toBe(true)
  expect(verifyConsistency({ ...claim, from: from - 1 })).toBe(false)
})

describe('E5: roots that are made to fit', () => {
  const two = { from: 1, to: 2, fromRoot: one, toRoot: nodeHash(one, other), proof: [other] }
  const both = { ...two, proof: [one, other] }
  const three = claimOf(3, 4)
  const short = other.slice(1)

  test.each([
    ['a size below 0', { ...both, from: -1 }],
    ['a size that is no whole number', { ...both, from: 1.5 }],
    ['a later size that is no whole number', { ...two, to: 2.5 }],
    ['sizes out of order', { ...both, from: 3 }],
    ['a hash of 31 bytes', { ...two, proof: [short], toRoot: nodeHash(one, short) }],
    [
      'a proof that is too long',
      {
        ...{ from: 3, to: 4, proof: [...three.proof, other] },
        ...{ fromRoot: nodeHash(other, three.fromRoot), toRoot: nodeHash(other, three.toRoot) },
      },
    ],
    [
      'a proof that goes on beyond the later log',
      { ...two, proof: [other, one], toRoot: nodeHash(two.toRoot, one) },
    ],
    ['a proof that is too short', { ...two, to: 3 }],
    ['no proof', { ...two, from: 3, to: 4, proof: [] }],
  ])('do not make %s hold', (_, claim) => {
    expect(verifyConsistency(two)).toBe(true)
    expect(verifyConsistency(claim)).toBe(false)
  })
})
