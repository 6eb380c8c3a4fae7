import { expect, test } from 'vitest'
import { concat, fromU64, isCount, sameBytes, u64 } from './bytes.ts'

test('parts are put together in order', () => {
  expect(concat()).toEqual(new Uint8Array())
  expect(concat(Uint8Array.of(1, 2), new Uint8Array(), Uint8Array.of(3))).toEqual(Uint8Array.of(1, 2, 3))
})

test.each([
  [[], [], true],
  [[1, 2], [1, 2], true],
  [[1, 2], [1, 3], false],
  [[1, 2], [0, 2], false],
  [[1, 2], [1], false],
  [[1], [1, 2], false],
  [[], [1], false],
])('%j and %j are the same bytes: %j', (a, b, same) => {
  expect(sameBytes(Uint8Array.from(a), Uint8Array.from(b))).toBe(same)
})

test.each([
  [0, '0000000000000000'],
  [1, '0000000000000001'],
  [2 ** 31, '0000000080000000'],
  [2 ** 32 - 1, '00000000ffffffff'],
  [2 ** 32, '0000000100000000'],
  [Number.MAX_SAFE_INTEGER, '001fffffffffffff'],
])('%d is %s in 8 bytes, and back', (value, hex) => {
  expect(Buffer.from(u64(value)).toString('hex')).toBe(hex)
  expect(fromU64(u64(value))).toBe(value)
})

test.each(['', '00000000000000', '000000000000000000', '0020000000000000', '0020000000000001'])(
  'the bytes «%s» are no number',
  (hex) => {
    expect(fromU64(Buffer.from(hex, 'hex'))).toBeNull()
  },
)

test('a number is read from where its bytes lie in a larger buffer', () => {
  expect(fromU64(concat(Uint8Array.of(9, 9), u64(5), Uint8Array.of(9)).subarray(2, 10))).toBe(5)
})

test.each([
  [0, true],
  [1, true],
  [Number.MAX_SAFE_INTEGER, true],
  [2 ** 53, false],
  [-1, false],
  [0.5, false],
  [Number.NaN, false],
  [Number.POSITIVE_INFINITY, false],
  ['1', false],
  [1n, false],
  [null, false],
  [undefined, false],
])('%s is a count: %j', (value, is) => {
  expect(isCount(value)).toBe(is)
})
