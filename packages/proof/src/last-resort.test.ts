import { describe, expect, it } from 'vitest'
import { fakeEntry, settled } from './fakes.ts'
import { lastResort } from './last-resort.ts'
import type { Sending, Transport } from './transport.ts'

function opened(...transports: readonly Partial<Transport>[]) {
  const document = { visibilityState: 'hidden' }
  const sent: { readonly ids: readonly string[]; readonly sending: Sending }[] = []
  const save = lastResort({
    site: 'shop.example',
    platform: { document },
    transports: transports.map((more) => ({
      name: 'beacon',
      lastResort: true,
      async send(records, sending) {
        sent.push({ ids: records.map((text) => JSON.parse(text).id), sending })
        return { ok: false, retry: true }
      },
      ...more,
    })),
  })
  return { document, save, sent, ids: () => sent.map(({ ids }) => ids) }
}

describe('the last resort', () => {
  it('gets what is left over while the page is left, as any transport would', () => {
    const { save, sent } = opened({})
    save([fakeEntry(1, { notice: 'words' }), fakeEntry(0)])
    expect(sent).toEqual([
      {
        ids: ['r0', 'r1'],
        sending: {
          site: 'shop.example',
          secret: 'k',
          notices: ['words'],
          leaving: true,
          signal: expect.any(AbortSignal),
        },
      },
    ])
    expect(sent[0]?.sending.signal.aborted).toBe(false)
  })

  it('gets nothing while the page is seen', () => {
    const { document, ids, save } = opened({})
    document.visibilityState = 'visible'
    save([fakeEntry(0)])
    expect(ids()).toEqual([])
    document.visibilityState = 'hidden'
    save([fakeEntry(0)])
    expect(ids()).toEqual([['r0']])
  })

  it('gets each record once a page, and as many at once as fit into a request', () => {
    const { ids, save } = opened({})
    const many = Array.from({ length: 60 }, (_, n) => fakeEntry(n))
    for (let i = 0; i < 3; i++) save(many)
    expect(ids().map(({ length }) => length)).toEqual([50, 10])
    save([fakeEntry(0), fakeEntry(60)])
    expect(ids().at(-1)).toEqual(['r60'])
  })

  it('is every transport that says so, and no other', () => {
    const { ids, save } = opened({}, { lastResort: false }, {})
    save([fakeEntry(0)])
    expect(ids()).toEqual([['r0'], ['r0']])
    const none = opened({ lastResort: undefined })
    none.save([fakeEntry(0)])
    expect(none.ids()).toEqual([])
  })

  it.each([
    [
      'throws',
      () => {
        throw new Error('patched')
      },
    ],
    ['rejects', () => Promise.reject(new Error('patched'))],
  ])('that %s keeps no other from its turn, and nothing escapes (D4)', async (_what, send) => {
    const { ids, save } = opened({ send }, {})
    save([fakeEntry(0)])
    await settled()
    expect(ids()).toEqual([['r0']])
  })
})
