import { describe, expect, it } from 'vitest'
import { type ReceiverMood, type TransportUnderTest, transportContract } from './transport-contract.ts'

type Made = ReturnType<TransportUnderTest['make']>
type Send = Made['transport']['send']

/** A transport that keeps the contract: every mistake below is made in it. */
function sound(
  mistake: (send: Send, inner: { texts: string[] }) => Partial<Made['transport']> = () => ({}),
): Made {
  const texts: string[] = []
  let [mood, refuses, given] = ['up' as ReceiverMood, '', 0]
  const send: Send = async (records) => {
    if (mood === 'down' || mood === 'broken') return { ok: false, retry: true }
    given += records.length
    const results = records.map((text) => {
      const id = /"id":"(\w+)"/.exec(text)?.[1] ?? null
      if (!id || (mood === 'refusing' && id === refuses)) return { id, status: 'rejected' }
      const known = texts.includes(text)
      if (!known) texts.push(text)
      const receipt = { record: id, seq: texts.indexOf(text), leaf: 'x', checkpoint: 'note' }
      return { id, status: known ? 'duplicate' : 'stored', receipt }
    })
    return mood === 'up' || mood === 'refusing' ? { ok: true, results } : { ok: false, retry: true }
  }
  return {
    transport: { name: 'acme', send, ...mistake(send, { texts }) },
    stored: () => texts,
    given: () => given,
    set(now, who = '') {
      mood = now
      refuses = who
    },
  }
}

async function missed(make: () => Made): Promise<readonly string[]> {
  const broken: string[] = []
  for (const { title, run } of transportContract({ make, patience: 30 })) {
    try {
      await run()
    } catch (error) {
      broken.push(`${title}: ${error}`)
    }
  }
  return broken
}

const told = (results: unknown) => ({ send: async () => ({ ok: true, results }) })
interface Answer {
  readonly ok: boolean
  readonly results?: readonly { id: string; status: string; receipt?: object }[]
}

describe('the transport contract', () => {
  it('holds for a transport that keeps it, a copy and a last resort', async () => {
    expect(await missed(() => sound())).toEqual([])
    expect(await missed(() => sound(() => ({ copy: true })))).toEqual([])
    const nothing = async () => ({ ok: false, retry: true })
    expect(await missed(() => sound(() => ({ lastResort: true, send: nothing })))).toEqual([])
  })

  it.each<[what: string, mistake: NonNullable<Parameters<typeof sound>[0]>, found: RegExp]>([
    ['has no name', () => ({ name: '' }), /has a name/],
    [
      'throws',
      () => ({
        send() {
          throw new Error('bug')
        },
      }),
      /it throws/,
    ],
    ['rejects', () => ({ send: () => Promise.reject(new Error('offline')) }), /it rejects/],
    ['gives no promise', () => ({ send: (() => ({ ok: true, results: [] })) as never }), /no promise/],
    ['never settles', () => ({ send: () => new Promise(() => {}) }), /never settles/],
    ['answers nothing', () => ({ send: async () => undefined }), /ok is undefined/],
    ['answers garbage', () => ({ send: async () => '<html>' }), /ok is undefined/],
    ['answers without results', () => told(undefined), /results is undefined/],
    ['says nothing of a next try', () => ({ send: async () => ({ ok: false }) }), /retry is undefined/],
    [
      'asks for a rest before now',
      () => ({ send: async () => ({ ok: false, retry: true, after: -1 }) }),
      /after is -1/,
    ],
    ['says stored without a receipt', () => told([{ id: 'a', status: 'stored' }]), /receipt of undefined/],
    [
      'gives everybody one receipt',
      (send) => ({
        async send(records, sending) {
          const { results = [], ok } = (await send(records, sending)) as Answer
          return {
            ok,
            retry: true,
            results: results.map((one) => ({ ...one, receipt: results[0]?.receipt })),
          }
        },
      }),
      /b has the receipt of a/,
    ],
    [
      'takes an unread answer for success',
      (send) => ({
        async send(records, sending) {
          await send(records, sending)
          const results = records.map((text) => {
            const id = /"id":"(\w+)"/.exec(text)?.[1]
            return { id, status: 'stored', receipt: { record: id, seq: 0, leaf: 'x', checkpoint: 'x' } }
          })
          return { ok: true, results }
        },
      }),
      /receiver is down: .*it says stored/,
    ],
    [
      'sends everything twice',
      (send) => ({
        async send(records, sending) {
          await send(records, sending)
          return send(records, sending)
        },
      }),
      /given 2 records for one/,
    ],
    [
      'turns the order round',
      (send) => ({ send: (records, sending) => send([...records].reverse(), sending) }),
      /byte for byte, in their order/,
    ],
    [
      'reads and writes records again',
      (send) => ({
        send: (records, sending) =>
          send(
            records.map((text) => (text === 'not JSON' ? text : JSON.stringify(JSON.parse(text), null, 1))),
            sending,
          ),
      }),
      /byte for byte/,
    ],
    [
      'loses characters that are not ASCII',
      (send) => ({
        send: (records, sending) =>
          send(
            records.map((text) => text.replace(/[^\x20-\x7e]/g, '?')),
            sending,
          ),
      }),
      /byte for byte/,
    ],
    [
      'sorts the list in place',
      (send) => ({
        async send(records, sending) {
          return send((records as string[]).sort(), sending)
        },
      }),
      /leaves the list of records as it is/,
    ],
    [
      'begins later',
      (send) => ({
        async send(records, sending) {
          await new Promise((resolve) => setTimeout(resolve, 5))
          return send(records, sending)
        },
      }),
      /nothing was on its way/,
    ],
    [
      'sends only the first',
      (send) => ({ send: (records, sending) => send(records.slice(0, 1), sending) }),
      /the receiver has/,
    ],
    [
      'takes a refusal of one for all',
      (send) => ({
        async send(records, sending) {
          const { results = [], ok } = (await send(records, sending)) as Answer
          const refused = results.some(({ status }) => status === 'rejected')
          return {
            ok,
            retry: true,
            results: refused ? results.map(({ id }) => ({ id, status: 'rejected' })) : results,
          }
        },
      }),
      /refused are a,b,c/,
    ],
    [
      'chokes on what is not JSON',
      (send) => ({
        async send(records, sending) {
          for (const text of records) JSON.parse(text)
          return send(records, sending)
        },
      }),
      /does not understand/,
    ],
  ])('finds out a transport that %s', async (_what, mistake, found) => {
    expect((await missed(() => sound(mistake))).join('\n')).toMatch(found)
  })
})
