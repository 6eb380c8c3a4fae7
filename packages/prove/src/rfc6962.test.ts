import {
  nodesOf,
  proveConsistency,
  proveInclusion,
  treeRoot,
  verifyConsistency,
  verifyInclusion,
} from '@latchkey/log'
import { describe, expect, test } from 'vitest'
import { consistency, leafOf, mth, path, rootOfPath, rootsOfConsistency } from './rfc6962.ts'

// The entries that Certificate Transparency's own tests use, and what they add up to.
const ENTRIES = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
]
const ROOTS = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]
const leaves = ENTRIES.map((hex) => leafOf(Buffer.from(hex, 'hex')))
const hex = (list: readonly Uint8Array[]) => list.map((bytes) => Buffer.from(bytes).toString('hex'))

describe('RFC 6962 by its recursive definitions', () => {
  test('the empty tree is the hash of nothing', () => {
    expect(mth([]).toString('hex')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
  })

  test('has the roots of the known vectors', () => {
    expect(hex(ROOTS.map((_, i) => mth(leaves, 0, i + 1)))).toEqual(ROOTS)
  })

  test('has the known path and proof', () => {
    expect(hex(path(5, leaves))).toEqual([
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ])
    expect(hex(consistency(6, leaves))).toEqual([
      '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ])
  })

  test('@latchkey/log makes and accepts the same, for every pair up to 24', () => {
    const many = Array.from({ length: 24 }, (_, i) => leafOf(Uint8Array.of(i)))
    for (let size = 1; size <= many.length; size++) {
      const tree = many.slice(0, size)
      const read = nodesOf(tree)
      const root = mth(tree)
      expect(hex([treeRoot(size, read)])).toEqual(hex([root]))
      for (let m = 0; m < size; m++) {
        const leaf = tree[m] ?? Buffer.alloc(0)
        const proof = path(m, tree)
        expect(hex(proveInclusion(m, size, read))).toEqual(hex(proof))
        expect(rootOfPath(m, size, leaf, proof)).toEqual(root)
        expect(verifyInclusion({ index: m, size, leaf, proof, root })).toBe(true)
        const older = mth(tree, 0, m + 1)
        const step = consistency(m + 1, tree)
        expect(hex(proveConsistency(m + 1, size, read))).toEqual(hex(step))
        expect(rootsOfConsistency(m + 1, size, older, step)).toEqual({ older, newer: root })
        expect(verifyConsistency({ from: m + 1, to: size, fromRoot: older, toRoot: root, proof: step })).toBe(
          true,
        )
      }
    }
  }, 30_000)
})
