import { digest } from '@latchkey/record'
import { parseRecord } from '@latchkey/record/schema'
import { describe, expect, it } from 'vitest'
import { consoleTransport } from './console-transport.ts'
import { pack } from './entry.ts'
import { fakeDevice, fakeEntry, fakeLedger, settled } from './fakes.ts'
import { noted, OPT_IN, OPT_OUT, openShop } from './shop.ts'

const kept = (ledger: ReturnType<typeof fakeLedger>) =>
  [...ledger.stored.values()].map((text) => {
    const read = parseRecord(text)
    if (!read.ok) throw new Error(read.problem)
    return read.record
  })

describe('a decision', () => {
  it('is in the ledger with what a record must say (LR-18, RE-1)', async () => {
    const [device, ledger] = [fakeDevice(), fakeLedger()]
    const shop = openShop(device, ledger)
    shop.ready()
    shop.decide('granted', { notice: 'the words', locale: 'en' })
    await settled()
    expect(kept(ledger)).toEqual([
      {
        v: 1,
        id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/),
        site: 'shop.example',
        subject: digest(device.storage.getItem('latchkey.subject') ?? ''),
        n: 0,
        previous: null,
        at: 2000,
        event: 'decided',
        choices: { analytics: 'granted', marketing: 'denied' },
        withdrawn: [],
        via: 'api',
        trusted: true,
        place: 'DE',
        placeBy: 'server',
        regime: 'eu',
        table: 'f'.repeat(64),
        gpc: null,
        policy: '2026-11',
        notice: digest('the words'),
        locale: 'en',
        ui: '1.0.0',
      },
    ])
  })

  it('goes with the secret of its subject, and the secret is in no record (D12, F4)', async () => {
    const [device, ledger] = [fakeDevice(), fakeLedger()]
    const shop = openShop(device, ledger)
    shop.ready()
    shop.decide('denied')
    await settled()
    const secret = device.storage.getItem('latchkey.subject') ?? ''
    expect(secret).toMatch(/^[0-9a-f]{32}$/)
    expect(ledger.requests[0]?.body.secret).toBe(secret)
    expect([...ledger.stored.values()].join()).not.toContain(secret)
  })

  it('that a synthetic press made is recorded as the refusal it is (PR-31)', async () => {
    const [device, ledger] = [fakeDevice(), fakeLedger()]
    const shop = openShop(device, ledger)
    shop.ready()
    shop.decide('granted', { via: 'banner', subject: false })
    await settled()
    expect(kept(ledger)).toMatchObject([
      { choices: { analytics: 'denied' }, trusted: false, via: 'banner', notice: null },
    ])
  })

  it('that comes to nothing leaves no record', async () => {
    const [device, ledger] = [fakeDevice(), fakeLedger()]
    const shop = openShop(device, ledger)
    shop.ready()
    shop.decide('granted', { choices: {} })
    await shop.pass(10_000)
    expect(ledger.requests).toEqual([])
  })

  it('says what was withdrawn (RE-1, RE-5)', async () => {
    const [device, ledger] = [fakeDevice(), fakeLedger()]
    const shop = openShop(device, ledger)
    shop.ready()
    shop.decide('granted')
    shop.decide('denied', { at: 3000, via: 'preferences' })
    await settled()
    expect(kept(ledger)).toMatchObject([{ withdrawn: [] }, { withdrawn: ['analytics'], via: 'preferences' }])
  })

  it('made before this code was there is recorded like any other', async () => {
    const [device, ledger] = [fakeDevice(), fakeLedger()]
    const late = openShop(device, ledger)
    for (const [state, change] of noted()) late.proof.record(state, change)
    await settled()
    expect(kept(ledger).map(({ event }) => event)).toEqual(['shown', 'decided'])
  })
})

it('a decision that two tabs find written down is one record (D5)', async () => {
  const [device, ledger] = [fakeDevice(), fakeLedger()]
  const id = crypto.randomUUID()
  const changes = noted()
  for (const tab of [openShop(device, ledger), openShop(device, ledger)])
    for (const [state, change] of changes) tab.proof.record(state, change, id)
  await settled()
  expect(kept(ledger).map(({ event }) => event)).toEqual(['shown', 'decided'])
  expect(kept(ledger)[1]?.id).toBe(id)
})

describe('the chain', () => {
  it('counts a subject’s records and names the bytes before, over pages', async () => {
    const [device, ledger] = [fakeDevice(), fakeLedger()]
    const first = openShop(device, ledger)
    first.ready()
    first.decide('granted')
    first.decide('denied', { at: 3000 })
    await settled()
    first.leave()
    const second = openShop(device, ledger)
    second.ready()
    second.decide('granted', { at: 4000 })
    await settled()
    const texts = [...ledger.stored.values()]
    expect(kept(ledger).map(({ n }) => n)).toEqual([0, 1, 2])
    expect(kept(ledger).map(({ previous }) => previous)).toEqual([
      null,
      digest(texts[0] ?? ''),
      digest(texts[1] ?? ''),
    ])
    expect(new Set(kept(ledger).map(({ subject }) => subject)).size).toBe(1)
  })

  it('goes on where another tab left it (D5)', async () => {
    const [device, ledger] = [fakeDevice(), fakeLedger()]
    const [one, two] = [openShop(device, ledger), openShop(device, ledger)]
    for (const shop of [one, two]) shop.ready()
    one.decide('granted')
    two.decide('denied', { at: 3000 })
    one.decide('granted', { at: 4000 })
    await settled()
    expect(kept(ledger).map(({ n }) => n)).toEqual([0, 1, 2])
  })

  it('forks where two tabs could not see each other, and loses nothing (D5)', async () => {
    const [device, ledger] = [fakeDevice(), fakeLedger()]
    const [one, two] = [openShop(device, ledger), openShop(device, ledger)]
    for (const shop of [one, two]) shop.ready()
    one.decide('denied')
    const before = { ...device.storage }
    one.decide('granted', { at: 3000 })
    Object.assign(device.storage, { 'latchkey.chain': before['latchkey.chain'] })
    two.decide('granted', { at: 3000 })
    await settled()
    expect(kept(ledger).map(({ n }) => n)).toEqual([0, 1, 1])
    expect(device.journal()).toEqual([])
  })

  it.each(['latchkey.subject', 'latchkey.chain'])(
    'starts afresh with a new subject when %s was cleared',
    async (key) => {
      const [device, ledger] = [fakeDevice(), fakeLedger()]
      const shop = openShop(device, ledger)
      shop.ready()
      shop.decide('granted')
      device.storage.removeItem(key)
      shop.decide('denied', { at: 3000 })
      await settled()
      expect(kept(ledger).map(({ n }) => n)).toEqual([0, 0])
      expect(new Set(kept(ledger).map(({ subject }) => subject)).size).toBe(2)
    },
  )
})

describe('before a decision', () => {
  it('nothing is stored and nothing is sent, whatever is shown (LR-1, BR-5)', async () => {
    const [device, ledger] = [fakeDevice(), fakeLedger()]
    const shop = openShop(device, ledger)
    shop.platform.database = () => {
      throw new Error('was opened')
    }
    shop.ready()
    shop.shown()
    await shop.pass(60_000)
    shop.window.dispatchEvent(new Event('pagehide'))
    await settled()
    expect(Object.keys(device.storage)).toEqual([])
    expect(device.rows.size).toBe(0)
    expect(ledger.requests).toEqual([])
    expect(shop.codes()).toEqual([])
  })

  it('what was shown waits, and goes out ahead of the decision in one request', async () => {
    const [device, ledger] = [fakeDevice(), fakeLedger()]
    const shop = openShop(device, ledger)
    shop.ready()
    shop.shown('the words')
    shop.shown('the words', 1600)
    shop.shown('other words', 1700)
    shop.decide('denied', { notice: 'other words' })
    await settled()
    expect(ledger.requests).toHaveLength(1)
    expect(kept(ledger)).toMatchObject([
      { event: 'shown', at: 1500, notice: digest('the words'), via: 'banner', trusted: false, choices: {} },
      { event: 'shown', at: 1700, notice: digest('other words') },
      { event: 'decided', at: 2000, notice: digest('other words') },
    ])
    expect(ledger.requests[0]?.body.notices).toEqual(['the words', 'other words'])
  })

  it('what was shown is recorded once', async () => {
    const [device, ledger] = [fakeDevice(), fakeLedger()]
    const shop = openShop(device, ledger)
    shop.ready()
    shop.shown()
    shop.decide('denied')
    shop.decide('granted', { at: 3000 })
    await settled()
    expect(kept(ledger).map(({ event }) => event)).toEqual(['shown', 'decided', 'decided'])
  })

  it('a notice goes to the ledger once a page', async () => {
    const [device, ledger] = [fakeDevice(), fakeLedger()]
    const shop = openShop(device, ledger)
    shop.ready()
    shop.decide('denied', { notice: 'the words' })
    await settled()
    shop.decide('granted', { notice: 'the words', at: 3000 })
    await settled()
    expect(ledger.requests.map(({ body }) => body.notices)).toEqual([['the words'], []])
  })

  it('a notice shown on another surface is shown again', async () => {
    const [device, ledger] = [fakeDevice(), fakeLedger()]
    const shop = openShop(device, ledger)
    shop.ready()
    shop.shown()
    shop.send({ type: 'shown', surface: 'preferences', notice: 'the words', locale: 'en', at: 1600 })
    shop.decide('denied')
    await settled()
    expect(kept(ledger).map(({ via }) => via)).toEqual(['banner', 'preferences', 'api'])
  })

  it('an element named like a prerendered page’s mark does not hold up anything', async () => {
    const [device, ledger] = [fakeDevice(), fakeLedger()]
    const shop = openShop(device, ledger, {}, ({ document }) => {
      Object.assign(document, { prerendering: { tagName: 'IMG' } })
    })
    shop.ready()
    shop.decide('denied')
    await settled()
    expect(ledger.stored.size).toBe(1)
  })

  it('a prerendered page says that nothing is written down, and does what waited once', async () => {
    const [device, ledger] = [fakeDevice(), fakeLedger()]
    const shop = openShop(device, ledger, {}, ({ document }) => {
      document.prerendering = true
    })
    expect(noted().map((change) => shop.proof.record(...change))).toEqual([false, false, false])
    shop.document.prerendering = false
    for (let i = 0; i < 2; i++) shop.window.dispatchEvent(new Event('prerenderingchange'))
    await shop.pass(10)
    expect(kept(ledger).map(({ event }) => event)).toEqual(['shown', 'decided'])
  })

  it('a prerendered page records and sends nothing until it is seen (A4, BR-7)', async () => {
    const [device, ledger] = [fakeDevice(), fakeLedger()]
    const shop = openShop(device, ledger, {}, ({ document }) => {
      document.prerendering = true
    })
    shop.ready(OPT_OUT, true)
    shop.decide('denied')
    shop.proof.warm()
    await shop.pass(60_000)
    expect([Object.keys(device.storage), ledger.requests, shop.proof.pending()]).toEqual([[], [], 0])
    shop.document.prerendering = false
    shop.window.dispatchEvent(new Event('prerenderingchange'))
    await shop.pass(10)
    expect(kept(ledger).map(({ event }) => event)).toEqual(['decided', 'signalled'])
  })
})

describe('an opt-out signal', () => {
  const events = async (ledger: ReturnType<typeof fakeLedger>) =>
    kept(ledger).map(({ event, gpc }) => [event, gpc])

  it('that takes effect is recorded once per change, not per page (PR-2, 11 CCR 7025(c))', async () => {
    const [device, ledger] = [fakeDevice(), fakeLedger()]
    for (const gpc of [true, true, null, false, false, true]) {
      const shop = openShop(device, ledger)
      shop.ready(OPT_OUT, gpc)
      shop.ready(OPT_OUT, gpc)
      await shop.pass(10)
      shop.leave()
    }
    expect(await events(ledger)).toEqual([
      ['signalled', true],
      ['signalled', false],
      ['signalled', true],
    ])
    expect(kept(ledger)[0]).toMatchObject({
      choices: { analytics: 'denied', marketing: 'denied' },
      via: 'signal',
      trusted: false,
      regime: 'us-ca',
    })
    expect(kept(ledger)[1]?.choices).toEqual({})
  })

  it.each([
    ['does not honour it', OPT_IN],
    ['honours it but has everything off anyway', { ...OPT_IN, honours: { gpc: 'all' as const } }],
  ])('makes no subject and no record where the regime %s (LR-1)', async (_what, regime) => {
    const [device, ledger] = [fakeDevice(), fakeLedger()]
    const shop = openShop(device, ledger)
    shop.ready(regime, true)
    await shop.pass(60_000)
    expect([Object.keys(device.storage), ledger.requests]).toEqual([[], []])
  })

  it('that overrides a stored grant is recorded (LR-46)', async () => {
    const [device, ledger] = [fakeDevice(), fakeLedger()]
    const regime = { ...OPT_IN, honours: { gpc: 'all' as const } }
    const shop = openShop(device, ledger)
    shop.ready(regime)
    shop.decide('granted')
    shop.send({
      type: 'ready',
      regime,
      signals: { gpc: true },
      snapshot: shop.store.get().snapshot,
      at: 5000,
    })
    await shop.pass(10)
    expect(kept(ledger)[1]).toMatchObject({ event: 'signalled', withdrawn: ['analytics'], gpc: true })
  })
})

describe('an opt-out signal is on record', () => {
  type Said = readonly [gpc: boolean | null, dnt: boolean | null]
  const regime = { ...OPT_OUT, honours: { gpc: 'all', dnt: 'all' } } as const

  function opened() {
    const [device, ledger] = [fakeDevice(), fakeLedger()]
    const open = () => {
      const shop = openShop(device, ledger)
      const say = ([gpc, dnt]: Said) =>
        shop.send({ type: 'ready', regime, signals: { gpc, dnt }, snapshot: null, at: 1000 })
      return { ...shop, say }
    }
    return { device, ledger, open }
  }

  it.each<[what: string, said: readonly Said[], events: number]>([
    ['by the other signal too', [[false, true]], 1],
    [
      'once, whichever says it',
      [
        [true, false],
        [false, true],
        [true, true],
      ],
      1,
    ],
    [
      'while one of them is on',
      [
        [true, null],
        [false, true],
      ],
      1,
    ],
    [
      'though the browser falls silent',
      [
        [null, true],
        [null, false],
        [null, null],
      ],
      1,
    ],
    [
      'until it says no',
      [
        [null, true],
        [false, false],
        [false, null],
      ],
      2,
    ],
    [
      'never, where it said no from the start',
      [
        [false, false],
        [false, null],
      ],
      0,
    ],
  ])('%s', async (_what, said, events) => {
    for (const samePage of [true, false]) {
      const { ledger, open } = opened()
      let shop = open()
      for (const signals of said) {
        if (!samePage) shop = open()
        shop.say(signals)
        await shop.pass(10)
      }
      expect(kept(ledger)).toHaveLength(events)
    }
  })

  it('in the device’s own notes, when the page is idle', async () => {
    const { device, open } = opened()
    const shop = open()
    shop.say([true, null])
    await settled()
    expect(Object.keys(device.storage)).toEqual([])
    await shop.pass(10)
    expect(device.storage.getItem('latchkey.signal')).toBe('1')
    shop.say([false, null])
    await shop.pass(10)
    expect(device.storage.getItem('latchkey.signal')).toBe(null)
  })

  it('once a page and change where nothing can be stored (D4)', async () => {
    const { device, ledger, open } = opened()
    device.storageIs = 'throws'
    const shop = open()
    for (const gpc of [true, true, false, false, true]) {
      shop.say([gpc, null])
      await shop.pass(10)
    }
    expect(kept(ledger).map(({ gpc }) => gpc)).toEqual([true, false, true])
  })
})

describe('a guest in the page (D4)', () => {
  it('cannot be changed from outside (C3)', () => {
    expect(Object.isFrozen(openShop(fakeDevice(), null).proof)).toBe(true)
  })

  it('lets a click be where even randomness fails, and says so once', async () => {
    const ledger = fakeLedger()
    const shop = openShop(fakeDevice(), ledger, {}, ({ platform }) => {
      platform.random = () => {
        throw new Error('QuotaExceededError')
      }
    })
    shop.ready(OPT_OUT, true)
    expect(noted().map((change) => shop.proof.record(...change))).toEqual([true, true, false])
    shop.decide('denied')
    await shop.pass(10)
    expect([ledger.requests, shop.problems]).toEqual([[], [{ code: 'C304', where: 'storage' }]])
  })

  it('writes ids and secrets in full, whatever the numbers', async () => {
    const [device, ledger] = [fakeDevice(), fakeLedger()]
    const shop = openShop(device, ledger, {}, ({ platform }) => {
      platform.random = (length) => new Uint8Array(length).fill(7)
    })
    shop.ready()
    shop.decide('denied')
    await settled()
    expect(device.storage.getItem('latchkey.subject')).toBe('07'.repeat(16))
    expect(kept(ledger)).toMatchObject([{ id: '07070707-0707-4707-a707-070707070707' }])
  })

  it('leaves no listener behind', () => {
    const listeners = new Set<string>()
    const shop = openShop(fakeDevice(), fakeLedger(), {}, ({ window }) => {
      const key = (type: string, capture: unknown) => `${type} ${capture === true}`
      window.addEventListener = (type, _listener, capture) => void listeners.add(key(type, capture))
      window.removeEventListener = (type, _listener, capture) => void listeners.delete(key(type, capture))
    })
    expect([...listeners].sort()).toEqual([
      'online true',
      'pagehide true',
      'pageshow true',
      'prerenderingchange true',
      'storage false',
      'visibilitychange true',
    ])
    shop.stop()
    expect([...listeners]).toEqual([])
  })

  it('delivers when it is told to, and when the page is hidden', async () => {
    for (const act of [
      ({ proof }: ReturnType<typeof openShop>) => proof.flush(),
      ({ window }: ReturnType<typeof openShop>) => window.dispatchEvent(new Event('pagehide')),
    ]) {
      const ledger = fakeLedger()
      ledger.mood = 'down'
      const shop = openShop(fakeDevice(), ledger)
      shop.ready()
      shop.decide('denied')
      await settled()
      ledger.mood = 'up'
      act(shop)
      await settled()
      expect(ledger.stored.size).toBe(1)
    }
  })
})

describe('what earlier pages left in the database alone', () => {
  async function left() {
    const [device, ledger] = [fakeDevice(), fakeLedger()]
    ledger.mood = 'down'
    const shop = openShop(device, ledger)
    shop.ready()
    shop.decide('denied')
    await shop.pass(1)
    shop.leave()
    for (const key of device.journal()) device.storage.removeItem(key)
    ledger.mood = 'up'
    return { device, ledger }
  }
  /** As in browsers that cannot list their databases. */
  const cannotSay: Parameters<typeof openShop>[3] = ({ platform }) => {
    platform.isDatabaseThere = () => Promise.reject(new TypeError('not a function'))
  }

  it('is delivered where the device has a subject', async () => {
    const { device, ledger } = await left()
    await openShop(device, ledger, {}, cannotSay).pass(10)
    expect(ledger.stored.size).toBe(1)
  })

  it('or something else that waits', async () => {
    const { device, ledger } = await left()
    device.storage.removeItem('latchkey.subject')
    device.storage['latchkey.outbox.r0'] = pack(fakeEntry(0))
    await openShop(device, ledger, {}, cannotSay).pass(10)
    expect(ledger.stored.size).toBe(2)
  })

  it('else with the next decision', async () => {
    const { device, ledger } = await left()
    device.storage.removeItem('latchkey.subject')
    const shop = openShop(device, ledger, {}, cannotSay)
    await shop.pass(10)
    expect(ledger.stored.size).toBe(0)
    shop.ready()
    shop.decide('granted', { at: 3000 })
    await shop.pass(10)
    expect(ledger.stored.size).toBe(2)
  })

  it('is read when a click is likely', async () => {
    const { device, ledger } = await left()
    device.storage.removeItem('latchkey.subject')
    const shop = openShop(device, ledger, {}, cannotSay)
    await shop.pass(10)
    shop.proof.warm()
    await shop.pass(10)
    expect(ledger.stored.size).toBe(1)
  })
})

it('a notice longer than a ledger takes is named in the record, stays here, and is said once (C303)', async () => {
  const [device, ledger] = [fakeDevice(), fakeLedger()]
  const shop = openShop(device, ledger)
  shop.ready()
  const notice = 'x'.repeat(40_000)
  for (const at of [2000, 3000]) shop.decide('denied', { notice, at })
  await settled()
  expect(kept(ledger)).toMatchObject([{ notice: digest(notice) }, { notice: digest(notice) }])
  expect(ledger.requests.flatMap(({ body }) => body.notices)).toEqual([])
  expect(shop.problems).toEqual([{ code: 'C303', where: 'notice' }])
})

describe('without a records address', () => {
  it('records stay on the device, and that is said once (C301)', async () => {
    const device = fakeDevice()
    const shop = openShop(device, null)
    shop.ready()
    shop.decide('granted', { notice: 'the words' })
    await shop.pass(10)
    expect(await shop.proof.history()).toMatchObject([{ state: 'local', choices: { analytics: 'granted' } }])
    shop.proof(shop.store)
    expect(shop.problems).toEqual([{ code: 'C301', where: 'proof' }])
    expect(device.journal()).toEqual([])
    expect(shop.proof.pending()).toBe(0)
    shop.leave()
    expect(await openShop(device, null).proof.history()).toMatchObject([{ state: 'local', event: 'decided' }])
  })

  it('a page left in the click’s task still has it in the next page’s history (D2)', async () => {
    const device = fakeDevice()
    const shop = openShop(device, null)
    shop.ready()
    shop.decide('granted')
    shop.leave()
    expect(device.rows.size).toBe(0)
    const next = openShop(device, null)
    await next.pass(10)
    expect(await next.proof.history()).toMatchObject([{ state: 'local', event: 'decided' }])
    expect(device.journal()).toEqual([])
  })

  it('a console gets copies and counts for nothing', async () => {
    const device = fakeDevice()
    const seen: string[] = []
    const copy = {
      ...consoleTransport(),
      send: async (texts: readonly string[]) => {
        seen.push(...texts)
        return { ok: true as const, results: [] }
      },
    }
    const shop = openShop(device, null, { transports: [copy, null, false] })
    shop.ready()
    shop.decide('granted')
    await shop.pass(10)
    expect(seen).toHaveLength(1)
    expect(await shop.proof.history()).toMatchObject([{ state: 'local' }])
    expect(shop.codes()).toEqual(['C301'])
  })
})

describe('history', () => {
  it('shows this device’s records, newest first, with their receipts (RE-7)', async () => {
    const [device, ledger] = [fakeDevice(), fakeLedger()]
    const shop = openShop(device, ledger)
    shop.ready()
    shop.decide('granted')
    await shop.pass(10)
    ledger.mood = 'down'
    shop.decide('denied', { at: 3000, via: 'preferences' })
    await shop.pass(10)
    const history = await shop.proof.history()
    expect(history).toMatchObject([
      { at: 3000, state: 'pending', via: 'preferences', receipt: undefined },
      { at: 2000, state: 'kept', choices: { analytics: 'granted', marketing: 'denied' } },
    ])
    const [, old] = history
    expect(old?.receipt?.record).toBe(old?.id)
    expect(old?.text).toBe(ledger.stored.get(old?.id ?? ''))
    expect(await shop.proof.receipt(old?.id ?? '')).toEqual(old?.receipt)
    expect(await shop.proof.receipt(history[0]?.id ?? '')).toBe(null)
    expect(await shop.proof.receipt('nonsense')).toBe(null)
  })

  it('keeps the 100 newest that are settled and all that are not, without the secret', async () => {
    const [device, ledger] = [fakeDevice(), fakeLedger()]
    const shop = openShop(device, ledger)
    shop.ready()
    for (let i = 0; i < 103; i++) shop.decide('granted', { at: 2000 + i })
    await shop.pass(10)
    ledger.mood = 'down'
    shop.decide('denied', { at: 1 })
    await shop.pass(10)
    const history = await shop.proof.history()
    expect(history).toHaveLength(101)
    expect(history[0]?.at).toBe(2102)
    expect(history[99]?.at).toBe(2003)
    expect(history[100]).toMatchObject({ at: 1, state: 'pending' })
    expect(device.rows.size).toBe(101)
    const secret = device.storage.getItem('latchkey.subject') ?? 'none'
    const rows = [...device.rows.values()] as [state: string, packed: string][]
    expect(rows.filter(([state, packed]) => state === 'kept' && packed.includes(secret))).toEqual([])
  })

  it('passes over rows that somebody else wrote', async () => {
    const device = fakeDevice()
    const own = '\n{"id":"x","n":0,"at":1,"choices":{}}\n'
    for (const row of [
      null,
      'x',
      ['kept'],
      ['kept', 7],
      ['kept', '\nnull\n'],
      ['kept', '\n{}\n'],
      ['kept', '\n{"id":"y"}\n'],
      ['kept', own.replace('x', '')],
      ['own', own],
      { kept: 1 },
    ])
      device.rows.set(String(device.rows.size), row)
    expect(await openShop(device, fakeLedger()).proof.history()).toEqual([])
  })
})
