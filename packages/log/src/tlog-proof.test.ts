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

test('a proof has 63 lines at most', () => {
  const of = (length: number) =>
    formatTlogProof({ index: 0, proof: Array(length).fill(leaf), checkpoint: 'note' })
  expect(parseTlogProof(of(63))?.proof).toHaveLength(63)
  expect(parseTlogProof(of(64))).toBeNull()
})

test.each([0, 1, 10, Number.MAX_SAFE_INTEGER])('place %i is read as it was written', (index) => {
  const proof = { index, proof: [leaf], checkpoint: 'a\n\nb\n' }
  expect(parseTlogProof(formatTlogProof(proof))).toEqual(proof)
})

test('a receipt has 200,000 characters at most', () => {
  const of = (checkpoint: string) => formatTlogProof({ index: 0, proof: [], checkpoint })
  const room = 200_000 - of('').length
  expect(parseTlogProof(of('x'.repeat(room)))).not.toBeNull()
  expect(parseTlogProof(of('x'.repeat(room + 1)))).toBeNull()
})

test('a receipt that is malformed, or not of the tree of its checkpoint, does not verify', async () => {
  const text = await receipt()
  expect(await verifyTlogProof('', leaf, [key])).toBeNull()
  expect(await verifyTlogProof(text.replace('index 6', 'index 7'), leaf, [key])).toBeNull()
  expect(await verifyTlogProof(text.split('\n\n')[0] ?? '', leaf, [key])).toBeNull()
})

test.each([
  '',
  'c2sp.org/tlog-proof@v1',
  'c2sp.org/tlog-proof@v2\nindex 0\n\nx',
  'c2sp.org/tlog-proof@v1\nindex 00\n\nx',
  'c2sp.org/tlog-proof@v1\nindex 0',
  'c2sp.org/tlog-proof@v1\nindex 01',
  'c2sp.org/tlog-proof@v1\n\nx',
  'c2sp.org/tlog-proof@v1\nindex \n\nx',
  'c2sp.org/tlog-proof@v1\nindex -1\n\nx',
  'c2sp.org/tlog-proof@v1\nindex 1 \n\nx',
  'c2sp.org/tlog-proof@v1\n index 1\n\nx',
  'c2sp.org/tlog-proof@v1\nindex 9007199254740992\n\nx',
  'c2sp.org/tlog-proof@v1\nindex 10000000000000000\n\nx',
  'c2sp.org/tlog-proof@v1\nindex 0\n?\n\nx',
  'c2sp.org/tlog-proof@v1\nindex 0\nAAAA\n\nx',
  `c2sp.org/tlog-proof@v1\nindex 0\nAAAA${'A'.repeat(43)}=\n\nx`,
  '\n\nc2sp.org/tlog-proof@v1\nindex 0\n\nx',
  'c2sp.org/tlog-proof@v1\nextra AA==\nindex 0\n\nx',
])('E5: refuses %j', (text) => {
  expect(parseTlogProof(text)).toBeNull()
})
