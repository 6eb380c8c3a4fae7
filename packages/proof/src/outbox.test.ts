import { describe, expect, it } from 'vitest'
import { type Entry, pack } from './entry.ts'
import { type FakeDevice, fakeDevice, fakeEntry, fakeLedger } from './fakes.ts'
import { noted, openShop } from './shop.ts'
import type { RecordResult, Transport } from './transport.ts'

const KEY = 'latchkey.outbox.'
const receiptOf = (record: string, seq = 0) => ({ record, seq, leaf: 'x', checkpoint: 'note' })

/** What another page has laid into the database. */
function lay(device: FakeDevice, entry: Entry, state = 'kept', proof: unknown = null) {
  device.rows.set(entry.record.id, [state, pack(entry), receiptOf(entry.record.id), proof])
}

function says(result: (id: string) => Omit<RecordResult, 'id'>): Transport {
  return {
    name: 'own',
    async send(texts) {
      const ids = texts.map((text) => (JSON.parse(text) as { id: string }).id)
      return { ok: true, results: ids.map((id) => ({ id, ...result(id) })) }
    },
  }
}
const takes = (seq = 0) => says((id) => ({ status: 'stored', receipt: receiptOf(id, seq) }))
const refuses = (problem: string) => says(() => ({ status: 'rejected', problem }))

async function decidedBefore(...transports: readonly Transport[]) {
  const device = fakeDevice()
  const shop = openShop(device, null, { transports })
  shop.ready()
  shop.decide('granted')
  await shop.pass(10)
  return { device, shop }
}

describe('several receivers', () => {
  it.each([
    ['the first', [refuses('no'), takes()]],
    ['the second', [takes(), refuses('no')]],
  ])('of which %s refuses: the record is kept, and the refusal is said', async (_which, transports) => {
    const { device, shop } = await decidedBefore(...transports)
    const [entry] = await shop.proof.history()
    expect(entry).toMatchObject({ state: 'kept', receipt: { seq: 0 } })
    expect(shop.problems).toEqual([{ code: 'C303', where: `record ${entry?.id}`, got: 'no' }])
    expect(device.journal()).toEqual([])
  })

  it('that all refuse: so is the record, and each refusal is said', async () => {
    const { shop } = await decidedBefore(refuses('no'), refuses('never'))
    expect(await shop.proof.history()).toMatchObject([{ state: 'refused', receipt: undefined }])
    expect(shop.problems.map(({ code, got }) => [code, got])).toEqual([
      ['C303', 'no'],
      ['C303', 'never'],
    ])
  })

  it('are asked for proofs when all have answered, not before', async () => {
    const checkpoint = 'log\n1\nx\n\n\u2014 log x'
    const logging: Transport = {
      ...says((id) => ({ status: 'stored', receipt: { ...receiptOf(id), checkpoint } })),
      account: async () => ({}),
    }
    const away: Transport = { name: 'away', send: async () => ({ ok: false, retry: true }) }
    for (const [other, tries] of [[refuses('no'), '4'] as const, [away, null] as const]) {
      const { device } = await decidedBefore(logging, other)
      expect(device.storage.getItem('latchkey.receipts')).toBe(tries)
    }
  })

  it('that both take it: the first receipt stays', async () => {
    const { shop } = await decidedBefore(takes(1), takes(2))
    expect(await shop.proof.history()).toMatchObject([{ state: 'kept', receipt: { seq: 1 } }])
  })

  it.each<[what: string, copy: Transport, problems: object[]]>([
    ['never answers', { name: 'copy', copy: true, send: () => new Promise(() => {}) }, []],
    [
      'cannot be reached',
      { name: 'copy', copy: true, send: async () => ({ ok: false, retry: true }) },
      [{ code: 'C302', where: 'copy' }],
    ],
  ])('a copy that %s is not waited for', async (_what, copy, problems) => {
    const { shop } = await decidedBefore(copy, takes())
    expect(await shop.proof.history()).toMatchObject([{ state: 'kept' }])
    expect(shop.problems).toEqual(problems)
  })

  it('a copy’s word is no receipt', async () => {
    const { shop } = await decidedBefore(
      { ...takes(), copy: true },
      says(() => ({ status: 'stored' })),
    )
    expect(await shop.proof.history()).toMatchObject([{ state: 'pending', receipt: undefined }])
    expect(shop.proof.pending()).toBe(1)
  })
})

describe('the journal', () => {
  it('of earlier pages and other tabs is taken in; keys of others stay', async () => {
    const [device, ledger] = [fakeDevice(), fakeLedger()]
    for (const n of [0, 1]) device.storage[`${KEY}r${n}`] = pack(fakeEntry(n))
    Object.assign(device.storage, { cart: '1', 'latchkey.outbox': '2' })
    const shop = openShop(device, ledger)
    await shop.pass(10)
    expect([...ledger.stored.keys()]).toEqual(['r0', 'r1'])
    expect(device.storage).toMatchObject({ cart: '1', 'latchkey.outbox': '2' })
    expect([device.journal(), shop.problems]).toEqual([[], []])
  })

  it('of another tab stands in the history at once', async () => {
    const device = fakeDevice()
    const shop = openShop(device, fakeLedger())
    await shop.pass(10)
    device.storage[`${KEY}r0`] = pack(fakeEntry(0))
    expect(await shop.proof.history()).toMatchObject([{ id: 'r0', state: 'pending' }])
  })

  it('does not believe an entry under another’s name', async () => {
    const [device, ledger] = [fakeDevice(), fakeLedger()]
    device.storage[`${KEY}r1`] = pack(fakeEntry(0))
    const shop = openShop(device, ledger)
    await shop.pass(10)
    expect(ledger.requests).toEqual([])
    expect(device.journal()).toEqual([])
    expect(shop.problems).toEqual([{ code: 'C303', where: `${KEY}r1`, got: 'unreadable' }])
  })

  it.each<[what: string, change: Partial<FakeDevice>, stands: boolean]>([
    ['has room', {}, true],
    ['has room for it, not for what was shown', { hasRoom: (text) => !text.includes('"shown"') }, true],
    ['has no room', { hasRoom: () => false }, false],
    ['takes nothing', { storageIs: 'throws' }, false],
    ['is denied', { storageIs: 'hangs' }, false],
  ])('says whether the decision stands in it, which %s', (_what, change, stands) => {
    const device = Object.assign(fakeDevice(), change)
    const shop = openShop(device, fakeLedger())
    expect(noted().map((change) => shop.proof.record(...change))).toEqual([true, true, stands])
  })

  it('is left with a receipt, even where the database takes nothing (D1)', async () => {
    const [device, ledger] = [fakeDevice(), fakeLedger()]
    device.databaseIs = 'throws'
    const shop = openShop(device, ledger)
    shop.ready()
    shop.decide('granted')
    await shop.pass(10)
    expect([ledger.stored.size, device.journal()]).toEqual([1, []])
    expect(shop.problems).toEqual([{ code: 'C304', where: 'database' }])
  })

  it.each(['up', 'refusing'])(
    'and what was written down before goes with its record, not sooner (%s)',
    async (is) => {
      const [device, ledger] = [fakeDevice(), fakeLedger()]
      const id = crypto.randomUUID()
      const raw = `latchkey.raw.${id}`
      device.storage[raw] = 'the decision'
      ledger.mood = 'down'
      const shop = openShop(device, ledger)
      for (const [state, change] of noted()) shop.proof.record(state, change, id)
      await shop.pass(10)
      expect(device.storage.getItem(raw)).toBe('the decision')
      if (is === 'refusing') ledger.refuses.add(id)
      ledger.mood = 'up'
      await shop.pass(60_000)
      expect(device.storage.getItem(raw)).toBe(null)
    },
  )

  it('that is denied is said once', async () => {
    const device = fakeDevice()
    device.storageIs = 'hangs'
    const shop = openShop(device, fakeLedger())
    shop.ready()
    for (const at of [2000, 3000]) shop.decide('granted', { at })
    await shop.pass(10)
    expect(shop.problems).toEqual([{ code: 'C304', where: 'storage' }])
  })
})

describe('the database', () => {
  it('is read once a page', async () => {
    const device = fakeDevice()
    lay(device, fakeEntry(0))
    let reads = 0
    const shop = openShop(device, fakeLedger(), {}, ({ platform }) => {
      const open = platform.database
      platform.database = () => {
        const database = open()
        return {
          ...database,
          all: () => {
            reads++
            return database.all()
          },
        }
      }
    })
    for (let i = 0; i < 3; i++) {
      shop.proof.warm()
      await shop.pass(10)
    }
    expect(reads).toBe(1)
  })

  it.each(['kept', 'refused', 'local'])('shows what earlier pages made of a record: %s', async (state) => {
    const device = fakeDevice()
    lay(device, fakeEntry(0), state)
    const shop = openShop(device, fakeLedger())
    expect(await shop.proof.history()).toMatchObject([{ id: 'r0', state, receipt: { seq: 0 } }])
    expect(shop.proof.pending()).toBe(0)
  })

  it('may say of a record that it is kept, and have no receipt', async () => {
    const device = fakeDevice()
    device.rows.set('r0', ['kept', pack(fakeEntry(0)), null, null])
    const shop = openShop(device, fakeLedger())
    await shop.pass(10)
    expect(await shop.proof.history()).toMatchObject([{ state: 'kept', receipt: undefined }])
  })

  it('shows the newest first, and of two alike the later in the chain', async () => {
    const device = fakeDevice()
    for (const [n, at] of [
      [0, 5],
      [1, 9],
      [2, 9],
      [3, 7],
    ] as const)
      lay(device, fakeEntry(n, { at }))
    const history = await openShop(device, fakeLedger()).proof.history()
    expect(history.map(({ id }) => id)).toEqual(['r2', 'r1', 'r3', 'r0'])
  })

  const PROOF = { received: 7, salt: 'salt', proof: 'proof', vkey: 'vkey' }
  it.each<[what: string, stored: unknown, shown: unknown]>([
    ['is whole', { ...PROOF, more: 1 }, PROOF],
    ['is none', null, undefined],
    ['is not there', undefined, undefined],
    ['is a word', 'proof', undefined],
    ['has no time', { ...PROOF, received: '7' }, undefined],
    ['has no salt', { ...PROOF, salt: null }, undefined],
    ['has no path', { ...PROOF, proof: 7 }, undefined],
    ['has no key', { ...PROOF, vkey: undefined }, undefined],
  ])('shows a receipt’s proof that is whole, and no other: one that %s', async (_what, stored, shown) => {
    const device = fakeDevice()
    lay(device, fakeEntry(0), 'kept', stored)
    const [entry] = await openShop(device, fakeLedger()).proof.history()
    expect(entry).toMatchObject({ state: 'kept' })
    expect(entry?.proof).toEqual(shown)
  })

  it('knows better than the journal: what another tab has settled does not go again', async () => {
    const [device, ledger] = [fakeDevice(), fakeLedger()]
    ledger.mood = 'down'
    const entry = fakeEntry(0)
    device.storage[`${KEY}r0`] = pack(entry)
    const shop = openShop(device, ledger)
    await shop.pass(10)
    const asked = ledger.requests.length
    lay(device, entry)
    device.storage['latchkey.raw.r0'] = 'the decision'
    expect(await shop.proof.history()).toMatchObject([{ id: 'r0', state: 'kept' }])
    expect(Object.keys(device.storage)).toEqual([])
    ledger.mood = 'up'
    shop.proof.flush()
    await shop.pass(60_000)
    expect([ledger.requests.length, shop.proof.pending()]).toEqual([asked, 0])
  })

  it.each(['pending', 'refused'])('does not unsettle what has its receipt: %s', async (state) => {
    const [device, ledger] = [fakeDevice(), fakeLedger()]
    const shop = openShop(device, ledger)
    shop.ready()
    shop.decide('granted')
    await shop.pass(10)
    for (const row of device.rows.values()) Object.assign(row as object, { 0: state })
    expect(await shop.proof.history()).toMatchObject([{ state: 'kept' }])
  })

  it('is not overwritten by a record that waits: another tab may have settled it', async () => {
    const [device, ledger] = [fakeDevice(), fakeLedger()]
    ledger.mood = 'hangs'
    const shop = openShop(device, ledger)
    shop.ready()
    shop.decide('granted')
    const [id = ''] = device.written
    lay(device, fakeEntry(0, { id }))
    await shop.pass(1)
    expect((device.rows.get(id) as unknown[])[0]).toBe('kept')
  })

  it('holds no secret and no words of a record that is settled', async () => {
    for (const refuse of [false, true]) {
      const [device, ledger] = [fakeDevice(), fakeLedger()]
      ledger.mood = 'down'
      const shop = openShop(device, ledger)
      shop.ready()
      shop.decide('granted', { notice: 'the words' })
      await shop.pass(1)
      const [id = ''] = device.written
      const secret = device.storage.getItem('latchkey.subject') ?? 'none'
      const packed = () => (device.rows.get(id) as string[])[1] ?? ''
      expect(packed().startsWith(`${secret}\n{`) && packed().endsWith('\nthe words')).toBe(true)
      if (refuse) ledger.refuses.add(id)
      ledger.mood = 'up'
      await shop.pass(60_000)
      expect(packed().startsWith('\n{') && packed().endsWith('}\n')).toBe(true)
      expect((device.rows.get(id) as unknown[])[0]).toBe(refuse ? 'refused' : 'kept')
    }
  })

  it('holds no secret and no words where there is no ledger, and neither does the journal', async () => {
    const device = fakeDevice()
    const shop = openShop(device, null)
    shop.ready()
    shop.decide('granted', { notice: 'the words' })
    const [key = ''] = device.journal()
    expect(device.storage.getItem(key)).toMatch(/^\n\{.*\}\n$/)
    await shop.pass(10)
    expect([...device.rows.values()]).toEqual([['local', expect.stringMatching(/^\n\{.*\}\n$/), null, null]])
  })

  it('is said once to fail', async () => {
    const device = fakeDevice()
    device.databaseIs = 'throws'
    const shop = openShop(device, fakeLedger())
    shop.ready()
    for (const at of [2000, 3000]) shop.decide('granted', { at })
    await shop.pass(10)
    await shop.proof.history()
    expect(shop.problems).toEqual([{ code: 'C304', where: 'database' }])
  })
})
