import { createPrivateKey, sign as signBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { fromBase64 } from './base64.ts'
import { formatCheckpoint, openCheckpoint, parseCheckpoint, signCheckpoint } from './checkpoint.ts'
import { hexToBytes } from './hex.ts'
import { parseNote, signNote } from './note.ts'
import { formatVkey, parseVkey, verifierKey } from './vkey.ts'

// RFC 8410 wraps the seed 00…1f of the vectors.
const pkcs8 = Buffer.from(
  `302e020100300506032b657004220420${Buffer.from(Array.from({ length: 32 }, (_, i) => i)).toString('hex')}`,
  'hex',
)
const privateKey = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' })
const sign = async (message: Uint8Array) => new Uint8Array(signBytes(null, message, privateKey))
const publicKey =
  hexToBytes('03a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8') ?? new Uint8Array()
const origin = 'consent-log.example/test'
const key = verifierKey(origin, publicKey)
const vkey = 'consent-log.example/test+2fe4397b+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4'
const root = 'XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg='
const signed =
  `${origin}\n8\n${root}\n\n` +
  `— ${origin} L+Q5exJT/3rASCo8e/O04G526PpUCZ+bVYnhk/QIFGuk7bwt1B5LNCQAotk/ddxxYbduFAnC3f6RddVsZSMbiNimkQ8=\n`

test('writes and reads the verifier key of the vector', () => {
  expect(formatVkey(key)).toBe(vkey)
  expect(parseVkey(vkey)).toEqual(key)
})

test('signs the checkpoint of the vector, byte for byte', async () => {
  const checkpoint = { origin, size: 8, root: fromBase64(root) ?? new Uint8Array() }
  expect(await signCheckpoint(checkpoint, key, sign)).toBe(signed)
})

test('opens the checkpoint of the vector', async () => {
  expect(await openCheckpoint(signed, [key])).toEqual({ origin, size: 8, root: fromBase64(root) })
})

test('passes over signatures of unknown keys', async () => {
  const witness =
    '— witness.example/w1 519lMgAAAABrAN8AlT7TMujX5+v4RNNq99I6K3xDLePP1cXgiopeCK3dcYZYZ87xNc6IPLc7dYElNjDdLX/bDx3tWhqSy0lEetU7BQ==\n'
  expect(await openCheckpoint(signed + witness, [key])).toMatchObject({ size: 8 })
  expect(parseNote(signed + witness)?.signatures).toHaveLength(2)
})

test('refuses a note that its log’s key did not sign', async () => {
  expect(await openCheckpoint(signed, [])).toBeNull()
  expect(await openCheckpoint(signed, [verifierKey('elsewhere.example', publicKey)])).toBeNull()
})

test('TE-5: no changed byte of a signed checkpoint is accepted', async () => {
  const bytes = Buffer.from(signed)
  for (let i = 0; i < bytes.length; i++) {
    for (const flip of [1, 0x20, 0x80]) {
      const changed = Buffer.from(bytes)
      changed[i] = (changed[i] as number) ^ flip
      expect(await openCheckpoint(changed.toString('utf8'), [key]), `byte ${i} ^ ${flip}`).toBeNull()
    }
  }
})

test.each([
  ['a leading zero', `${origin}\n08\n${root}\n`],
  ['a sign', `${origin}\n+8\n${root}\n`],
  ['a letter before its size', `${origin}\nx8\n${root}\n`],
  ['a letter behind its size', `${origin}\n8x\n${root}\n`],
  ['no size', `${origin}\n\n${root}\n`],
  ['a size beyond 2^53', `${origin}\n9007199254740993\n${root}\n`],
  ['a size of 2^53', `${origin}\n9007199254740992\n${root}\n`],
  ['a size of 17 digits', `${origin}\n10000000000000000\n${root}\n`],
  ['a short root', `${origin}\n8\n${root.slice(4)}\n`],
  ['a long root', `${origin}\n8\nAAAA${root}\n`],
  ['a root that is no base64', `${origin}\n8\n${root.replace('=', '!')}\n`],
  ['no root', `${origin}\n8\n\n`],
  ['an extension line', `${origin}\n8\n${root}\nmore\n`],
  ['an empty extension line', `${origin}\n8\n${root}\n\n`],
  ['no origin', `\n8\n${root}\n`],
  ['no last newline', `${origin}\n8\n${root}`],
  ['something in place of its end', `${origin}\n8\n${root}\nmore`],
  ['two lines', `${origin}\n8\n`],
  ['one line', `${origin}\n`],
  ['nothing', ''],
])('refuses a checkpoint with %s', (_, text) => {
  expect(parseCheckpoint(text)).toBeNull()
})

test.each([0, 1, 10, Number.MAX_SAFE_INTEGER])('reads a checkpoint of size %i as it was written', (size) => {
  const checkpoint = { origin, size, root: new Uint8Array(32).fill(1) }
  expect(parseCheckpoint(formatCheckpoint(checkpoint))).toEqual(checkpoint)
})

test('opens no note that is signed under another name than the log’s own', async () => {
  const checkpoint = { origin: 'other.example', size: 8, root: fromBase64(root) ?? new Uint8Array() }
  const other = verifierKey('other.example', publicKey)
  expect(await openCheckpoint(await signCheckpoint(checkpoint, other, sign), [key, other])).toEqual(
    checkpoint,
  )
  expect(await openCheckpoint(await signCheckpoint(checkpoint, key, sign), [key, other])).toBeNull()
})

test('opens no note that is malformed, or whose text is no checkpoint', async () => {
  expect(await openCheckpoint('', [key])).toBeNull()
  expect(await openCheckpoint(await signNote(`${origin}\n`, key, sign), [key])).toBeNull()
})
