import { describe, expect, it, vi } from 'vitest'
import { fakeDevice, fakeLedger } from './fakes.ts'
import { openShop } from './shop.ts'

async function decided() {
  const [device, ledger] = [fakeDevice(), fakeLedger()]
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

  it('sends nothing of what still waits, neither meanwhile nor afterwards', async () => {
    const [device, ledger] = [fakeDevice(), fakeLedger()]
    ledger.mood = 'down'
    const shop = openShop(device, ledger)
    shop.ready()
    shop.decide('denied')
    await shop.pass(10)
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
    const [device, ledger] = [fakeDevice(), fakeLedger()]
    ledger.mood = 'down'
    const other = openShop(device, ledger)
    other.ready()
    other.decide('denied')
    await other.pass(10)
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
    const [device, ledger] = [fakeDevice(), fakeLedger()]
    ledger.mood = 'down'
    const shop = openShop(device, ledger)
    shop.ready()
    shop.decide('denied')
    await shop.pass(10)
    shop.window.dispatchEvent(Object.assign(new Event('storage'), { key: null }))
    ledger.mood = 'up'
    shop.proof.flush()
    await shop.pass(600_000)
    expect(ledger.stored.size).toBe(1)
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
