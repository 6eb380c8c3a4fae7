import { afterEach, describe, expect, it, vi } from 'vitest'
import { addressOf, askForSubject, bodyOf } from './request.ts'

afterEach(() => vi.unstubAllGlobals())

it.each([
  ['/', '/v1/records'],
  ['/l', '/l/v1/records'],
  ['/l///', '/l/v1/records'],
  ['https://ledger.example', 'https://ledger.example/v1/records'],
  ['https://ledger.example//a/', 'https://ledger.example//a/v1/records'],
])('records go from %s to %s', (url, address) => {
  expect(addressOf('test', url)).toBe(address)
})

it.each([undefined, null, '', 7, Symbol('url')])('an address that is none is named: %s', (url) => {
  expect(() => addressOf('test', url)).toThrow(
    new TypeError(`[proof] test: expected a URL, got ${String(url)}.`),
  )
})

it('a body is what the contract says, in its order', () => {
  const sending = { site: 's', secret: 'k', notices: ['words'], leaving: true }
  expect(bodyOf(['{"v":1}'], sending)).toBe(
    '{"site":"s","secret":"k","records":["{\\"v\\":1}"],"notices":["words"]}',
  )
})

describe('askForSubject', () => {
  it.each([
    [{}, 'GET'],
    [{ method: 'DELETE' as const }, 'DELETE'],
  ])('asks with %j for the subject of a secret, which stands in no address (F4)', async (options, method) => {
    const fetch = vi.fn(async () => new Response('{}'))
    await askForSubject('/records/', 'key', { ...options, fetch })
    expect(fetch.mock.calls).toEqual([
      [
        '/records/v1/subject',
        {
          method,
          credentials: 'omit',
          headers: { authorization: 'Bearer key' },
          referrerPolicy: 'strict-origin',
        },
      ],
    ])
  })

  it('uses the page’s own fetch', async () => {
    const fetch = vi.fn(async () => new Response('{}'))
    vi.stubGlobal('fetch', fetch)
    await askForSubject('/l', 'key')
    expect(fetch).toHaveBeenCalledOnce()
  })

  it('says what it expected', () => {
    expect(() => askForSubject('', 'key')).toThrow('[proof] askForSubject: expected a URL, got .')
  })
})
