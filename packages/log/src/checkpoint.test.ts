import { createPrivateKey, sign as signBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { fromBase64 } from './base64.ts'
import { openCheckpoint, parseCheckpoint, signCheckpoint } from './checkpoint.ts'
import { hexToBytes } from './hex.ts'
import { parseNote } from './note.ts'
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

test.each([
  ['another id', vkey.replace('2fe4397b', '2fe4397c')],
  ['another name', `x${vkey}`],
  ['another type', vkey.replace('+AQOh', '+BgOh')],
  ['a space in the name', vkey.replace('.example', ' example')],
  ['a short key', `${vkey.slice(0, -4)}`],
  ['nothing', ''],
])('refuses a verifier key with %s', (_, line) => {
  expect(parseVkey(line)).toBeNull()
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
  ['a size beyond 2^53', `${origin}\n9007199254740993\n${root}\n`],
  ['a short root', `${origin}\n8\n${root.slice(4)}\n`],
  ['an extension line', `${origin}\n8\n${root}\nmore\n`],
  ['no origin', `\n8\n${root}\n`],
  ['no last newline', `${origin}\n8\n${root}`],
])('refuses a checkpoint with %s', (_, text) => {
  expect(parseCheckpoint(text)).toBeNull()
})

test.each([
  ['a carriage return', signed.replace('\n', '\r\n')],
  ['no signature', `${origin}\n8\n${root}\n\n`],
  ['a hyphen for the dash', signed.replace('— ', '- ')],
  ['no blank line', signed.replace('\n\n', '\n')],
  ['half a character', signed.replace('test', '\ud800')],
  ['too much text', `${'x'.repeat(200_000)}\n\n${signed.split('\n\n')[1]}`],
])('refuses a note with %s', (_, text) => {
  expect(parseNote(text)).toBeNull()
})
