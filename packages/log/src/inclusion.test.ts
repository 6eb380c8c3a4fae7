import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { inclusionProver, proveInclusion, verifyInclusion } from './inclusion.ts'
import { exampleEntries, naivePath, naiveRoot } from './tree.example.ts'
import { leafHash, nodeHash, nodesOf, treeRoot } from './tree.ts'

const entries = exampleEntries(130)
const leaves = entries.map(leafHash)
const read = nodesOf(leaves)
const leafAt = (index: number) => leaves[index] ?? new Uint8Array()

test('a proof is the path of RFC 6962, for every place of small logs and any of larger ones', () => {
  const agrees = (index: number, size: number) => {
    const log = entries.slice(0, size)
    const [proof, root] = [proveInclusion(index, size, read), naiveRoot(log)]
    expect(proof, `${index} in ${size}`).toEqual(naivePath(index, log))
    expect(treeRoot(size, read)).toEqual(root)
    expect(verifyInclusion({ index, size, leaf: leafAt(index), proof, root })).toBe(true)
  }
  for (let size = 1; size <= 17; size++) for (let index = 0; index < size; index++) agrees(index, size)
  const sizes = fc.integer({ min: 1, max: entries.length })
  fc.assert(
    fc.property(sizes, fc.nat(), (size, any) => agrees(any % size, size)),
    { numRuns: 30 },
  )
})

test('many proofs of one tree are those that would be made one by one', () => {
  for (const size of [1, 2, 7, 8, 13]) {
    const prove = inclusionProver(size, read)
    for (let index = 0; index < size; index++)
      expect(prove(index), `${index} in ${size}`).toEqual(proveInclusion(index, size, read))
  }
})

test('many proofs of one tree read what lies at its growing end once', () => {
  const reads = vi.fn(read)
  const prove = inclusionProver(7, reads)
  prove(0)
  expect(reads.mock.calls).toEqual([
    [1, 2],
    [0, 6],
    [1, 1],
    [0, 1],
  ])
  reads.mockClear()
  prove(1)
  expect(reads.mock.calls).toEqual([
    [1, 1],
    [0, 0],
  ])
})

test.each([
  [0, 0],
  [1, 1],
  [8, 8],
  [-1, 8],
  [0.5, 8],
  [Number.NaN, 8],
  [0, 1.5],
  [0, -1],
])('there is no proof of place %d in a log of %d', (index, size) => {
  expect(() => proveInclusion(index, size, read)).toThrow(
    new RangeError(`[log] proveInclusion: expected an index below ${size}, got ${index}.`),
  )
})

test('a log may be longer than 2^32', () => {
  const [size, index] = [2 ** 40 + 1, 2 ** 40]
  const left = leafAt(1)
  const proof = proveInclusion(index, size, (height, place) =>
    height === 40 && place === 0 ? left : leafAt(0),
  )
  expect(proof).toEqual([left])
  const claim = { index, size, leaf: leafAt(0), proof, root: nodeHash(left, leafAt(0)) }
  expect(verifyInclusion(claim)).toBe(true)
  expect(verifyInclusion({ ...claim, index: index - 1 })).toBe(false)
})

describe('E5: a root that is made to fit', () => {
  const [leaf, sibling] = [leafAt(0), leafAt(1)]
  const two = { index: 0, size: 2, leaf, proof: [sibling], root: nodeHash(leaf, sibling) }
  const short = sibling.slice(1)

  test.each([
    ['a place below 0', { ...two, index: -1 }],
    ['a place that is no whole number', { ...two, index: 0.5 }],
    ['a size that is no whole number', { ...two, size: 2.5 }],
    ['a place beyond the log', { ...two, index: 2 }],
    ['an empty log', { index: 0, size: 0, leaf, proof: [], root: leaf }],
    ['a leaf of 31 bytes', { index: 0, size: 1, leaf: short, proof: [], root: short }],
    ['a hash of 31 bytes', { ...two, proof: [short], root: nodeHash(leaf, short) }],
    ['a proof that is too long', { ...two, proof: [sibling, leaf], root: nodeHash(leaf, two.root) }],
    ['a proof that is too short', { ...two, size: 3, index: 0 }],
    ['a leaf that is the root', { ...two, leaf: two.root, proof: [] }],
  ])('does not make %s hold', (_, claim) => {
    expect(verifyInclusion(two)).toBe(true)
    expect(verifyInclusion(claim)).toBe(false)
  })
})
