import { describe, expect, it, vi } from 'vitest'
import { fakeDevice, fakeLedger, settled } from './fakes.ts'
import { noted, openShop } from './shop.ts'
import type { Delivery } from './transport.ts'

/** A shopper who has refused. With the ledger `down`, the decision waits. */
async function decided(mood: ReturnType<typeof fakeLedger>['mood'] = 'up') {
  const [device, ledger] = [fakeDevice(), fakeLedger()]
  ledger.mood = mood
  const shop = openShop(device, ledger)
  shop.ready()
  shop.decide('denied')
  await shop.pass(10)
  return { device, ledger, shop, secret: device.storage.getItem('latchkey.subject') }
}

/** Where in its subject's chain each stored record stands. */
const places = ({ stored }: ReturnType<typeof fakeLedger>) =>
  [...stored.values()].map((text) => (JSON.parse(text) as { n: number }).n)

describe('a subject that is forgotten (G3)', () => {
  it('leaves nothing on the device once the ledger has erased it; the next record begins a new one', async () => {
    const { device, ledger, shop, secret } = await decided()
    const ask = vi.fn(async () => true)
    expect(shop.proof.secret()).toBe(secret)
    expect(await shop.proof.forget(ask)).toBe(true)
    expect(ask.mock.calls).toEqual([[secret]])
    expect(shop.proof.secret()).toBeNull()
    expect(await shop.proof.history()).toEqual([])
    expect(device.journal()).toEqual([])
    for (const key of ['latchkey.subject', 'latchkey.chain']) expect(device.storage.getItem(key)).toBeNull()
    shop.decide('granted')
    await shop.pass(10)
    expect(await shop.proof.history()).toHaveLength(1)
    expect(places(ledger)).toEqual([0, 0])
    expect(device.storage.getItem('latchkey.subject')).not.toBe(secret)
  })

  it('is not brought back by a record that was on its way into the database', async () => {
    const [device, ledger] = [fakeDevice(), fakeLedger()]
    const shop = openShop(device, ledger)
    shop.ready()
    shop.decide('denied')
    await shop.proof.forget(async () => true)
    await shop.pass(10)
    expect(device.rows.size).toBe(0)
  })

  it('takes along what was written down before there was a record', async () => {
    const [device, ledger] = [fakeDevice(), fakeLedger()]
    ledger.mood = 'down'
    device.hasRoom = () => false
    const shop = openShop(device, ledger)
    const id = crypto.randomUUID()
    for (const [state, change] of noted()) shop.proof.record(state, change, id)
    device.storage.setItem(`latchkey.raw.${id}`, 'the decision')
    await shop.pass(10)
    await shop.proof.forget(async () => true)
    expect(Object.keys(device.storage)).toEqual([])
  })

  it('sends nothing of what still waits, neither meanwhile nor afterwards', async () => {
    const { ledger, shop } = await decided('down')
    ledger.mood = 'up'
    await shop.proof.forget(async () => {
      shop.proof.flush()
      await shop.pass(120_000)
      return true
    })
    shop.proof.flush()
    await shop.pass(120_000)
    expect(ledger.stored.size).toBe(0)
    expect(shop.proof.pending()).toBe(0)
  })

  it('is not brought back by another tab that still has something to send', async () => {
    const { device, ledger, shop: other } = await decided('down')
    const oldValue = device.storage.getItem('latchkey.subject')
    const shop = openShop(device, ledger)
    shop.ready()
    await shop.proof.forget(async () => true)
    other.window.dispatchEvent(
      Object.assign(new Event('storage'), { key: 'latchkey.subject', oldValue, newValue: null }),
    )
    ledger.mood = 'up'
    other.proof.flush()
    await other.pass(600_000)
    expect(ledger.stored.size).toBe(0)
    expect(other.proof.pending()).toBe(0)
  })

  it('goes on where another tab has only begun a new one after the shopper cleared the storage', async () => {
    const { ledger, shop } = await decided('down')
    shop.window.dispatchEvent(Object.assign(new Event('storage'), { key: null }))
    ledger.mood = 'up'
    shop.proof.flush()
    await shop.pass(600_000)
    expect(ledger.stored.size).toBe(1)
  })

  it.each([
    ['of another subject', (_ours: string) => ({ key: 'latchkey.subject', oldValue: 'x', newValue: null })],
    ['about another key', (ours: string) => ({ key: 'cart', oldValue: ours, newValue: null })],
    ['of the same subject', (ours: string) => ({ key: 'latchkey.subject', oldValue: ours, newValue: ours })],
    ['of a first subject', (ours: string) => ({ key: 'latchkey.subject', oldValue: null, newValue: ours })],
  ])('goes on when another tab tells %s', async (_what, told) => {
    const { device, shop } = await decided('down')
    const ours = device.storage.getItem('latchkey.subject') ?? ''
    shop.window.dispatchEvent(Object.assign(new Event('storage'), told(ours)))
    expect(shop.proof.pending()).toBe(1)
  })

  it('that another tab exchanged for a new one is dropped all the same', async () => {
    const [device, ledger] = [fakeDevice(), fakeLedger()]
    ledger.mood = 'down'
    const shop = openShop(device, ledger)
    shop.ready()
    shop.decide('denied')
    const oldValue = device.storage.getItem('latchkey.subject')
    const told = { key: 'latchkey.subject', oldValue, newValue: 'x'.repeat(32) }
    shop.window.dispatchEvent(Object.assign(new Event('storage'), told))
    expect(shop.proof.pending()).toBe(0)
  })

  it('delivers what waits once the ledger has said that it does not erase', async () => {
    const { ledger, shop } = await decided('down')
    await shop.proof.forget(async () => false)
    ledger.mood = 'up'
    shop.proof.flush()
    await shop.pass(10)
    expect(ledger.stored.size).toBe(1)
  })

  it('keeps no receipt that was still on its way', async () => {
    const device = fakeDevice()
    let answer = () => {}
    const shop = openShop(device, null, {
      transports: {
        name: 'own',
        send: ([text = '']) =>
          new Promise((resolve) => {
            const { id } = JSON.parse(text)
            const receipt = { record: id, seq: 0, leaf: 'x', checkpoint: 'x' }
            answer = () => resolve({ ok: true, results: [{ id, status: 'stored', receipt }] })
          }),
      },
    })
    shop.ready()
    shop.decide('denied')
    await shop.pass(10)
    await shop.proof.forget(async () => true)
    answer()
    await shop.pass(10)
    expect([await shop.proof.history(), device.rows.size]).toEqual([[], 0])
  })

  it('and whose record is refused meanwhile is not spoken of any more', async () => {
    const reads: (() => void)[] = []
    let answer = (_delivery: Delivery) => {}
    const send = () =>
      new Promise<Delivery>((resolve) => {
        answer = resolve
      })
    const shop = openShop(fakeDevice(), null, { transports: { name: 'own', send } }, ({ platform }) => {
      const database = platform.database()
      const all = () => new Promise<[]>((resolve) => reads.push(() => resolve([])))
      platform.database = () => ({ ...database, all })
    })
    shop.ready()
    shop.decide('denied')
    const forgotten = shop.proof.forget(async () => true)
    await settled()
    answer({ ok: true, results: [{ id: null, status: 'rejected' }] })
    await settled()
    for (const read of reads) {
      read()
      await settled()
    }
    expect([await forgotten, reads.length, shop.proof.pending(), shop.problems]).toEqual([true, 2, 0, []])
  })

  it.each([
    ['does not', async () => false],
    ['cannot be asked', () => Promise.reject(new Error('offline'))],
  ])('stays whole where the ledger %s', async (_, ask) => {
    const { ledger, shop, secret } = await decided()
    expect(await shop.proof.forget(ask).catch(() => false)).toBe(false)
    expect(shop.proof.secret()).toBe(secret)
    expect(await shop.proof.history()).toHaveLength(1)
    shop.decide('granted')
    await shop.pass(10)
    expect(places(ledger)).toEqual([0, 1])
  })

  it('that never was needs no ledger', async () => {
    const shop = openShop(fakeDevice(), fakeLedger())
    const ask = vi.fn(async () => true)
    expect(await shop.proof.forget(ask)).toBe(true)
    expect(ask).not.toHaveBeenCalled()
  })
})
