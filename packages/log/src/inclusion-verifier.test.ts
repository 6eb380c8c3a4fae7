import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { u64 } from './bytes.ts'
import { proveInclusion, verifyInclusion } from './inclusion.ts'
import { inclusionVerifier } from './inclusion-verifier.ts'
import { leafHash, nodeHash, nodesOf, treeRoot } from './tree.ts'

vi.mock('./tree.ts', { spy: true })

const leaves = Array.from({ length: 40 }, (_, i) => leafHash(u64(i)))
const read = nodesOf(leaves)

/** One claim after the other about a tree, each right or with one mistake. */
const claims = fc.array(
  fc.record({
    index: fc.nat(),
    /** Whose proof it brings, if not its own. */
    other: fc.option(fc.nat()),
    mistake: fc.constantFrom('none', 'bit', 'shorter', 'longer', 'short hash', 'place', 'leaf'),
    at: fc.nat(),
  }),
  { minLength: 1, maxLength: 30 },
)

test('TE-5: whatever came before, an entry is in the tree if its own proof says so, and only then', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: leaves.length }), claims, (size, list) => {
      const root = treeRoot(size, read)
      const verify = inclusionVerifier({ size, root })
      for (const { index: nat, other, mistake, at } of list) {
        const index = nat % size
        const proof: Uint8Array[] = proveInclusion((other ?? nat) % size, size, read).map((hash) =>
          hash.slice(),
        )
        const claim = { index, leaf: (leaves[index] as Uint8Array).slice(), proof }
        const target = proof[at % Math.max(1, proof.length)]
        if (mistake === 'bit' && target) target[at % 32] = (target[at % 32] ?? 0) ^ (1 << (at % 8))
        if (mistake === 'shorter') proof.pop()
        if (mistake === 'longer') proof.push(root)
        if (mistake === 'short hash' && target) proof[proof.indexOf(target)] = target.slice(1)
        if (mistake === 'place') claim.index += at % 2 ? 1 : 0.5
        if (mistake === 'leaf') claim.leaf[at % 32] = (claim.leaf[at % 32] ?? 0) ^ 1
        expect(verify(claim)).toBe(verifyInclusion({ ...claim, size, root }))
      }
    }),
    { numRuns: 300 },
  )
})

test('a whole log is verified, entry by entry, in either direction and twice', () => {
  const size = leaves.length
  const verify = inclusionVerifier({ size, root: treeRoot(size, read) })
  const places = Array.from({ length: size }, (_, i) => i)
  for (const index of [...places, ...places.toReversed(), 7, 7]) {
    const leaf = leaves[index] as Uint8Array
    expect(verify({ index, leaf, proof: proveInclusion(index, size, read) })).toBe(true)
  }
})

test('neighbours hash only what they do not share of their way to the root', () => {
  const [size, hashes] = [32, vi.mocked(nodeHash)]
  const claims = leaves
    .slice(0, size)
    .map((leaf, index) => ({ index, leaf, proof: proveInclusion(index, size, read) }))
  const verify = inclusionVerifier({ size, root: treeRoot(size, read) })
  hashes.mockClear()
  const [first] = claims
  expect(claims.every(verify)).toBe(true)
  // 31 nodes, each once from the left and once from the right.
  expect(hashes).toHaveBeenCalledTimes(62)
  expect(claims.slice(-1).every(verify)).toBe(true)
  expect(hashes).toHaveBeenCalledTimes(62)
  expect(first && verify(first)).toBe(true)
  expect(hashes).toHaveBeenCalledTimes(67)
})

test('TE-5: a neighbour’s hash above the place where two ways meet is checked as well', () => {
  const size = 8
  const verify = inclusionVerifier({ size, root: treeRoot(size, read) })
  const claim = (index: number) => ({
    index,
    leaf: leaves[index] as Uint8Array,
    proof: proveInclusion(index, size, read),
  })
  expect(verify(claim(0))).toBe(true)
  const { proof, ...rest } = claim(1)
  for (const [height, hash] of proof.entries()) {
    const altered = proof.with(height, hash.toReversed())
    expect(verify({ ...rest, proof: altered }), `height ${height}`).toBe(false)
  }
  expect(verify({ ...rest, proof })).toBe(true)
})
