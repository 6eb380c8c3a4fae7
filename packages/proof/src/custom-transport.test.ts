import { describe, expect, it, vi } from 'vitest'
import { customTransport } from './custom-transport.ts'
import { fakeSending } from './fakes.ts'

const AGAIN = { ok: false, retry: true }

describe('customTransport', () => {
  it.each([true, false, undefined])('has the name it was given, and is a copy or not: %s', (copy) => {
    expect(customTransport('queue', { send: () => AGAIN as never, copy })).toMatchObject({
      name: 'queue',
      copy,
    })
  })

  it('hands on what it is given, at once', () => {
    const send = vi.fn(() => ({ ok: true as const, results: [] }))
    void customTransport('queue', { send }).send(['a'], fakeSending)
    expect(send.mock.calls).toEqual([[['a'], fakeSending]])
  })

  it.each<[said: unknown, delivery: object]>([
    [
      { ok: true, results: [null] },
      { ok: true, results: [null] },
    ],
    [{ ok: true }, AGAIN],
    [{ ok: true, results: {} }, AGAIN],
    [{ ok: 1, results: [] }, AGAIN],
    [{ ok: 'no', retry: false }, AGAIN],
    [{ ok: false }, AGAIN],
    [{ ok: false, retry: 0 }, AGAIN],
    [
      { ok: false, retry: false },
      { ok: false, retry: false },
    ],
    [
      { ok: false, retry: true, after: 1 },
      { ok: false, retry: true, after: 1 },
    ],
    [{ ok: false, retry: true, after: 0 }, AGAIN],
    [{ ok: false, retry: true, after: -1 }, AGAIN],
    [{ ok: false, retry: true, after: Number.NaN }, AGAIN],
    [{ ok: false, retry: true, after: '5' }, AGAIN],
    [{}, AGAIN],
    [undefined, AGAIN],
    [null, AGAIN],
    ['ok', AGAIN],
  ])('takes %j for what is known', async (said, delivery) => {
    const send = async () => said as never
    expect(await customTransport('queue', { send }).send([], fakeSending)).toEqual(delivery)
  })

  it.each([
    [
      'throws',
      () => {
        throw new Error('at once')
      },
    ],
    ['rejects', () => Promise.reject(new Error('later'))],
  ])('a function that %s is a try that failed', async (_what, send) => {
    expect(await customTransport('queue', { send }).send([], fakeSending)).toEqual(AGAIN)
  })

  it.each([
    ['', () => ({})],
    ['queue', null],
    ['queue', undefined],
    [7, () => ({})],
    [['queue'], () => ({})],
  ])('says what it expected instead of %j', (name, send) => {
    // @ts-expect-error what a developer without types may write
    expect(() => customTransport(name, { send })).toThrow(
      new TypeError(`[proof] customTransport: expected a name and a function, got ${name} and ${send}.`),
    )
  })
})
