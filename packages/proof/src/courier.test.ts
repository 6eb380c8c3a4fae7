import { describe, expect, it } from 'vitest'
import { courier } from './courier.ts'
import type { Entry } from './entry.ts'
import { fakeDevice, fakeEntry, fakePage, idsOf, settled } from './fakes.ts'
import type { Delivery, RecordResult, Sending, Transport } from './transport.ts'

const DAY = 86_400_000
const LOST: Delivery = { ok: false, retry: true }
const REFUSED: Delivery = { ok: false, retry: false }
const receiptOf = (record: string) => ({ record, seq: 3, leaf: 'bGVhZg==', checkpoint: 'note' })
const kept = (id: string): RecordResult => ({ id, status: 'stored', receipt: receiptOf(id) })
const stored = (ids: readonly string[]): Delivery => ({ ok: true, results: ids.map(kept) })
const answering = (results: readonly unknown[]) => () => ({ ok: true, results }) as Delivery
const some = (length: number) => Array.from({ length }, (_, n) => fakeEntry(n))

interface Opened {
  readonly waiting: readonly Entry[]
  readonly answer: (ids: readonly string[], sending: Sending) => Delivery | Promise<Delivery>
  readonly copy?: boolean
  /** What chance says: from 0 to 1. */
  readonly chance?: number
}

/** A courier on a page with a clock, before a receiver that answers what the test says. */
function opened({ waiting, answer, copy = false, chance = 1 }: Opened) {
  const page = fakePage(fakeDevice())
  page.platform.chance = () => chance
  const log = {
    requests: [] as { readonly ids: readonly string[]; readonly sending: Sending }[],
    told: [] as unknown[][],
    failed: [] as unknown[][],
    turns: 0,
  }
  const transport: Transport = {
    name: 'own',
    copy,
    async send(records, sending) {
      const ids = records.map((text) => (JSON.parse(text) as { id: string }).id)
      log.requests.push({ ids, sending })
      return answer(ids, sending)
    },
  }
  const made = courier({
    transport,
    site: 'shop.example',
    platform: page.platform,
    inTurn(task) {
      log.turns++
      void task()
    },
    pending: () => waiting,
    settled: (...what) => void log.told.push(what),
    failed: (entries, unanswered) => void log.failed.push([idsOf(entries), unanswered]),
  })
  return { ...made, ...log, log, page, asked: () => log.requests.map(({ ids }) => ids) }
}

/** A receiver whose answer comes when the test says. */
function later() {
  const answers: ((delivery: Delivery) => void)[] = []
  return { answers, answer: () => new Promise<Delivery>((resolve) => answers.push(resolve)) }
}

describe('a request', () => {
  it.each([
    ['visible', false],
    ['hidden', true],
  ])(
    'says whose it is, which notices it names, and, on a %s page, whether that is left',
    async (is, leaving) => {
      const { page, requests, send } = opened({
        waiting: [fakeEntry(0, { notice: 'words' })],
        answer: stored,
      })
      page.document.visibilityState = is
      await send()
      expect(requests).toEqual([
        {
          ids: ['r0'],
          sending: {
            site: 'shop.example',
            secret: 'k',
            notices: ['words'],
            leaving,
            signal: expect.any(AbortSignal),
          },
        },
      ])
    },
  )

  it('is made for nothing neither', async () => {
    const { asked, send } = opened({ waiting: [], answer: stored })
    await send()
    expect(asked()).toEqual([])
  })

  it('follows on another until nothing is left (F1)', async () => {
    const { asked, send, told } = opened({ waiting: some(120), answer: stored })
    await send()
    expect(asked().map(({ length }) => length)).toEqual([50, 50, 20])
    expect(told).toHaveLength(120)
    await send()
    expect(asked()).toHaveLength(3)
  })

  it('never holds what is on its way in another', async () => {
    const waiting = [fakeEntry(0)]
    const { answers, answer } = later()
    const { asked, send } = opened({ waiting, answer })
    void send()
    void send()
    waiting.push(fakeEntry(1))
    void send(new Set(['r1']))
    expect(asked()).toEqual([['r0'], ['r1']])
    answers[0]?.(LOST)
    await settled()
    void send(new Set(['r1']))
    expect(asked().at(-1)).toEqual(['r0'])
  })

  it('is given up and told so after thirty seconds without an answer', async () => {
    const { asked, failed, page, requests, send } = opened({
      waiting: some(1),
      answer: () => new Promise(() => {}),
    })
    void send()
    await page.pass(29_999)
    expect([failed, requests[0]?.sending.signal.aborted]).toEqual([[], false])
    await page.pass(1)
    expect([failed, requests[0]?.sending.signal.aborted]).toEqual([[[['r0'], true]], true])
    await page.pass(2000)
    expect(asked()).toHaveLength(2)
  })

  it('that was answered is not called off', async () => {
    const { page, requests, send } = opened({ waiting: some(1), answer: stored })
    await send()
    expect(page.longest()).toBe(0)
    await page.pass(DAY)
    expect(requests[0]?.sending.signal.aborted).toBe(false)
  })

  it('takes a notice along until a record with it lies in the ledger', async () => {
    const notice = 'words'
    const waiting = [fakeEntry(0, { notice })]
    const answers = [answering([{ id: 'r0', status: 'rejected' }])(), stored(['r1']), stored(['r2'])]
    const { requests, send } = opened({ waiting, answer: () => answers.shift() ?? LOST })
    for (let n = 0; n < 3; n++) {
      waiting[n] = fakeEntry(n, { notice })
      await send()
    }
    expect(requests.map(({ sending }) => sending.notices)).toEqual([[notice], [notice], []])
  })
})

describe('an answer', () => {
  it.each<[what: string, result: unknown, expected: unknown[]]>([
    ['stored', kept('r0'), ['r0', receiptOf('r0'), 'stored']],
    ['a duplicate', { ...kept('r0'), status: 'duplicate' }, ['r0', receiptOf('r0'), 'duplicate']],
    ['a conflict', { id: 'r0', status: 'conflict' }, ['r0', null, 'conflict']],
    ['rejected', { id: 'r0', status: 'rejected', problem: 'at: no time' }, ['r0', null, 'at: no time']],
    ['rejected, whatever comes along', { ...kept('r0'), status: 'rejected' }, ['r0', null, 'rejected']],
    ['rejected without a name', { id: null, status: 'rejected' }, ['r0', null, 'rejected']],
  ])('that a record is %s settles it', async (_what, result, expected) => {
    const { failed, isDone, send, told } = opened({ waiting: some(1), answer: answering([result]) })
    expect(isDone('r0')).toBe(false)
    await send()
    expect([isDone('r0'), told, failed]).toEqual([true, [expected], []])
  })

  it.each<[what: string, result: unknown]>([
    ['without a receipt', { id: 'r0', status: 'stored' }],
    ['with another’s receipt', { ...kept('r0'), receipt: receiptOf('r1') }],
    ['with a place that is none', { ...kept('r0'), receipt: { ...receiptOf('r0'), seq: 1.5 } }],
    ['with a place in letters', { ...kept('r0'), receipt: { ...receiptOf('r0'), seq: '3' } }],
    ['with an empty checkpoint', { ...kept('r0'), receipt: { ...receiptOf('r0'), checkpoint: '' } }],
    ['with an unknown word', { ...kept('r0'), status: 'ok' }],
    ['of another', kept('r1')],
    ['that is null', null],
  ])('%s settles nothing; the record goes again (D1)', async (_what, result) => {
    const { asked, failed, isDone, page, send, told } = opened({
      waiting: some(1),
      answer: answering([result]),
    })
    await send()
    expect([isDone('r0'), told, failed]).toEqual([false, [], [[['r0'], false]]])
    await page.pass(2000)
    expect(asked()).toEqual([['r0'], ['r0']])
  })

  it('is read by ids, in whatever order, and by place only where the id could not be read', async () => {
    const result = (id: string | null, problem: string) => ({ id, status: 'rejected', problem })
    const { send, told } = opened({
      waiting: some(3),
      answer: answering([result('r2', 'last'), result(null, 'second'), result('r0', 'first')]),
    })
    await send()
    expect(told).toEqual([
      ['r0', null, 'first'],
      ['r1', null, 'second'],
      ['r2', null, 'last'],
    ])
  })

  it('about some leaves the others to the next try', async () => {
    const { asked, failed, page, send } = opened({
      waiting: some(3),
      answer: ([first = '', ...more]) => stored(more.length ? more : [first]),
    })
    await send()
    expect(failed).toEqual([[['r0'], false]])
    await page.pass(2000)
    expect(asked()).toEqual([['r0', 'r1', 'r2'], ['r0']])
  })

  it.each<[what: string, send: Transport['send']]>([
    [
      'throws',
      () => {
        throw new Error('at once')
      },
    ],
    ['rejects', () => Promise.reject(new Error('later'))],
    ['answers nothing', async () => undefined as never],
    ['has no results', async () => ({ ok: true }) as never],
    ['has something else for results', async () => ({ ok: true, results: { r0: 'stored' } }) as never],
  ])('of a transport that %s is a failed try', async (_what, broken) => {
    const { failed, send } = opened({ waiting: some(1), answer: (_ids, sending) => broken([], sending) })
    await send()
    expect(failed).toEqual([[['r0'], true]])
  })
})

describe('a copy', () => {
  it('is sent once, and nothing waits for it or hears of it', async () => {
    const { asked, isDone, send, told } = opened({ waiting: some(1), copy: true, answer: answering([]) })
    expect(isDone('r0')).toBe(true)
    await send()
    await send()
    expect([asked(), told]).toEqual([[['r0']], []])
  })

  it('that failed goes again', async () => {
    const { asked, failed, page, send } = opened({ waiting: some(1), copy: true, answer: () => LOST })
    await send()
    await page.pass(2000)
    expect([asked().length, failed.length]).toEqual([2, 2])
  })
})

describe('trying again (D6)', () => {
  it.each([
    [1, [2, 4, 8, 16, 32, 64, 128, 256, 300, 300]],
    [0.5, [1, 2, 4, 8, 16, 32, 64, 128, 150, 150]],
    [0, [0, 0, 0, 0, 0, 0, 0, 0, 0, 0]],
  ])(
    'waits twice as long after each failure, five minutes at most, times chance (%d)',
    async (chance, seconds) => {
      const { page, send } = opened({ waiting: some(1), chance, answer: () => LOST })
      const waits: number[] = []
      for (const _ of seconds) {
        await send()
        waits.push(page.longest() / 1000)
      }
      expect(waits).toEqual(seconds)
    },
  )

  it('eight times by itself, in turn with other tabs; sixteen at signs of life; for a new record always', async () => {
    const { again, asked, log, page, send } = opened({ waiting: some(1), answer: () => LOST })
    await send()
    await page.pass(DAY)
    expect([asked().length, log.turns]).toEqual([8, 7])
    for (let i = 0; i < 20; i++) await again()
    await page.pass(DAY)
    expect([asked().length, log.turns]).toEqual([16, 7])
    await send(new Set(['r0']))
    expect(asked()).toHaveLength(17)
  })

  it('begins anew after a success', async () => {
    const waiting = some(1)
    let up = false
    const { asked, page, send } = opened({ waiting, answer: (ids) => (up ? stored(ids) : LOST) })
    await send()
    await page.pass(DAY)
    up = true
    await send()
    up = false
    waiting.push(fakeEntry(1))
    await send()
    expect(page.longest()).toBe(2000)
    await page.pass(DAY)
    expect(asked()).toHaveLength(8 + 1 + 8)
  })

  it.each([
    [5000, 5000],
    [3_600_000, 3_600_000],
    [3_600_001, 3_600_000],
    [1500, 2000],
  ])('leaves a receiver alone that asks for it: %d ms', async (after, rest) => {
    const { asked, failed, page, send } = opened({ waiting: some(1), answer: () => ({ ...LOST, after }) })
    await send()
    expect(failed).toEqual([[['r0'], false]])
    void send(new Set(['r0']))
    await page.pass(rest - 1)
    expect(asked()).toHaveLength(1)
    await page.pass(1)
    expect(asked()).toHaveLength(2)
  })

  it.each<unknown>([0, -1, Number.NaN, 'soon', undefined])(
    'backs off as ever from a receiver that asks for %s',
    async (after) => {
      const answer = () => ({ ...LOST, after }) as Delivery
      const { asked, page, send } = opened({ waiting: some(1), answer })
      await send()
      await send(new Set(['r0']))
      expect(asked()).toHaveLength(2)
      await page.pass(3999)
      expect(asked()).toHaveLength(2)
      await page.pass(1)
      expect(asked()).toHaveLength(3)
    },
  )

  it('rests as long as it was asked to, whatever comes of another request meanwhile', async () => {
    const waiting = some(1)
    const { answers, answer } = later()
    const { asked, page, send } = opened({ waiting, answer })
    void send()
    waiting.push(fakeEntry(1))
    void send()
    answers[0]?.({ ...LOST, after: 60_000 })
    answers[1]?.(LOST)
    await page.pass(59_999)
    expect(asked()).toHaveLength(2)
    await page.pass(1)
    expect(asked()).toHaveLength(3)
  })

  it('a rest ends even where no more tries are left: then a sign of life tries', async () => {
    const { again, asked, page, send } = opened({
      waiting: some(1),
      answer: () => ({ ...LOST, after: 1000 }),
    })
    await send()
    await page.pass(DAY)
    expect(asked()).toHaveLength(8)
    await again()
    expect(asked()).toHaveLength(9)
  })

  it('while paused only new records go, and what waits once that is over', async () => {
    const waiting = some(1)
    const { again, asked, pause, send } = opened({ waiting, answer: stored })
    pause(true)
    await again()
    expect(asked()).toEqual([])
    waiting.push(...some(60).slice(1))
    await send(new Set(['r59']))
    expect(asked()).toHaveLength(1)
    expect(asked()[0]).toContain('r59')
    pause(false)
    await again()
    expect(asked()).toHaveLength(2)
  })
})

describe('a request that is refused as a whole', () => {
  it('is halved until it passes; then whole ones are tried again', async () => {
    const { asked, failed, send } = opened({
      waiting: some(10),
      answer: (ids) => (ids.length > 3 ? REFUSED : stored(ids)),
    })
    await send()
    expect(asked().map(({ length }) => length)).toEqual([10, 5, 2, 8, 4, 2, 6, 3, 3])
    expect(failed.every(([, unanswered]) => unanswered === false)).toBe(true)
  })

  it('for one record lets the others pass; the next page tries that one again', async () => {
    const { asked, isDone, send } = opened({
      waiting: some(2),
      answer: (ids) => (ids.includes('r0') ? REFUSED : stored(ids)),
    })
    await send()
    await send()
    expect(asked()).toEqual([['r0', 'r1'], ['r0'], ['r1']])
    expect([isDone('r0'), isDone('r1')]).toEqual([false, true])
  })

  it('eight times in a row is not made again before a sign of life', async () => {
    const { again, asked, page, send } = opened({ waiting: some(20), answer: () => REFUSED })
    await send()
    await page.pass(DAY)
    expect(asked().map(({ length }) => length)).toEqual([20, 10, 5, 2, 1, 1, 1, 1])
    await again()
    expect(asked()).toHaveLength(9)
  })
})
