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
import type { Receipt } from '@latchkey/record'
import { describe, expect, it, vi } from 'vitest'
import { type EntryState, unpack } from './entry.ts'
import { fakeDevice, idsOf } from './fakes.ts'
import { proofsIn, receiptFile, verifyReceiptFile } from './receipts.ts'
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
const until = (met: () => boolean) => vi.waitFor(() => expect(met()).toBe(true), { interval: 1 })

async function decided(twist?: (account: Record<string, unknown>) => unknown) {
  const [device, ledger] = [fakeDevice(), await smallLedger()]
  if (twist) ledger.twist = twist
  const shop = openShop(device, null, { transports: ledger.transport })
  shop.ready()
  const isProven = () => ledger.asked.length > 0 && !device.storage.getItem('latchkey.receipts')
  /** Decides, and waits until there are receipts and, if they come, proofs. */
  const decide = async (...times: readonly number[]) => {
    for (const at of times) shop.decide('granted', { at, notice: 'the words' })
    await until(() => shop.proof.pending() === 0)
    await shop.pass(10)
    await until(twist ? () => ledger.asked.length > 0 : isProven)
  }
  await decide(2000)
  return { device, ledger, shop, decide }
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

  it('of each of several records, by its own place', async () => {
    const { decide, ledger, shop } = await decided()
    await decide(3000, 4000)
    const history = await shop.proof.history()
    expect(history.map(({ proof }) => /index (\d)/.exec(proof?.proof ?? '')?.[1])).toEqual(['2', '1', '0'])
    expect(await verifyReceiptFile(receiptFile(history))).toMatchObject({ holds: true })
    expect(ledger.asked).toHaveLength(2)
  })

  it('as far as a browser can check it that knows no Ed25519', async () => {
    const knows = vi.spyOn(crypto.subtle, 'importKey').mockRejectedValue(new Error('NotSupportedError'))
    const { shop } = await decided()
    expect((await shop.proof.history())[0]?.proof).toMatchObject({ received: 7 })
    knows.mockRestore()
  })

  it('never while the page is left; the next page does it', async () => {
    const [device, ledger] = [fakeDevice(), await smallLedger()]
    const shop = openShop(device, null, { transports: ledger.transport })
    shop.ready()
    shop.document.visibilityState = 'hidden'
    shop.decide('granted')
    await until(() => shop.proof.pending() === 0)
    await shop.pass(10)
    expect(ledger.asked).toEqual([])
    shop.leave()
    const next = openShop(device, null, { transports: ledger.transport })
    await next.pass(10)
    await until(() => ledger.asked.length > 0 && !device.storage.getItem('latchkey.receipts'))
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
      await until(() => ledger.asked.length === 6 - left)
      next.leave()
    }
    expect(ledger.asked).toHaveLength(5)
    expect(device.storage.getItem('latchkey.receipts')).toBe(null)
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

describe('an account', () => {
  async function given() {
    const { device, ledger } = await decided()
    const account = (await ledger.transport.account?.('')) as Account
    const entries = [...device.rows.values()].flatMap((row) => {
      const [state, packed, receipt] = row as [EntryState, string, Receipt]
      return unpack(packed, state, receipt) ?? []
    })
    return { account, entries }
  }
  type Told = Readonly<Record<string, unknown>>
  type Account = Readonly<Record<'vkey' | 'checkpoint', string>> & { readonly records: readonly Told[] }
  const record = (change: (told: Told) => unknown) => (account: Account) => ({
    ...account,
    records: account.records.map(change),
  })

  it('proves the records that it lists, among whatever else', async () => {
    const { account, entries } = await given()
    const records = [null, 7, { record: 'another' }, ...account.records]
    const proofs = await proofsIn({ ...account, records }, entries)
    expect([...proofs.keys()]).toEqual(idsOf(entries))
  })

  it.each<[what: string, twist: (account: Account) => unknown]>([
    ['that is empty', () => ({})],
    ['in words', () => 'none'],
    ['without a key', ({ vkey, ...account }) => account],
    ['with a key that is none', (account) => ({ ...account, vkey: 'x' })],
    ['with a key in a list', (account) => ({ ...account, vkey: [account.vkey] })],
    ['with another key', (account) => ({ ...account, vkey: account.vkey.replace('log.', 'other.') })],
    ['without a checkpoint', ({ checkpoint, ...account }) => account],
    ['with a checkpoint in a list', (account) => ({ ...account, checkpoint: [account.checkpoint] })],
    [
      'of another tree',
      (account) => ({ ...account, checkpoint: account.checkpoint.replace(/\n1\n/, '\n2\n') }),
    ],
    ['without records', ({ records, ...account }) => account],
    ['with records by name', (account) => ({ ...account, records: { ...account.records } })],
    ['with another’s record', record((told) => ({ ...told, record: '{}' }))],
    ['with another place', record((told) => ({ ...told, seq: 1 }))],
    ['with another time', record((told) => ({ ...told, received: 8 }))],
    ['with a time in letters', record((told) => ({ ...told, received: '7' }))],
    ['with another salt', record((told) => ({ ...told, salt: toBase64(new Uint8Array(32)) }))],
    ['without a salt', record(({ salt, ...told }) => told)],
    ['without a path', record(({ proof, ...told }) => told)],
    ['with a path in words', record((told) => ({ ...told, proof: 'up' }))],
    ['with a path of anything', record((told) => ({ ...told, proof: [null, {}, '!'] }))],
    ['with a longer path', record((told) => ({ ...told, proof: [toBase64(new Uint8Array(32))] }))],
  ])('%s proves nothing', async (_what, twist) => {
    const { account, entries } = await given()
    expect(await proofsIn(twist(account), entries)).toEqual(new Map())
  })

  it('proves nothing of a record without a receipt', async () => {
    const { account, entries } = await given()
    const told = record(({ seq, ...more }) => more)(account)
    const without = entries.map((entry) => ({ ...entry, receipt: null }))
    expect(await proofsIn(told, without)).toEqual(new Map())
  })
})
