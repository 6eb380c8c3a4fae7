import { describe, expect, it, vi } from 'vitest'
import { beaconTransport } from './beacon-transport.ts'
import { fakeDevice, fakeEntry, fakeLedger, idsOf as ids, settled } from './fakes.ts'
import { fetchTransport } from './fetch-transport.ts'
import { givesWay } from './room.ts'
import { openShop } from './shop.ts'

const entry = (n: number, event: 'decided' | 'shown', length = 10) =>
  fakeEntry(n, { id: `${event}${n}`, at: 1000 - n, event, ui: 'x'.repeat(length) })
const NONE: ReadonlySet<string> = new Set()
const many = (length: number, event: 'decided' | 'shown', from = 0) =>
  Array.from({ length }, (_, i) => entry(from + i, event))

describe('what gives way in a full outbox', () => {
  it('nothing, up to 500 records', () => {
    expect(givesWay(many(500, 'decided'), NONE)).toEqual([])
  })

  it('impressions before decisions, the oldest first', () => {
    const pending = [...many(499, 'decided'), ...many(3, 'shown', 499)]
    expect(ids(givesWay(pending, NONE))).toEqual(['shown499', 'shown500'])
  })

  it('then the oldest decisions, never the fresh one', () => {
    expect(ids(givesWay(many(502, 'decided'), new Set(['decided0'])))).toEqual(['decided1', 'decided2'])
  })

  it('the oldest by its place in the chain, however they lie', () => {
    const pending = [...many(250, 'decided', 252), ...many(252, 'decided')]
    expect(ids(givesWay(pending, NONE))).toEqual(['decided0', 'decided1'])
    const shown = [...many(499, 'decided'), entry(900, 'shown'), entry(700, 'shown'), entry(800, 'shown')]
    expect(ids(givesWay(shown, NONE))).toEqual(['shown700', 'shown800'])
  })

  it('nothing up to a million characters, notices and secrets counted', () => {
    const pending = Array.from({ length: 20 }, (_, n) => fakeEntry(n, { notice: 'x'.repeat(49_000) }))
    const sizes = pending.map(({ secret, text, notice }) => secret.length + text.length + notice.length)
    const left = 1_000_000 - sizes.reduce((sum, size) => sum + size, 0)
    const filled = (length: number) => [
      ...pending.slice(1),
      fakeEntry(0, { notice: 'x'.repeat(49_000), secret: 'k'.repeat(1 + length) }),
    ]
    expect(givesWay(filled(left), NONE)).toEqual([])
    expect(ids(givesWay(filled(left + 1), NONE))).toEqual(['r0'])
  })

  it('by size too: a million characters', () => {
    const pending = Array.from({ length: 22 }, (_, n) => entry(n, 'decided', 50_000))
    expect(ids(givesWay(pending, NONE))).toEqual(['decided0', 'decided1', 'decided2'])
  })
})

describe('a ledger that is away for long', () => {
  it('leaves a bounded journal, and every decision where it can be seen (D6)', async () => {
    const [device, ledger] = [fakeDevice(), fakeLedger()]
    ledger.mood = 'down'
    const shop = openShop(device, ledger)
    shop.ready()
    for (let i = 0; i < 300; i++) {
      shop.shown(`words ${i}`)
      shop.decide('granted', { at: 2000 + i })
    }
    await shop.pass(10)
    expect(device.journal()).toHaveLength(500)
    const texts = device.journal().map((key) => device.storage.getItem(key) ?? '')
    expect(texts.filter((text) => text.includes('"event":"decided"'))).toHaveLength(300)
    expect(shop.problems).toEqual([
      { code: 'C305', where: 'notices shown' },
      { code: 'C302', where: 'fetch' },
    ])
    for (let i = 0; i < 205; i++) shop.decide('denied', { at: 4000 + i })
    await shop.pass(10)
    expect(device.journal()).toHaveLength(500)
    const gone = shop.problems.filter(({ where }) => where?.startsWith('record '))
    expect(gone.map(({ code }) => code)).toEqual(Array(5).fill('C305'))
    const refused = (await shop.proof.history()).filter(
      ({ state, event }) => state === 'refused' && event === 'decided',
    )
    expect(refused.map(({ at }) => at)).toEqual([2004, 2003, 2002, 2001, 2000])
  }, 60_000)

  it('leaves a bounded journal where the database takes nothing either (D4)', async () => {
    const [device, ledger] = [fakeDevice(), fakeLedger()]
    ledger.mood = 'down'
    device.databaseIs = 'throws'
    const shop = openShop(device, ledger)
    shop.ready()
    for (let i = 0; i < 40; i++) shop.shown(`${i} ${'x'.repeat(30_000)}`)
    for (const at of [2000, 3000]) shop.decide('granted', { at })
    await shop.pass(10)
    const texts = device.journal().map((key) => device.storage.getItem(key) ?? '')
    expect(texts.join('').length).toBeLessThanOrEqual(1_000_000)
    expect(texts.filter((text) => text.includes('"event":"decided"'))).toHaveLength(2)
  })

  it('still hears of a new decision first, however many wait', async () => {
    const [device, ledger] = [fakeDevice(), fakeLedger()]
    ledger.mood = 'down'
    const shop = openShop(device, ledger)
    shop.ready()
    for (let i = 0; i < 60; i++) {
      shop.decide('denied', { at: 2000 + i })
      await settled()
    }
    const { records = [] } = ledger.requests.at(-1)?.body ?? {}
    expect(records).toHaveLength(50)
    expect(JSON.parse(records.at(-1) ?? '')).toMatchObject({ at: 2059 })
  })

  it('storage that is full makes room for a decision: that notices were shown gives way', async () => {
    const [device, ledger] = [fakeDevice(), fakeLedger()]
    ledger.mood = 'down'
    const shop = openShop(device, ledger)
    shop.ready()
    shop.shown()
    shop.decide('granted')
    const full = device.journal().length
    device.hasRoom = () => device.journal().length < full
    shop.decide('denied', { at: 5000 })
    const events = device
      .journal()
      .map((key) => /"event":"(\w+)"/.exec(device.storage.getItem(key) ?? '')?.[1])
    expect(events).toEqual(['decided', 'decided'])
    await shop.pass(10)
    expect(shop.proof.pending()).toBe(3)
  })
})

describe('several tabs (D5)', () => {
  it('a tab whose turn it is not waits ten seconds, then delivers all the same', async () => {
    const [device, ledger] = [fakeDevice(), fakeLedger()]
    ledger.mood = 'down'
    const first = openShop(device, ledger)
    first.ready()
    first.decide('granted')
    await first.pass(1)
    first.leave()
    ledger.mood = 'up'
    device.locked = true
    const asked = ledger.requests.length
    const next = openShop(device, ledger)
    await next.pass(9000)
    expect(ledger.requests).toHaveLength(asked)
    await next.pass(1001)
    expect(ledger.stored.size).toBe(1)
  })

  it.each([
    ['fresh decisions', (shop: ReturnType<typeof openShop>) => void shop.decide('granted')],
    [
      'a page that is left',
      (shop: ReturnType<typeof openShop>) => {
        shop.document.visibilityState = 'hidden'
        shop.window.dispatchEvent(new Event('pagehide'))
      },
    ],
  ])('%s wait for nobody’s turn', async (_what, act) => {
    const [device, ledger] = [fakeDevice(), fakeLedger()]
    ledger.mood = 'down'
    const shop = openShop(device, ledger)
    shop.ready()
    shop.decide('denied', { at: 1 })
    await settled()
    device.locked = true
    const asked = ledger.requests.length
    act(shop)
    expect(ledger.requests).toHaveLength(asked + 1)
  })

  it('locks that are denied or never answer hold up nothing', async () => {
    for (const alone of [
      () => Promise.reject(new Error('SecurityError')),
      () => new Promise<void>(() => {}),
    ]) {
      const [device, ledger] = [fakeDevice(), fakeLedger()]
      ledger.mood = 'down'
      const shop = openShop(device, ledger, {}, ({ platform }) => {
        platform.alone = alone
      })
      shop.ready()
      shop.decide('granted')
      ledger.mood = 'up'
      await shop.pass(60_000)
      expect(ledger.stored.size).toBe(1)
    }
  })

  it('that make one record of the same decision keep the receipt of whoever was first', async () => {
    const [device, ledger] = [fakeDevice(), fakeLedger()]
    const one = openShop(device, ledger)
    one.ready()
    one.decide('granted')
    await one.pass(10)
    const [id = ''] = ledger.stored.keys()
    // The other one has made it of the same note, in a chain of its own.
    for (const key of Object.keys(device.storage)) device.storage.removeItem(key)
    const two = openShop(device, ledger)
    two.ready()
    two.proof.record(
      two.store.get(),
      {
        input: { type: 'decide', choices: { analytics: 'granted' }, via: 'api', subject: true, at: 2000 },
        choices: { analytics: 'granted' },
        granted: [],
        denied: [],
        withdrawn: [],
      } as never,
      id,
    )
    await two.pass(10)
    expect(await two.proof.history()).toMatchObject([{ id, state: 'kept' }])
    expect(two.codes()).toEqual([])
    expect(device.journal()).toEqual([])
  })
})

describe('a clock that is wrong (A5)', () => {
  it.each([
    ['stands still', [5000, 5000, 5000]],
    ['goes back', [9_000_000, 5000, 1]],
    ['is far ahead', [4e15, 4e15 + 1, 4e15 + 2]],
  ])('that %s neither stalls the queue nor changes its order', async (_what, times) => {
    const [device, ledger] = [fakeDevice(), fakeLedger()]
    ledger.mood = 'down'
    const shop = openShop(device, ledger)
    shop.ready()
    for (const at of times) shop.decide('granted', { at })
    await shop.pass(10)
    ledger.mood = 'up'
    await shop.pass(60_000)
    expect([...ledger.stored.values()].map((text) => JSON.parse(text).n)).toEqual([0, 1, 2])
    expect(device.journal()).toEqual([])
  })
})

describe('the last resort (D1, D3)', () => {
  function opened(fetch: typeof globalThis.fetch) {
    const device = fakeDevice()
    const beacons: { readonly url: string; readonly body: string }[] = []
    const beacon = (url: string, body: string) => beacons.push({ url, body }) > 0
    const shop = openShop(device, null, {
      transports: [fetchTransport('/l', { fetch }), beaconTransport('/l', { beacon })],
    })
    shop.ready()
    return { device, shop, beacons }
  }
  const throws = () => {
    throw new Error('patched')
  }

  it('takes over while the page is left and fetch cannot, once; the record waits all the same', async () => {
    const { device, shop, beacons } = opened(throws)
    shop.decide('granted')
    await shop.pass(10)
    expect(beacons).toEqual([])
    shop.document.visibilityState = 'hidden'
    for (let i = 0; i < 3; i++) shop.window.dispatchEvent(new Event('pagehide'))
    await settled()
    expect(beacons).toMatchObject([{ url: '/l/v1/records' }])
    expect(JSON.parse(beacons[0]?.body ?? '')).toMatchObject({
      site: 'shop.example',
      records: [expect.any(String)],
    })
    expect([device.journal().length, shop.proof.pending()]).toEqual([1, 1])
  })

  it('is not asked while fetch can', async () => {
    const ledger = fakeLedger()
    const { shop, beacons } = opened(ledger.fetchFrom({ isGone: () => false }))
    shop.document.visibilityState = 'hidden'
    shop.decide('granted')
    shop.window.dispatchEvent(new Event('pagehide'))
    await settled()
    expect([ledger.stored.size, beacons]).toEqual([1, []])
  })

  it.each([
    ['wants to be left alone', { ok: false, retry: true, after: 5000 }],
    ['refuses them all', { ok: false, retry: false }],
    ['refuses one', { ok: true, results: [] }],
  ] as const)('is not asked where a ledger has the records and %s', async (_what, delivery) => {
    const beacon = vi.fn(() => true)
    const shop = openShop(fakeDevice(), null, {
      transports: [{ name: 'own', send: async () => delivery }, beaconTransport('/l', { beacon })],
    })
    shop.ready()
    shop.document.visibilityState = 'hidden'
    shop.decide('granted')
    await settled()
    expect(beacon).not.toHaveBeenCalled()
    expect(shop.problems).toEqual([{ code: 'C302', where: 'own' }])
  })

  it('alone is as good as no transport (C301)', () => {
    const shop = openShop(fakeDevice(), null, { transports: beaconTransport('/l') })
    expect(shop.codes()).toEqual(['C301'])
  })
})
