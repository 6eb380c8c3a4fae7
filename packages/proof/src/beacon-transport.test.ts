import { afterEach, describe, expect, it, vi } from 'vitest'
import { beaconTransport } from './beacon-transport.ts'
import { fakeSending } from './fakes.ts'

afterEach(() => vi.unstubAllGlobals())

const AGAIN = { ok: false, retry: true }
const leaving = { ...fakeSending, leaving: true }
const BODY = '{"site":"s","secret":"k","records":["a"],"notices":[]}'

describe('beaconTransport', () => {
  it('is a last resort: it sends while the page is left, and that is no delivery (D1)', async () => {
    const beacon = vi.fn(() => true)
    const transport = beaconTransport('/l/', { beacon })
    expect(transport).toMatchObject({ name: 'beacon', lastResort: true })
    expect(await transport.send(['a'], fakeSending)).toEqual(AGAIN)
    expect(beacon).not.toHaveBeenCalled()
    expect(await transport.send(['a'], leaving)).toEqual(AGAIN)
    expect(beacon.mock.calls).toEqual([['/l/v1/records', BODY]])
  })

  it('uses the browser’s own, which wants to be called on its navigator', async () => {
    const sent: unknown[] = []
    const own = {
      sendBeacon(this: unknown, ...what: unknown[]) {
        if (this !== own) throw new TypeError('Illegal invocation')
        sent.push(what)
      },
    }
    vi.stubGlobal('navigator', own)
    await beaconTransport('/l').send(['a'], leaving)
    expect(sent).toEqual([['/l/v1/records', BODY]])
  })

  it.each([
    ['gone', {}],
    [
      'patched',
      {
        sendBeacon() {
          throw new Error('patched')
        },
      },
    ],
  ])('throws nothing where that is %s', async (_what, own) => {
    vi.stubGlobal('navigator', own)
    expect(await beaconTransport('/l').send(['a'], leaving)).toEqual(AGAIN)
  })

  it('says what it expected', () => {
    // @ts-expect-error what a developer without types may write
    expect(() => beaconTransport()).toThrow('[proof] beaconTransport: expected a URL, got undefined.')
  })
})
