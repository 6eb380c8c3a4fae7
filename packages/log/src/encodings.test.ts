import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fromBase64, toBase64 } from './base64.ts'
import { concat, fromU64, u64 } from './bytes.ts'
import { attestedEntry, consentEntry, isConsentEntry, receivedOf } from './entry.ts'
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

test.each([0, 1, 63, 64, 65, 128])('HMAC agrees with node:crypto for a key of %i bytes', (length) => {
  const key = new Uint8Array(length).fill(0x36)
  const reference = createHmac('sha256', key).update('message').digest('hex')
  expect(bytesToHex(hmacSha256(key, utf8('message')))).toBe(reference)
})

test('HMAC has the first value of RFC 4231', () => {
  expect(bytesToHex(hmacSha256(new Uint8Array(20).fill(0x0b), utf8('Hi There')))).toBe(
    'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
  )
})

test.each(['0', '0g', 'g0', ' 00', '00 ', '00\n', '0x00', '000'])('«%s» is no hex', (text) => {
  expect(hexToBytes(text)).toBeNull()
})

test.each(['A', 'AA', 'AAA', 'AA=A', '=AAA', 'AAA==', 'A===', '====', ' AAA', 'AA==AAAA', 'AA-_', 'AAA!'])(
  '«%s» is no base64',
  (text) => {
    expect(fromBase64(text)).toBeNull()
  },
)

test('G1: the entry of a record holds nothing but its time and a salted commitment', () => {
  const salt = new Uint8Array(32).fill(7)
  const record = utf8('{"subject":"abc"}')
  const entry = consentEntry({ received: 1, salt, record })
  const hmac = createHmac('sha256', salt).update(record).digest('hex')
  expect(bytesToHex(entry)).toBe(`${bytesToHex(utf8('consent-leaf/v1'))}000000000000000001${hmac}`)
  expect(isConsentEntry(entry)).toBe(true)
  expect(isConsentEntry(entry.slice(1))).toBe(false)
})

test.each([
  ['consent-leaf/v1', consentEntry],
  ['attested-leaf/v1', attestedEntry],
])('the entry of a record under %s tells when it came, and nothing else is one', (head, entryOf) => {
  const salt = new Uint8Array(32).fill(7)
  for (const received of [0, 1_795_219_200_000, Number.MAX_SAFE_INTEGER]) {
    const entry = entryOf({ received, salt, record: utf8('{}') })
    expect(fromUtf8(entry.subarray(0, head.length + 1))).toBe(`${head}\0`)
    expect(receivedOf(entry)).toBe(received)
    expect(isConsentEntry(entry)).toBe(true)
    for (const other of [
      entry.slice(0, -1),
      concat(entry, Uint8Array.of(0)),
      entry.slice(1),
      concat(utf8('x'), entry.slice(1)),
      entry.map((byte, i) => (i === head.length ? 1 : byte)),
      entry.map((byte, i) => (i === head.length + 1 ? 255 : byte)),
      entry.subarray(0, head.length + 1),
      new Uint8Array(),
    ]) {
      expect(receivedOf(other)).toBeNull()
      expect(isConsentEntry(other)).toBe(false)
    }
  }
})
