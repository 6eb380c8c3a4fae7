import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bytesToHex } from './hex.ts'
import { sha256 } from './sha256.ts'
import { utf8 } from './utf8.ts'

const reference = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

test.each([
  ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
  ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
  [
    'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq',
    '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
  ],
])('hashes the standard’s example %j', (text, hash) => {
  expect(bytesToHex(sha256(utf8(text)))).toBe(hash)
})

test('agrees with node:crypto at every length up to three blocks', () => {
  for (let length = 0; length <= 200; length++) {
    const bytes = new Uint8Array(length).fill(length + 7)
    expect(bytesToHex(sha256(bytes))).toBe(reference(bytes))
  }
})

test('agrees with node:crypto on any bytes', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 2000 }),
      (bytes) => bytesToHex(sha256(bytes)) === reference(bytes),
    ),
  )
})

test('hashes a view into a larger buffer by its own bytes only', () => {
  const whole = utf8('--abc--')
  expect(bytesToHex(sha256(whole.subarray(2, 5)))).toBe(reference(utf8('abc')))
})
