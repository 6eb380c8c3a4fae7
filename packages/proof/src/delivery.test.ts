import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fakeDevice, fakeLedger, type Health, type LedgerMood, settled } from './fakes.ts'
import { fetchTransport } from './fetch-transport.ts'
import { hasPending } from './pending.ts'
import { openShop } from './shop.ts'
import type { Delivery } from './transport.ts'

const DAY = 86_400_000

function decided(mood: LedgerMood = 'up') {
  const [device, ledger] = [fakeDevice(), fakeLedger()]
  ledger.mood = mood
  const shop = openShop(device, ledger)
  shop.ready()
  shop.decide('granted', { notice: 'the words' })
  return { device, ledger, shop }
}

describe('in the click’s own task (D2)', () => {
  it('the record stands in the journal and the request has started when the click returns', () => {
    const { device, ledger, shop } = decided()
    expect(device.journal()).toHaveLength(1)
    expect(ledger.requests).toHaveLength(1)
    expect(ledger.requests[0]?.init.keepalive).toBe(true)
    expect(shop.proof.pending()).toBe(1)
    expect(hasPending(device.storage)).toBe(true)
  })

  it('a page left at once, with neither network nor database answering, loses nothing', async () => {
    const { device, ledger, shop } = decided('hangs')
    shop.leave()
    await settled()
    expect(device.rows.size).toBe(0)
    ledger.mood = 'up'
    for (let i = 0; i < 2; i++) {
      const next = openShop(device, ledger)
      await next.pass(DAY)
      next.leave()
    }
    expect(ledger.stored.size).toBe(1)
    expect(ledger.requests).toHaveLength(2)
    expect(ledger.requests[1]?.body.notices).toEqual(['the words'])
    expect(hasPending(device.storage)).toBe(false)
  })

  it('the database is opened once the press is painted, since the journal is safe without', async () => {
    const { device, shop } = decided('down')
    await settled()
    expect([device.journal().length, device.rows.size]).toEqual([1, 0])
    await shop.pass(1)
    expect(device.rows.size).toBe(1)
  })

  it('where the journal takes nothing, the database is asked before the click returns', async () => {
    const [device, ledger] = [fakeDevice(), fakeLedger()]
    ledger.mood = 'down'
    device.storageIs = 'throws'
    const shop = openShop(device, ledger)
    shop.ready()
    shop.decide('granted', { notice: 'the words' })
    await settled()
    expect(device.rows.size).toBe(1)
  })

  it('a journal that the browser lost is made good from the database', async () => {
    const { device, ledger, shop } = decided('down')
    await shop.pass(1)
    shop.leave()
    for (const key of Object.keys(device.storage)) device.storage.removeItem(key)
    ledger.mood = 'up'
    const next = openShop(device, ledger)
    await next.pass(10)
    expect(ledger.stored.size).toBe(1)
    expect(ledger.requests.at(-1)?.body.secret).toBe(ledger.requests[0]?.body.secret)
  })
})

it('a new decision takes along what only the database remembers', async () => {
  const { device, ledger, shop } = decided('down')
  await shop.pass(1)
  shop.leave()
  for (const key of Object.keys(device.storage)) device.storage.removeItem(key)
  ledger.mood = 'up'
  const next = openShop(device, ledger)
  next.ready()
  await next.pass(10)
  next.decide('denied')
  await next.pass(10)
  expect(ledger.stored.size).toBe(2)
})

describe('nothing leaves the outbox before its receipt (D1)', () => {
  it.each<[what: string, mood: LedgerMood]>([
    ['the network is down', 'down'],
    ['the answer is lost', 'deaf'],
    ['the answer is not a ledger’s', 'garbled'],
    ['nobody answers', 'hangs'],
    ['the ledger is broken', { status: 500 }],
    ['the ledger is full', { status: 503, after: '5' }],
    ['there were too many', { status: 429, after: '5' }],
    ['the request took too long', { status: 408 }],
    ['the address is wrong', { status: 404 }],
    ['the secret is wrong', { status: 401 }],
    ['the request is too large', { status: 413 }],
    ['the answer is opaque', { status: 0 }],
  ])('when %s; later it is delivered exactly once', async (_what, mood) => {
    const { device, ledger, shop } = decided(mood)
    await shop.pass(DAY)
    expect(device.journal()).toHaveLength(1)
    expect(device.rows.size).toBe(1)
    expect(await shop.proof.history()).toMatchObject([{ state: 'pending' }])
    expect(shop.codes()).toEqual(['C302'])
    shop.leave()
    ledger.mood = 'up'
    const next = openShop(device, ledger)
    await next.pass(10)
    expect(ledger.stored.size).toBe(1)
    expect(device.journal()).toEqual([])
    expect(await next.proof.history()).toMatchObject([{ state: 'kept' }])
  })

  it.each([
    ['without a receipt', (id: string) => ({ id, status: 'stored' })],
    [
      'with another record’s receipt',
      (id: string) => ({ id, status: 'stored', receipt: { record: 'x', seq: 0, leaf: '', checkpoint: '' } }),
    ],
    [
      'with a receipt without a place in the log',
      (id: string) => ({ id, status: 'stored', receipt: { record: id, leaf: 'x', checkpoint: 'x' } }),
    ],
    [
      'with a receipt without a checkpoint',
      (id: string) => ({ id, status: 'stored', receipt: { record: id, seq: 0, leaf: 'x' } }),
    ],
    [
      'with a word that is not in the contract',
      (id: string) => ({ id, status: 'ok', receipt: { record: id, seq: 0, leaf: '', checkpoint: '' } }),
    ],
    [
      'about another record',
      (_id: string) => ({
        id: 'x',
        status: 'stored',
        receipt: { record: 'x', seq: 0, leaf: '', checkpoint: '' },
      }),
    ],
    ['of nothing', () => null],
  ])('an answer %s is none', async (_what, result) => {
    const device = fakeDevice()
    const transport = fetchTransport('/latchkey', {
      fetch: (async (_url: unknown, init: RequestInit) => {
        const [text] = JSON.parse(String(init.body)).records
        return { ok: true, status: 200, json: async () => ({ results: [result(JSON.parse(text).id)] }) }
      }) as unknown as typeof fetch,
    })
    const shop = openShop(device, null, { transports: transport })
    shop.ready()
    shop.decide('granted')
    await shop.pass(DAY)
    expect(device.journal()).toHaveLength(1)
  })

  it('and not before every one of several ledgers has it', async () => {
    const [device, one, two] = [fakeDevice(), fakeLedger(), fakeLedger()]
    two.mood = 'down'
    const page = { isGone: () => false }
    const shop = openShop(device, null, {
      transports: [
        fetchTransport('/one', { fetch: one.fetchFrom(page) }),
        fetchTransport('/two', { fetch: two.fetchFrom(page) }),
      ],
    })
    shop.ready()
    shop.decide('granted')
    await settled()
    expect([one.stored.size, device.journal().length]).toEqual([1, 1])
    two.mood = 'up'
    await shop.pass(60_000)
    expect([two.stored.size, device.journal().length, one.requests.length]).toEqual([1, 0, 1])
  })
})

describe('trying again (D6)', () => {
  it('gets through on the same page when the ledger comes back', async () => {
    const { ledger, shop } = decided('down')
    await shop.pass(3000)
    ledger.mood = 'up'
    await shop.pass(60_000)
    expect(ledger.stored.size).toBe(1)
    expect(shop.proof.pending()).toBe(0)
  })

  it('waits longer each time and gives up for the page after a bounded number of tries', async () => {
    const { ledger, shop } = decided('down')
    const waits: number[] = []
    for (let tries = 1; tries < 8; tries++) {
      await settled()
      waits.push(shop.longest())
      await shop.pass(shop.longest())
      expect(ledger.requests).toHaveLength(tries + 1)
    }
    expect(waits).toEqual([...waits].sort((a, b) => a - b))
    await shop.pass(DAY)
    expect(ledger.requests).toHaveLength(8)
    for (let i = 0; i < 50; i++) {
      shop.window.dispatchEvent(new Event('online'))
      await shop.pass(1000)
    }
    expect(ledger.requests.length).toBeLessThanOrEqual(16)
    shop.decide('denied', { at: 9000 })
    expect(ledger.requests.at(-1)?.body.records).toHaveLength(2)
  })

  it.each(['online', 'pageshow', 'visibilitychange'])('tries at once on %s', async (type) => {
    const { ledger, shop } = decided('down')
    await settled()
    ledger.mood = 'up'
    shop.window.dispatchEvent(new Event(type))
    await settled()
    expect(ledger.stored.size).toBe(1)
  })

  it.each<[header: string, rest: number]>([
    ['5', 5000],
    [new Date(1_795_000_000_000 + 90_000).toUTCString(), 90_000],
    ['99999999999', 3_600_000],
    ['-5', 0],
    ['soon', 0],
    [new Date(0).toUTCString(), 0],
  ])('obeys Retry-After: %s', async (header, rest) => {
    const { ledger, shop } = decided({ status: 503, after: header })
    await settled()
    ledger.mood = 'up'
    if (rest) {
      shop.decide('denied', { at: 3000 })
      shop.window.dispatchEvent(new Event('online'))
      await shop.pass(rest - 1)
      expect(ledger.requests).toHaveLength(1)
      await shop.pass(1)
      expect(ledger.stored.size).toBe(2)
    } else {
      await shop.pass(2000)
      expect(ledger.stored.size).toBe(1)
    }
  })

  it('makes requests smaller for a ledger that finds them too large', async () => {
    const { device, ledger, shop } = decided('down')
    for (let i = 0; i < 9; i++) shop.decide('denied', { at: 3000 + i })
    await settled()
    shop.leave()
    ledger.mood = 'up'
    ledger.most = 3
    await openShop(device, ledger).pass(DAY)
    expect(ledger.stored.size).toBe(10)
    expect(device.journal()).toEqual([])
  })

  it('a record that the ledger chokes on does not hold up the others', async () => {
    const { device, ledger, shop } = decided('down')
    for (let i = 0; i < 4; i++) shop.decide('denied', { at: 3000 + i })
    await settled()
    shop.leave()
    ledger.mood = 'up'
    const [poisoned = ''] = device.written
    ledger.chokesOn.add(poisoned)
    const next = openShop(device, ledger)
    await next.pass(DAY)
    expect(ledger.stored.size).toBe(4)
    expect(device.journal()).toEqual([`latchkey.outbox.${poisoned}`])
  })

  it('puts a record that is refused by name aside where it can be seen (C303)', async () => {
    const { device, ledger, shop } = decided('down')
    await settled()
    const [id = ''] = device.written
    ledger.refuses.add(id)
    ledger.mood = 'up'
    await shop.pass(60_000)
    expect(await shop.proof.history()).toMatchObject([{ id, state: 'refused' }])
    expect(shop.problems).toContainEqual({ code: 'C303', where: `record ${id}`, got: 'no' })
    expect([device.journal(), shop.proof.pending()]).toEqual([[], 0])
    shop.leave()
    const asked = ledger.requests.length
    const next = openShop(device, ledger)
    await next.pass(DAY)
    expect(ledger.requests).toHaveLength(asked)
    expect(await next.proof.history()).toMatchObject([{ id, state: 'refused' }])
  })

  it('takes a refusal without an id for the record at its place', async () => {
    const device = fakeDevice()
    const transport = fetchTransport('/latchkey', {
      fetch: (async () => ({
        ok: true,
        status: 200,
        json: async () => ({
          results: [{ id: null, status: 'rejected', problem: 'site: expected one line' }],
        }),
      })) as unknown as typeof fetch,
    })
    const shop = openShop(device, null, { transports: transport })
    shop.ready()
    shop.decide('granted')
    await shop.pass(10)
    expect(await shop.proof.history()).toMatchObject([{ state: 'refused' }])
    expect(device.journal()).toEqual([])
  })

  it('keeps a refused record in the journal while the database does not work', async () => {
    const { device, ledger, shop } = decided('down')
    device.databaseIs = 'throws'
    ledger.refuses.add(device.written[0] ?? '')
    ledger.mood = 'up'
    await shop.pass(60_000)
    expect(device.journal()).toHaveLength(1)
  })

  it('stops with the extension', async () => {
    const { ledger, shop } = decided('down')
    await settled()
    shop.stop()
    await shop.pass(DAY)
    shop.window.dispatchEvent(new Event('online'))
    shop.decide('denied', { at: 9000 })
    await settled()
    expect(ledger.requests).toHaveLength(1)
  })
})

it('an extension that is joined again goes on (React mounts twice)', async () => {
  const { ledger, shop } = decided('down')
  await settled()
  shop.stop()
  await shop.pass(5000)
  ledger.mood = 'up'
  shop.proof(shop.store)
  await shop.pass(10)
  expect(ledger.stored.size).toBe(1)
})

describe('two tabs (D5)', () => {
  it('that both deliver what one of them left make one record', async () => {
    const { device, ledger, shop } = decided('down')
    shop.leave()
    ledger.mood = 'up'
    const tabs = [openShop(device, ledger), openShop(device, ledger)]
    await Promise.all(tabs.map((tab) => tab.pass(DAY)))
    expect(ledger.stored.size).toBe(1)
    for (const tab of tabs) expect(await tab.proof.history()).toMatchObject([{ state: 'kept' }])
    expect(device.journal()).toEqual([])
  })

  it('hear from the database what the other one has delivered', async () => {
    const { device, ledger, shop } = decided('down')
    await settled()
    const other = openShop(device, ledger)
    ledger.mood = 'up'
    await other.pass(10)
    expect(await shop.proof.history()).toMatchObject([{ state: 'kept' }])
    expect(shop.proof.pending()).toBe(0)
  })
})

describe('storage that fails (D4)', () => {
  const HEALTH: readonly Health[] = ['ok', 'throws', 'hangs']
  it.each(HEALTH.flatMap((storage) => HEALTH.map((database) => [storage, database] as const)))(
    'journal %s, database %s: the decision is delivered, history answers, one warning at most',
    async (storage, database) => {
      const [device, ledger] = [fakeDevice(), fakeLedger()]
      device.storageIs = storage
      device.databaseIs = database
      const shop = openShop(device, ledger)
      shop.ready()
      shop.decide('granted')
      shop.decide('denied', { at: 3000 })
      await shop.pass(10_000)
      expect([...ledger.stored.values()].map((text) => JSON.parse(text).n)).toEqual([0, 1])
      const history = shop.proof.history()
      await shop.pass(10_000)
      expect(await history).toMatchObject([{ state: 'kept' }, { state: 'kept' }])
      expect(shop.codes()).toEqual(storage === 'ok' && database === 'ok' ? [] : ['C304'])
    },
  )

  it('counts on in memory when the journal is full from now on', async () => {
    const { device, ledger, shop } = decided()
    device.storageIs = 'throws'
    shop.decide('denied', { at: 3000 })
    shop.decide('granted', { at: 4000 })
    await settled()
    expect([...ledger.stored.values()].map((text) => JSON.parse(text).n)).toEqual([0, 1, 2])
  })

  it('does not wait for a database that hangs to deliver what the journal holds', async () => {
    const { device, ledger, shop } = decided('down')
    shop.leave()
    ledger.mood = 'up'
    device.databaseIs = 'hangs'
    await openShop(device, ledger).pass(10)
    expect(ledger.stored.size).toBe(1)
  })

  it('a database that never answers is asked twice a page, then no more', async () => {
    const device = fakeDevice()
    let asked = 0
    const never = () => {
      asked++
      return new Promise<never>(() => {})
    }
    const shop = openShop(device, fakeLedger(), {}, ({ platform }) => {
      platform.database = () => ({ all: never, put: never, add: never, remove: never })
    })
    shop.proof.warm()
    await shop.pass(10_000)
    await shop.proof.history()
    await shop.proof.history()
    expect(asked).toBe(2)
  })

  it('an unreadable journal entry is put away and said', async () => {
    const device = fakeDevice()
    device.storage['latchkey.outbox.x'] = 'nonsense'
    const shop = openShop(device, fakeLedger())
    await shop.pass(10)
    expect(device.journal()).toEqual([])
    expect(shop.problems).toEqual([{ code: 'C303', where: 'latchkey.outbox.x', got: 'unreadable' }])
  })

  it('a transport that breaks its promise is a failed try', async () => {
    for (const send of [
      () => {
        throw new Error('at once')
      },
      () => Promise.reject(new Error('later')),
      async () => undefined as unknown as Delivery,
      async () => ({ ok: true }) as unknown as Delivery,
    ]) {
      const device = fakeDevice()
      const shop = openShop(device, null, { transports: { name: 'own', send } })
      shop.ready()
      shop.decide('granted')
      await shop.pass(10)
      expect(shop.codes()).toEqual(['C302'])
      expect(device.journal()).toHaveLength(1)
    }
  })
})

describe('whatever happens', () => {
  const moods = fc.constantFrom<LedgerMood>(
    'up',
    'down',
    'deaf',
    'garbled',
    'hangs',
    { status: 503, after: '2' },
    { status: 413 },
    { status: 404 },
  )
  const steps = fc.oneof(
    { weight: 4, arbitrary: fc.record({ do: fc.constant('decide' as const), tab: fc.nat(1) }) },
    {
      weight: 3,
      arbitrary: fc.record({
        do: fc.constant('pass' as const),
        tab: fc.nat(1),
        ms: fc.constantFrom(1, 50, 1500, 5000, 40_000),
      }),
    },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('leave' as const), tab: fc.nat(1) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('wake' as const), tab: fc.nat(1) }) },
    {
      weight: 3,
      arbitrary: fc.record({
        do: fc.constant('ledger' as const),
        mood: moods,
        most: fc.constantFrom(1, 3, 50),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        do: fc.constant('database' as const),
        is: fc.constantFrom<Health>('ok', 'throws', 'hangs'),
      }),
    },
  )

  it('every decision is in the ledger exactly once in the end, and none left the journal before its receipt', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(steps, { maxLength: 40 }), async (walk) => {
        const [device, ledger] = [fakeDevice(), fakeLedger()]
        const open = () => {
          const shop = openShop(device, ledger)
          shop.ready()
          return shop
        }
        const tabs = [open(), open()] as [ReturnType<typeof open>, ReturnType<typeof open>]
        let at = 2000
        for (const step of walk) {
          if (step.do === 'ledger') {
            ledger.mood = step.mood
            ledger.most = step.most
          } else if (step.do === 'database') device.databaseIs = step.is
          else {
            const tab = tabs[step.tab as 0 | 1]
            if (step.do === 'decide')
              tab.decide(at % 2 ? 'denied' : 'granted', { at: at++, notice: `words ${at % 3}` })
            else if (step.do === 'pass') await tab.pass(step.ms)
            else if (step.do === 'wake') tab.window.dispatchEvent(new Event('online'))
            else {
              tab.leave()
              tabs[step.tab as 0 | 1] = open()
            }
          }
          const waiting = new Set(device.journal())
          for (const id of device.written)
            expect(waiting.has(`latchkey.outbox.${id}`) || ledger.receipted.has(id)).toBe(true)
        }
        for (const tab of tabs) tab.leave()
        Object.assign(ledger, { mood: 'up', most: 50 })
        device.databaseIs = 'ok'
        const last = open()
        await last.pass(DAY)
        expect([...ledger.stored.keys()].sort()).toEqual([...new Set(device.written)].sort())
        expect(device.journal()).toEqual([])
        expect(last.proof.pending()).toBe(0)
        expect([...device.rows.values()].filter((row) => (row as unknown[])[0] === 'pending')).toEqual([])
      }),
      { numRuns: 150 },
    )
  })
})
