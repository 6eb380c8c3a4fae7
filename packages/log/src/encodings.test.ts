import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fromBase64, toBase64 } from './base64.ts'
import { fromU64, u64 } from './bytes.ts'
import { consentEntry, isConsentEntry } from './entry.ts'
import { erasureEntry, parseErasureEntry } from './erasure-entry.ts'
import { bytesToHex, hexToBytes } from './hex.ts'
import { hmacSha256 } from './hmac.ts'
import { fromUtf8, utf8 } from './utf8.ts'

const bytes = fc.uint8Array({ maxLength: 200 })

test('hex and base64 agree with Node and come back as they went in', () => {
  fc.assert(
    fc.property(bytes, (value) => {
      expect(bytesToHex(value)).toBe(Buffer.from(value).toString('hex'))
      expect(toBase64(value)).toBe(Buffer.from(value).toString('base64'))
      expect(hexToBytes(bytesToHex(value))).toEqual(value)
      expect(fromBase64(toBase64(value))).toEqual(value)
    }),
  )
})

test('a text that reads as bytes is the only spelling of those bytes', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.base64String(), fc.stringMatching(/^[0-9a-fA-F]*$/)), (text) => {
      const [a, b] = [fromBase64(text), hexToBytes(text)]
      return (a === null || toBase64(a) === text) && (b === null || bytesToHex(b) === text)
    }),
  )
  expect(fromBase64('AB==')).toBeNull()
  expect(fromBase64('AA=')).toBeNull()
  expect(fromBase64('AA==\n')).toBeNull()
  expect(hexToBytes('AA')).toBeNull()
})

test('UTF-8 reads back every text, keeps a byte-order mark, and refuses what is not UTF-8', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 20 }), (text) => fromUtf8(utf8(text)) === text),
  )
  expect(fromUtf8(utf8('\ufeffa'))).toBe('\ufeffa')
  expect(fromUtf8(Uint8Array.of(0xc0, 0x80))).toBeNull()
})

test('64-bit numbers come back, and are refused beyond 2^53', () => {
  fc.assert(
    fc.property(fc.maxSafeNat(), (value) => {
      expect(Buffer.from(u64(value)).readBigUInt64BE()).toBe(BigInt(value))
      expect(fromU64(u64(value))).toBe(value)
    }),
  )
  expect(fromU64(new Uint8Array(8).fill(255))).toBeNull()
})

test('HMAC agrees with node:crypto for short and long keys', () => {
  fc.assert(
    fc.property(bytes, bytes, (key, message) => {
      expect(bytesToHex(hmacSha256(key, message))).toBe(
        createHmac('sha256', key).update(message).digest('hex'),
      )
    }),
  )
})

test('G1: the entry of a record holds nothing but its time and a salted commitment', () => {
  const salt = new Uint8Array(32).fill(7)
  const record = utf8('{"subject":"abc"}')
  const entry = consentEntry({ received: 1, salt, record })
  const hmac = createHmac('sha256', salt).update(record).digest('hex')
  expect(bytesToHex(entry)).toBe(`${bytesToHex(utf8('consent-leaf/v1'))}000000000000000001${hmac}`)
  expect(isConsentEntry(entry)).toBe(true)
  expect(isConsentEntry(entry.slice(1))).toBe(false)
})

test('G3: an erasure’s entry names entries and nobody', () => {
  const entry = erasureEntry({ at: 5, entries: [1, 4] })
  expect(fromUtf8(entry)).toBe('erasure-leaf/v1\0{"at":5,"entries":[1,4]}')
  expect(parseErasureEntry(entry)).toEqual({ at: 5, entries: [1, 4] })
})

test.each([
  '{"at":5,"entries":[]}',
  '{"at":5,"entries":[4,1]}',
  '{"at":5,"entries":[1,1]}',
  '{"at":5,"entries":[-1]}',
  '{"at":5,"entries":["1"]}',
  '{"at":"5","entries":[1]}',
  '{"at":5,"entries":[1] }',
  '{"at":5,"entries":[1],"subject":"abc"}',
  '{"entries":[1],"at":5}',
  '[]',
  'null',
  '',
])('E5: refuses the erasure %s', (json) => {
  expect(parseErasureEntry(utf8(`erasure-leaf/v1\0${json}`))).toBeNull()
})
