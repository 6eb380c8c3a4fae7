import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { proveConsistency, verifyConsistency } from './consistency.ts'
import { appendLeaf, emptyFrontier, type Frontier, frontierRoot } from './frontier.ts'
import { bytesToHex, hexToBytes } from './hex.ts'
import { proveInclusion, verifyInclusion } from './inclusion.ts'
import { leafHash, nodesOf, treeRoot } from './tree.ts'
import { utf8 } from './utf8.ts'

// The test vectors of certificate-transparency-go, used by every RFC 6962 implementation since.
const entries = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
]
const leaves = entries.map((hex) => leafHash(hexToBytes(hex) ?? new Uint8Array()))
const read = nodesOf(leaves)
const roots = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]

const many = Array.from({ length: 70 }, (_, i) => leafHash(utf8(`entry ${i}`)))
const readMany = nodesOf(many)
const frontiers: Frontier[] = []
for (const leaf of many) frontiers.push(appendLeaf(frontiers.at(-1) ?? emptyFrontier, leaf))
const sizes = fc.integer({ min: 1, max: many.length })

describe('RFC 6962 vectors', () => {
  test.each(roots.map((root, i) => [i + 1, root] as const))('root of the first %i', (size, root) => {
    expect(bytesToHex(treeRoot(size, read))).toBe(root)
  })

  test('the empty tree hashes to SHA-256 of nothing', () => {
    const nothing = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
    expect(bytesToHex(treeRoot(0, read))).toBe(nothing)
    expect(bytesToHex(frontierRoot(emptyFrontier))).toBe(nothing)
  })

  test('inclusion of 5 in 8', () => {
    expect(proveInclusion(5, 8, read).map(bytesToHex)).toEqual([
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ])
  })

  test('consistency of 6 with 8', () => {
    expect(proveConsistency(6, 8, read).map(bytesToHex)).toEqual([
      '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ])
  })
})

test('a frontier has the root of the tree at every size', () => {
  for (const frontier of frontiers) {
    expect(bytesToHex(frontierRoot(frontier))).toBe(bytesToHex(treeRoot(frontier.size, readMany)))
  }
})

test('a frontier stays as it was when a leaf is added', () => {
  const [leaf = new Uint8Array()] = many
  const before = appendLeaf(emptyFrontier, leaf)
  expect(appendLeaf(before, leaf).roots).toHaveLength(1)
  expect(before).toEqual({ size: 1, roots: [leaf] })
  expect(emptyFrontier).toEqual({ size: 0, roots: [] })
})

test('a frontier that lacks a root of its size takes no leaf', () => {
  const [leaf = new Uint8Array()] = many
  const message = '[log] appendLeaf: expected one root for every 1 in the size, got fewer.'
  expect(() => appendLeaf({ size: 3, roots: [leaf] }, leaf)).toThrow(new RangeError(message))
})

test('a tree in memory has no leaves but its own', () => {
  expect(() => read(0, 8)).toThrow(new RangeError('[log] nodesOf: expected a leaf below 8, got 8.'))
  expect(read(3, 0)).toEqual(treeRoot(8, read))
})

test('every leaf of every tree proves its inclusion, at its own place only', () => {
  for (let size = 1; size <= 24; size++) {
    const root = treeRoot(size, readMany)
    for (let index = 0; index < size; index++) {
      const proof = proveInclusion(index, size, readMany)
      const leaf = many[index] as Uint8Array
      for (let claimed = 0; claimed < size; claimed++) {
        expect(verifyInclusion({ index: claimed, size, leaf, proof, root })).toBe(claimed === index)
      }
    }
  }
})

test('every tree is consistent with every later one', () => {
  for (let to = 0; to <= 24; to++) {
    for (let from = 0; from <= to; from++) {
      const claim = { from, to, fromRoot: treeRoot(from, readMany), toRoot: treeRoot(to, readMany) }
      expect(verifyConsistency({ ...claim, proof: proveConsistency(from, to, readMany) })).toBe(true)
    }
  }
})

test('TE-5: no changed bit of leaf, root or proof passes for inclusion', () => {
  fc.assert(
    fc.property(sizes, fc.nat(), fc.nat(), fc.integer({ min: 0, max: 7 }), (size, place, at, bit) => {
      const index = place % size
      const claim = {
        index,
        size,
        leaf: (many[index] as Uint8Array).slice(),
        proof: proveInclusion(index, size, readMany).map((hash) => hash.slice()),
        root: treeRoot(size, readMany).slice(),
      }
      const parts = [claim.leaf, claim.root, ...claim.proof]
      const part = parts[at % parts.length] as Uint8Array
      part[at % 32] = (part[at % 32] as number) ^ (1 << bit)
      return !verifyInclusion(claim)
    }),
  )
})

test('TE-5: no changed bit of roots or proof passes for consistency', () => {
  fc.assert(
    fc.property(sizes, sizes, fc.nat(), fc.integer({ min: 0, max: 7 }), (a, b, at, bit) => {
      fc.pre(a !== b)
      const [from, to] = [Math.min(a, b), Math.max(a, b)]
      const claim = {
        from,
        to,
        fromRoot: treeRoot(from, readMany).slice(),
        toRoot: treeRoot(to, readMany).slice(),
        proof: proveConsistency(from, to, readMany).map((hash) => hash.slice()),
      }
      const parts = [claim.fromRoot, claim.toRoot, ...claim.proof]
      const part = parts[at % parts.length] as Uint8Array
      part[at % 32] = (part[at % 32] as number) ^ (1 << bit)
      return !verifyConsistency(claim)
    }),
  )
})

test('E5: proofs of a wrong length, wrong sizes and odd numbers do not hold and do not throw', () => {
  const root = treeRoot(8, read)
  const leaf = leaves[5] as Uint8Array
  const proof = proveInclusion(5, 8, read)
  const odd = [-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 60]
  for (const index of [...odd, 8]) expect(verifyInclusion({ index, size: 8, leaf, proof, root })).toBe(false)
  for (const size of [...odd, 0, 5])
    expect(verifyInclusion({ index: 5, size, leaf, proof, root })).toBe(false)
  const wrong = [proof.slice(1), [...proof, root], [], [root.slice(1), ...proof.slice(1)]]
  for (const p of wrong) expect(verifyInclusion({ index: 5, size: 8, leaf, proof: p, root })).toBe(false)
  const consistent = {
    from: 6,
    to: 8,
    fromRoot: treeRoot(6, read),
    toRoot: root,
    proof: proveConsistency(6, 8, read),
  }
  for (const from of [...odd, 9]) expect(verifyConsistency({ ...consistent, from })).toBe(false)
  for (const p of [[], consistent.proof.slice(1), [...consistent.proof, root]]) {
    expect(verifyConsistency({ ...consistent, proof: p })).toBe(false)
  }
})
