import { expect, test } from 'vitest'
import { signCheckpoint } from './checkpoint.ts'
import { key, sign } from './export.example.ts'
import { proveInclusion } from './inclusion.ts'
import { formatTlogProof, parseTlogProof, verifyTlogProof } from './tlog-proof.ts'
import { leafHash, nodesOf, treeRoot } from './tree.ts'
import { utf8 } from './utf8.ts'

const leaves = Array.from({ length: 11 }, (_, i) => leafHash(utf8(`entry ${i}`)))
const read = nodesOf(leaves)
const leaf = leaves[6] as Uint8Array
const receipt = async () =>
  formatTlogProof({
    index: 6,
    proof: proveInclusion(6, 11, read),
    checkpoint: await signCheckpoint({ origin: key.name, size: 11, root: treeRoot(11, read) }, key, sign),
  })

test('a receipt verifies offline, for its own leaf and key', async () => {
  const text = await receipt()
  expect(text.startsWith('c2sp.org/tlog-proof@v1\nindex 6\n')).toBe(true)
  expect(await verifyTlogProof(text, leaf, [key])).toMatchObject({ size: 11 })
  expect(await verifyTlogProof(text, leaves[5] as Uint8Array, [key])).toBeNull()
  expect(await verifyTlogProof(text, leaf, [])).toBeNull()
})

test('TE-5: no changed byte of a receipt is accepted', async () => {
  const bytes = Buffer.from(await receipt())
  for (let i = 0; i < bytes.length; i++) {
    const changed = Buffer.from(bytes)
    changed[i] = (changed[i] as number) ^ 1
    expect(await verifyTlogProof(changed.toString('utf8'), leaf, [key]), `byte ${i}`).toBeNull()
  }
})

test('the proof of a log of one has no lines', () => {
  const text = formatTlogProof({ index: 0, proof: [], checkpoint: 'note' })
  expect(parseTlogProof(text)).toEqual({ index: 0, proof: [], checkpoint: 'note' })
})

test.each([
  '',
  'c2sp.org/tlog-proof@v1',
  'c2sp.org/tlog-proof@v2\nindex 0\n\nx',
  'c2sp.org/tlog-proof@v1\nindex 00\n\nx',
  'c2sp.org/tlog-proof@v1\nextra AA==\nindex 0\n\nx',
])('E5: refuses %j', (text) => {
  expect(parseTlogProof(text)).toBeNull()
})
