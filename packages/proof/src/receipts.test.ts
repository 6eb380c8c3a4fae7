import {
  consentEntry,
  formatVkey,
  inclusionProver,
  leafHash,
  nodesOf,
  signCheckpoint,
  toBase64,
  treeRoot,
  utf8,
  verifierKey,
} from '@latchkey/log'
import { describe, expect, it } from 'vitest'
import { fakeDevice } from './fakes.ts'
import { receiptFile, verifyReceiptFile } from './receipts.ts'
import { openShop } from './shop.ts'
import type { Transport } from './transport.ts'

interface SmallLedger {
  readonly asked: string[]
  /** What it makes of its answer. */
  twist: (account: Record<string, unknown>) => unknown
  readonly transport: Transport
}

/** A ledger in a few lines: it signs, and gives account of what it has. */
async function smallLedger(): Promise<SmallLedger> {
  const pair = (await crypto.subtle.generateKey('Ed25519', true, ['sign'])) as CryptoKeyPair
  const key = verifierKey('log.example', new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey)))
  const sign = async (message: Uint8Array) =>
    new Uint8Array(await crypto.subtle.sign('Ed25519', pair.privateKey, Uint8Array.from(message)))
  const salt = new Uint8Array(32).fill(3)
  const leaves: Uint8Array[] = []
  const records: { record: string; seq: number }[] = []
  const note = () => {
    const size = leaves.length
    return signCheckpoint({ origin: key.name, size, root: treeRoot(size, nodesOf(leaves)) }, key, sign)
  }
  const ledger: SmallLedger = {
    asked: [],
    twist: (account) => account,
    transport: {
      name: 'small',
      async send(texts) {
        const results = []
        for (const record of texts) {
          const leaf = leafHash(consentEntry({ received: 7, salt, record: utf8(record) }))
          const seq = leaves.push(leaf) - 1
          records.push({ record, seq })
          const { id } = JSON.parse(record)
          const receipt = { record: id, seq, leaf: toBase64(leaf), checkpoint: await note() }
          results.push({ id, status: 'stored' as const, receipt })
        }
        return { ok: true, results }
      },
      async account(secret) {
        ledger.asked.push(secret)
        const prover = inclusionProver(leaves.length, nodesOf(leaves))
        const told = records.map(({ record, seq }) => ({
          seq,
          received: 7,
          salt: toBase64(salt),
          record,
          leaf: toBase64(leaves[seq] ?? new Uint8Array()),
          proof: prover(seq).map(toBase64),
        }))
        return ledger.twist({
          origin: key.name,
          vkey: formatVkey(key),
          checkpoint: await note(),
          records: told,
        })
      },
    },
  }
  return ledger
}

/** WebCrypto answers when it likes: no number of microtasks will do. */
const answered = () => new Promise((resolve) => setTimeout(resolve, 25))

async function decided(twist?: (account: Record<string, unknown>) => unknown) {
  const [device, ledger] = [fakeDevice(), await smallLedger()]
  if (twist) ledger.twist = twist
  const shop = openShop(device, null, { transports: ledger.transport })
  shop.ready()
  shop.decide('granted', { notice: 'the words' })
  await answered()
  await shop.pass(10)
  await answered()
  return { device, ledger, shop }
}

describe('a receipt becomes verifiable (RE-7)', () => {
  it('when the page is idle: the proof is kept with the record, and the file holds', async () => {
    const { device, ledger, shop } = await decided()
    expect(ledger.asked).toEqual([device.storage.getItem('latchkey.subject')])
    const [entry] = await shop.proof.history()
    expect(entry?.proof).toMatchObject({ received: 7, vkey: expect.stringContaining('log.example+') })
    expect(device.storage.getItem('latchkey.receipts')).toBe(null)
    shop.leave()
    const next = openShop(device, null, { transports: ledger.transport })
    const file = receiptFile(await next.proof.history())
    expect(await verifyReceiptFile(file)).toMatchObject({
      holds: true,
      receipts: [{ origin: 'log.example' }],
    })
    expect(file).not.toContain(device.storage.getItem('latchkey.subject'))
    await next.pass(10)
    expect(ledger.asked).toHaveLength(1)
  })

  it('never while the page is left; the next page does it', async () => {
    const [device, ledger] = [fakeDevice(), await smallLedger()]
    const shop = openShop(device, null, { transports: ledger.transport })
    shop.ready()
    shop.document.visibilityState = 'hidden'
    shop.decide('granted')
    await answered()
    await shop.pass(10)
    expect(ledger.asked).toEqual([])
    shop.leave()
    const next = openShop(device, null, { transports: ledger.transport })
    await next.pass(10)
    await next.pass(10)
    await answered()
    expect((await next.proof.history())[0]?.proof).toBeTruthy()
  })

  it('a ledger that cannot say is asked once a page, on five pages, in silence', async () => {
    const { device, ledger, shop } = await decided(() => {
      throw new Error('503')
    })
    await shop.pass(60_000)
    expect([ledger.asked.length, shop.codes()]).toEqual([1, []])
    for (let left = 4; left > 0; left--) {
      expect(device.storage.getItem('latchkey.receipts')).toBe(String(left))
      const next = openShop(device, null, { transports: ledger.transport })
      await next.pass(10)
      await next.pass(10)
      await answered()
      next.leave()
    }
    expect(ledger.asked).toHaveLength(5)
    expect(device.storage.getItem('latchkey.receipts')).toBe(null)
  })

  it.each<[what: string, twist: (account: Record<string, unknown>) => unknown]>([
    ['nothing', () => null],
    ['no records', (account) => ({ ...account, records: {} })],
    [
      'another’s record',
      ({ records, ...account }) => ({
        ...account,
        records: [null, { ...(records as object[])[0], record: '{}' }],
      }),
    ],
    [
      'another time',
      ({ records, ...account }) => ({ ...account, records: [{ ...(records as object[])[0], received: 8 }] }),
    ],
    [
      'another place',
      ({ records, ...account }) => ({ ...account, records: [{ ...(records as object[])[0], seq: 1 }] }),
    ],
    [
      'no proof',
      ({ records, ...account }) => ({ ...account, records: [{ ...(records as object[])[0], proof: ['x'] }] }),
    ],
    [
      'another tree',
      ({ checkpoint, ...account }) => ({
        ...account,
        checkpoint: String(checkpoint).replace(/\n1\n/, '\n2\n'),
      }),
    ],
    ['no key', (account) => ({ ...account, vkey: 'x' })],
  ])('an account with %s proves nothing', async (_what, twist) => {
    const { shop } = await decided(twist)
    expect(await shop.proof.history()).toMatchObject([{ state: 'kept', proof: undefined }])
    expect(shop.codes()).toEqual([])
  })

  it('a receiver without a log is asked for nothing, and its file says what it is', async () => {
    let asked = 0
    const own: Transport = {
      name: 'own',
      async send(texts) {
        const { id } = JSON.parse(texts[0] ?? '')
        const receipt = { record: id, seq: 4, leaf: 'x', checkpoint: 'own receiver\n4\nx\n' }
        return { ok: true, results: [{ id, status: 'stored', receipt }] }
      },
      account: async () => asked++,
    }
    const device = fakeDevice()
    const shop = openShop(device, null, { transports: own })
    shop.ready()
    shop.decide('granted')
    await shop.pass(60_000)
    expect([asked, device.journal().length]).toEqual([0, 0])
    const file = receiptFile(await shop.proof.history())
    expect(await verifyReceiptFile(file)).toMatchObject({ holds: false, receipts: [{ outcome: 'unproven' }] })
    expect(file).toContain('own receiver')
  })
})
