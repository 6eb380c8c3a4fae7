import { afterEach, describe, expect, it, vi } from 'vitest'
import { toBase64 } from './base64.ts'
import { signCheckpoint } from './checkpoint.ts'
import { attestedEntry, consentEntry } from './entry.ts'
import { key, sign } from './export.example.ts'
import { proveInclusion } from './inclusion.ts'
import { formatReceiptFile, type ProvenReceipt, parseReceiptFile } from './receipt-file.ts'
import { signer } from './signer.example.ts'
import { formatTlogProof } from './tlog-proof.ts'
import { leafHash, nodesOf, treeRoot } from './tree.ts'
import { utf8 } from './utf8.ts'
import { verifyReceiptFile } from './verify-receipt-file.ts'
import { formatVkey, verifierKey } from './vkey.ts'

const RECORD = '{"v":1,"id":"r","at":1,"choices":{"analytics":"denied"},"locale":"dé"}'

async function receipt(entry = consentEntry, signer = sign): Promise<ProvenReceipt> {
  const salt = new Uint8Array(32).fill(9)
  const received = 1_795_219_200_000
  const leaf = leafHash(entry({ received, salt, record: utf8(RECORD) }))
  const leaves = Array.from({ length: 7 }, (_, i) => (i === 4 ? leaf : leafHash(utf8(`entry ${i}`))))
  const read = nodesOf(leaves)
  const checkpoint = await signCheckpoint({ origin: key.name, size: 7, root: treeRoot(7, read) }, key, signer)
  const proof = formatTlogProof({ index: 4, proof: proveInclusion(4, 7, read), checkpoint })
  return {
    record: RECORD,
    received,
    salt: toBase64(salt),
    leaf: toBase64(leaf),
    proof,
    vkey: formatVkey(key),
  }
}
const bare = { record: RECORD, state: 'pending', receipt: null }
const own = { record: RECORD, state: 'kept', receipt: { seq: 3, leaf: 'x', checkpoint: 'own receiver\n' } }
const other = formatVkey(verifierKey('other.example', key.key))

afterEach(() => vi.unstubAllGlobals())

describe('verifyReceiptFile', () => {
  it.each([consentEntry, attestedEntry])(
    'proves a record, with the key in the file or one from elsewhere',
    async (entry) => {
      const text = formatReceiptFile([await receipt(entry), bare, own])
      const verdict = await verifyReceiptFile(text)
      expect(verdict).toMatchObject({ holds: true, readable: true, trust: 'key in the file' })
      expect(verdict.receipts).toMatchObject([
        { outcome: 'holds', seq: 4, size: 7, origin: key.name, record: RECORD, received: 1_795_219_200_000 },
        { outcome: 'unproven', message: 'No ledger has answered for this record.' },
        { outcome: 'unproven', message: expect.stringContaining('proves nothing') },
      ])
      expect(await verifyReceiptFile(text, { key: `${formatVkey(key)}\n` })).toMatchObject({
        holds: true,
        trust: 'given key',
      })
    },
  )

  it('TE-5: holds for no file with a changed byte', async () => {
    const bytes = Buffer.from(formatReceiptFile([await receipt()]))
    const bits = [1, 32]
    for (let i = 0; i < bytes.length; i++) {
      for (const bit of bits) {
        const changed = Buffer.from(bytes)
        changed[i] = (changed[i] as number) ^ bit
        expect((await verifyReceiptFile(changed.toString())).holds, `byte ${i}`).toBe(false)
      }
    }
  }, 60_000)

  it.each<[what: string, change: (receipt: ProvenReceipt) => object, message: RegExp]>([
    [
      'another record',
      () => ({ record: RECORD.replace('denied', 'granted') }),
      /does not belong to its leaf/,
    ],
    ['another time', () => ({ received: 5 }), /does not belong to its leaf/],
    ['another leaf', () => ({ leaf: toBase64(new Uint8Array(32)) }), /does not belong to its leaf/],
    ['another place', ({ proof }) => ({ proof: proof.replace('index 4', 'index 5') }), /not in the tree/],
    ['another length', ({ proof }) => ({ proof: proof.replace('\n7\n', '\n5\n') }), /not in the tree/],
    ['another name', () => ({ vkey: other }), /not signed by the key/],
    ['no proof', () => ({ proof: '' }), /malformed/],
    ['no key', () => ({ vkey: '' }), /malformed/],
    ['a salt of 31 bytes', () => ({ salt: toBase64(new Uint8Array(31)) }), /malformed/],
    ['a salt that is no base64', () => ({ salt: '?' }), /malformed/],
    ['a leaf of 31 bytes', () => ({ leaf: toBase64(new Uint8Array(31)) }), /malformed/],
    ['a leaf that is no base64', () => ({ leaf: '?' }), /malformed/],
    ['no note', ({ proof }) => ({ proof: `${proof.split('\n\n')[0]}\n\nnote` }), /malformed/],
    [
      'a note that is no checkpoint',
      ({ proof }) => ({ proof: proof.replace('\n7\n', '\nx\n') }),
      /malformed/,
    ],
  ])('says what is wrong with %s', async (_what, change, message) => {
    const good = await receipt()
    const { holds, receipts } = await verifyReceiptFile(formatReceiptFile([{ ...good, ...change(good) }]))
    expect(holds).toBe(false)
    expect(receipts).toMatchObject([{ outcome: 'fails', message: expect.stringMatching(message) }])
  })

  it('one receipt that fails makes the file fail, and one that proves nothing holds nothing', async () => {
    const good = await receipt()
    const mixed = formatReceiptFile([good, { ...good, received: 1 }])
    expect((await verifyReceiptFile(mixed)).holds).toBe(false)
    expect((await verifyReceiptFile(formatReceiptFile([bare]))).holds).toBe(false)
    expect((await verifyReceiptFile(formatReceiptFile([]))).holds).toBe(false)
  })

  it('tells of what it could read, and of nowhere else', async () => {
    const good = await receipt()
    const of = async (line: ProvenReceipt) => (await verifyReceiptFile(formatReceiptFile([line]))).receipts[0]
    const [where, nowhere] = [
      { origin: key.name, size: 7, seq: 4 },
      { origin: null, size: null, seq: null },
    ]
    const said = { record: RECORD, received: 1_795_219_200_000 }
    const holds = { outcome: 'holds', message: 'The record is in the log, as signed.' }
    const fails = { outcome: 'fails', message: 'The receipt is malformed.' }
    expect(await of(good)).toEqual({ ...said, ...holds, ...where })
    expect(await of({ ...good, vkey: '' })).toEqual({ ...said, ...fails, ...nowhere })
    expect(await of({ ...good, leaf: toBase64(new Uint8Array(32)) })).toMatchObject(where)
    expect((await verifyReceiptFile(formatReceiptFile([bare]))).receipts).toEqual([
      {
        ...{ record: RECORD, received: null, ...nowhere },
        ...{ outcome: 'unproven', message: 'No ledger has answered for this record.' },
      },
    ])
  })

  it('refuses a receipt under another key than the given one, and a key that is none', async () => {
    const text = formatReceiptFile([await receipt()])
    const message = 'It names another key than the one that you gave.'
    for (const given of [other, formatVkey(signer(key.name).key)])
      expect(await verifyReceiptFile(text, { key: given })).toMatchObject({
        ...{ holds: false, trust: 'given key', receipts: [{ outcome: 'fails', message }] },
      })
    await expect(verifyReceiptFile(text, { key: 'mine' })).rejects.toThrow('expected a verifier key')
  })

  it('says so where the browser cannot check signatures, and holds nothing then', async () => {
    const text = formatReceiptFile([await receipt()])
    vi.stubGlobal('crypto', { subtle: { importKey: () => Promise.reject(new Error('NotSupportedError')) } })
    const { holds, receipts } = await verifyReceiptFile(text)
    expect([holds, receipts[0]]).toMatchObject([
      false,
      {
        ...{ outcome: 'unsigned', origin: key.name, size: 7, seq: 4 },
        message: 'The record belongs to the tree; its signature could not be checked here.',
      },
    ])
    const forged = await receipt(consentEntry, async () => new Uint8Array(64))
    vi.unstubAllGlobals()
    expect((await verifyReceiptFile(formatReceiptFile([forged]))).receipts[0]?.outcome).toBe('fails')
  })

  it.each([
    '',
    'null',
    '[]',
    '{}',
    '{"latchkey":"receipts","v":1,"receipts":[]}',
    '{"receipts":[null]}',
    '{"receipts":[{"proof":1}]}',
    '{"receipts":[{"record":"x","state":"kept","receipt":{}}]}',
    '['.repeat(1000),
  ])('takes «%s» for some other file', async (text) => {
    expect(await verifyReceiptFile(text)).toMatchObject({ holds: false, readable: false, receipts: [] })
  })
})

it('a file is spelled one way', async () => {
  const text = formatReceiptFile([await receipt(), own])
  expect(parseReceiptFile(text)).toHaveLength(2)
  for (const changed of [
    text.slice(0, -1),
    `${text} `,
    text.replace('"v": 1', '"v": 1,\n  "x": 2'),
    text.replace('  ', '\t'),
  ])
    expect(parseReceiptFile(changed)).toBe(null)
})
