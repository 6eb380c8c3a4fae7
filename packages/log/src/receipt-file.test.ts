import { describe, expect, test } from 'vitest'
import { formatReceiptFile, isProven, parseReceiptFile, type ReceiptLine } from './receipt-file.ts'

const proven = { record: 'é', received: 0, salt: 's', leaf: 'l', proof: 'p', vkey: 'k' }
const bare = { record: 'r', state: 'pending', receipt: null }
const own = { record: 'r', state: 'kept', receipt: { seq: 0, leaf: 'l', checkpoint: 'c' } }
/** A file of lines that may be malformed. */
const fileOf = (...receipts: readonly unknown[]) =>
  `${JSON.stringify({ latchkey: 'receipts', v: 1, receipts }, null, 2)}\n`

test('a file names its kind and its version, and holds every receipt in the order of its fields', () => {
  const shuffle = (value: object) => Object.fromEntries(Object.entries({ more: 1, ...value }).reverse())
  const shuffled = [shuffle(proven), shuffle({ ...own, receipt: shuffle(own.receipt) }), shuffle(bare)]
  expect(formatReceiptFile(shuffled as unknown as ReceiptLine[])).toBe(fileOf(proven, own, bare))
  expect(formatReceiptFile([])).toBe('{\n  "latchkey": "receipts",\n  "v": 1,\n  "receipts": []\n}\n')
})

test.each([
  ['no receipt', []],
  ['a receipt that is proven', [proven]],
  ['a receiver’s word', [own]],
  ['a record without an answer', [bare]],
  ['all of them', [proven, bare, own, proven]],
])('a file of %s is read as it was written', (_, receipts) => {
  expect(parseReceiptFile(formatReceiptFile(receipts))).toEqual(receipts)
})

describe.each<[string, Readonly<Record<string, unknown>>]>([
  ['a receipt that is proven', proven],
  ['a receiver’s word', own],
])('%s', (_, receipt) => {
  test.each(Object.keys(receipt))('is refused without %s, and with another type of it', (field) => {
    const { [field]: value, ...rest } = receipt
    expect(parseReceiptFile(fileOf(rest))).toBeNull()
    for (const other of typeof value === 'number' ? ['1', -1, 0.5, null] : [1, true, {}])
      expect(parseReceiptFile(fileOf({ ...receipt, [field]: other })), `${other}`).toBeNull()
  })

  test('is refused with a field more, or in another order', () => {
    expect(parseReceiptFile(fileOf({ ...receipt, more: 1 }))).toBeNull()
    expect(parseReceiptFile(fileOf(Object.fromEntries(Object.entries(receipt).reverse())))).toBeNull()
  })
})

test.each<[string, object]>([
  ['no place', { leaf: 'l', checkpoint: 'c' }],
  ['a place that is no number', { seq: '0', leaf: 'l', checkpoint: 'c' }],
  ['a place below 0', { seq: -1, leaf: 'l', checkpoint: 'c' }],
  ['no leaf', { seq: 0, checkpoint: 'c' }],
  ['no checkpoint', { seq: 0, leaf: 'l' }],
  ['a leaf that is no text', { seq: 0, leaf: 1, checkpoint: 'c' }],
])('a receiver’s word with %s is refused', (_, receipt) => {
  expect(parseReceiptFile(fileOf({ ...own, receipt }))).toBeNull()
})

test.each([null, 1, 'text', [], {}])('a receipt that is %j is refused', (receipt) => {
  expect(parseReceiptFile(fileOf(receipt))).toBeNull()
  expect(parseReceiptFile(fileOf(proven, receipt))).toBeNull()
})

test('a file has ten million characters at most', () => {
  const long = (length: number) =>
    fileOf({ ...bare, record: 'x'.repeat(length - fileOf({ ...bare, record: '' }).length) })
  expect(parseReceiptFile(long(10_000_000))).toHaveLength(1)
  expect(parseReceiptFile(long(10_000_001))).toBeNull()
})

test('only a receipt with a proof is proven', () => {
  expect([proven, bare, own].map(isProven)).toEqual([true, false, false])
})
