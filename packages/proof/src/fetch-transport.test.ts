import { describe, expect, it } from 'vitest'
import { fetchTransport } from './fetch-transport.ts'
import type { Sending } from './transport.ts'

const sending: Sending = {
  site: 's',
  secret: 'k',
  notices: [],
  leaving: false,
  signal: new AbortController().signal,
}

function recorder(answer: () => Promise<Response>) {
  const calls: { url: string; init: RequestInit }[] = []
  const fetch = (async (url: string, init: RequestInit) => {
    calls.push({ url, init })
    return answer()
  }) as typeof globalThis.fetch
  return { calls, fetch }
}

describe('fetchTransport', () => {
  it('makes a CORS-simple request that may outlive the page, without cookies (D3, F6)', async () => {
    const { calls, fetch } = recorder(async () => new Response('{"results":[]}'))
    const delivery = await fetchTransport('https://ledger.example/base/', { fetch }).send(['{"v":1}'], {
      ...sending,
      notices: ['words'],
    })
    expect(delivery).toEqual({ ok: true, results: [] })
    expect(calls).toEqual([
      {
        url: 'https://ledger.example/base/v1/records',
        init: {
          method: 'POST',
          body: '{"site":"s","secret":"k","records":["{\\"v\\":1}"],"notices":["words"]}',
          keepalive: true,
          credentials: 'omit',
          headers: { 'content-type': 'text/plain;charset=UTF-8' },
          referrerPolicy: 'strict-origin',
          signal: sending.signal,
        },
      },
    ])
  })

  it('keeps all keepalive requests in flight below 60 kB together (D3, BR-5)', async () => {
    const answers: ((response: Response) => void)[] = []
    const { calls, fetch } = recorder(() => new Promise((resolve) => answers.push(resolve)))
    const transport = fetchTransport('/l', { fetch })
    const first = transport.send(['x'.repeat(40_000)], sending)
    void transport.send(['ü'.repeat(12_000)], sending)
    expect(calls.map(({ init }) => init.keepalive)).toEqual([true, false])
    answers[0]?.(new Response('{"results":[]}'))
    await first
    void transport.send(['ü'.repeat(12_000)], sending)
    expect(calls[2]?.init.keepalive).toBe(true)
  })

  it.each<[what: string, answer: () => Promise<Response>, delivery: object]>([
    ['404', async () => new Response('', { status: 404 }), { ok: false, retry: false }],
    ['413', async () => new Response('', { status: 413 }), { ok: false, retry: false }],
    ['408', async () => new Response('', { status: 408 }), { ok: false, retry: true }],
    [
      '429 with seconds',
      async () => new Response('', { status: 429, headers: { 'retry-after': '7' } }),
      { ok: false, retry: true, after: 7000 },
    ],
    [
      '503 with a date',
      async () =>
        new Response('', { status: 503, headers: { 'retry-after': 'Thu, 01 Jan 1970 00:01:00 GMT' } }),
      { ok: false, retry: true, after: 55_000 },
    ],
    ['an opaque answer', async () => Response.error(), { ok: false, retry: true }],
    ['HTML', async () => new Response('<p>Welcome</p>'), { ok: false, retry: true }],
    ['a list', async () => new Response('[]'), { ok: false, retry: true }],
    ['null', async () => new Response('null'), { ok: false, retry: true }],
    ['no connection', async () => Promise.reject(new TypeError('Failed')), { ok: false, retry: true }],
    [
      'a fetch that throws',
      () => {
        throw new Error('patched')
      },
      { ok: false, retry: true },
    ],
  ])('takes %s for what it is (D1, D6)', async (_what, answer, delivery) => {
    const { fetch } = recorder(answer)
    expect(await fetchTransport('/l', { fetch, now: () => 5000 }).send([], sending)).toEqual(delivery)
  })

  it.each([undefined, '', null, 7])('says what it expected instead of %s', (url) => {
    // @ts-expect-error what a developer without types may write
    expect(() => fetchTransport(url)).toThrow(`[proof] fetchTransport: expected a URL, got ${url}.`)
  })
})
