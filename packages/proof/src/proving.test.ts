import { describe, expect, it, vi } from 'vitest'
import type { Entry } from './entry.ts'
import { fakeDevice, fakeEntry, fakePage, settled } from './fakes.ts'
import { guardStorage } from './guarded-storage.ts'
import { proving } from './proving.ts'
import type { Transport } from './transport.ts'

const LEFT = 'latchkey.receipts'
/** An account that proves nothing. */
const EMPTY = { vkey: 'x', checkpoint: 'x', records: [] }

function opened(account: Transport['account'] = async () => EMPTY, stored: Record<string, string> = {}) {
  const device = fakeDevice()
  const page = fakePage(device)
  Object.assign(device.storage, { 'latchkey.subject': 'secret', ...stored })
  const unproven: Entry[] = [fakeEntry(0)]
  const asked: string[] = []
  const send = async () => ({ ok: true as const, results: [] })
  const counted: Transport['account'] = (secret) => {
    asked.push(secret)
    return account(secret)
  }
  const plan = (transports: readonly Transport[]) =>
    proving({
      transports,
      platform: page.platform,
      storage: guardStorage(
        () => device.storage,
        () => {},
      ),
      unproven: () => unproven,
      proven: () => {},
    })
  const transport = { name: 'own', send, account: counted }
  const prove = plan([{ name: 'other', send }, transport])
  return {
    device,
    page,
    plan,
    transport,
    prove,
    unproven,
    asked,
    left: () => device.storage.getItem(LEFT),
    /** Proves, and waits until that is over: what it imports comes when it likes. */
    async round() {
      const before = asked.length
      prove()
      await page.pass(1)
      await vi.waitFor(() => expect(asked.length).toBe(before + 1), { interval: 1 })
      await settled()
    },
  }
}

describe('asking for what makes receipts verifiable (RE-7)', () => {
  it('waits until the page is idle, and asks with the subject’s secret', async () => {
    const { asked, prove, round } = opened()
    prove()
    await settled()
    expect(asked).toEqual([])
    await round()
    expect(asked).toEqual(['secret'])
  })

  it('asks every transport that keeps a log', async () => {
    const { asked, page, plan, transport } = opened()
    plan([transport, transport])()
    await page.pass(1)
    await vi.waitFor(() => expect(asked).toHaveLength(2), { interval: 1 })
  })

  it('does not even wait for an idle moment where there is nobody to ask, or nothing to ask about', async () => {
    const { page, plan, prove, transport, unproven } = opened()
    plan([])()
    plan([{ name: 'other', send: transport.send }])()
    unproven.pop()
    prove()
    expect(page.longest()).toBe(0)
  })

  it.each<[what: string, change: (made: ReturnType<typeof opened>) => void]>([
    ['everything is proven meanwhile', ({ unproven }) => unproven.pop()],
    ['the subject is forgotten meanwhile', ({ device }) => device.storage.removeItem('latchkey.subject')],
    [
      'the page is left meanwhile',
      ({ page }) => {
        page.document.visibilityState = 'hidden'
      },
    ],
  ])('asks nobody and uses up no try when %s', async (_what, change) => {
    const made = opened()
    made.prove()
    change(made)
    await made.page.pass(10)
    expect([made.asked, made.left()]).toEqual([[], null])
  })

  it('asks five times a page at most', async () => {
    const { asked, page, prove, round } = opened()
    for (let i = 0; i < 5; i++) await round()
    prove()
    expect([asked.length, page.longest()]).toEqual([5, 0])
  })

  it('asks no more on a page where it failed', async () => {
    const { page, prove, round } = opened(() => Promise.reject(new Error('503')))
    await round()
    prove()
    expect(page.longest()).toBe(0)
  })

  it('asks again, once, for all receipts that come while it asks', async () => {
    let answer = () => {}
    const { asked, page, prove, round } = opened(
      () =>
        new Promise((resolve) => {
          answer = () => resolve(EMPTY)
        }),
    )
    await round()
    for (let i = 0; i < 3; i++) prove()
    expect(page.longest()).toBe(0)
    answer()
    await settled()
    await page.pass(1)
    await vi.waitFor(() => expect(asked).toHaveLength(2), { interval: 1 })
    answer()
    await settled()
    expect(page.longest()).toBe(0)
  })

  it.each([
    [null, '4'],
    ['4', '3'],
    ['2', '1'],
    ['1', null],
    ['99', '4'],
    ['nonsense', '4'],
  ])('counts down the tries that pages have left: %s, then %s', async (before, after) => {
    const { left, round } = opened(undefined, before === null ? {} : { [LEFT]: before })
    await round()
    expect(left()).toBe(after)
  })

  it('has used up a try when the page is left in the middle', async () => {
    const { left, round } = opened(() => new Promise(() => {}))
    await round()
    expect(left()).toBe('4')
  })

  it('leaves no count once nothing lacks its proof', async () => {
    const { left, round, unproven } = opened(async () => {
      unproven.pop()
      return EMPTY
    })
    await round()
    await vi.waitFor(() => expect(left()).toBe(null), { interval: 1 })
  })
})
