import { afterEach, describe, expect, it, vi } from 'vitest'
import { fakeSending as sending } from './fakes.ts'
import { fetchTransport } from './fetch-transport.ts'

afterEach(() => vi.unstubAllGlobals())

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

  it('fills those 60 kB to the byte, and counts no others', async () => {
    const { calls, fetch } = recorder(() => new Promise(() => {}))
    const transport = fetchTransport('/l', { fetch })
    const bare = JSON.stringify({ site: 's', secret: 'k', records: [''], notices: [] }).length
    void transport.send(['x'.repeat(30_000 - bare)], sending)
    void transport.send(['x'.repeat(30_001 - bare)], sending)
    void transport.send(['x'.repeat(30_000 - bare)], sending)
    void transport.send([], sending)
    expect(calls.map(({ init }) => init.keepalive)).toEqual([true, false, true, false])
  })

  it('has no more room when one without keepalive comes back', async () => {
    const answers: ((response: Response) => void)[] = []
    const { calls, fetch } = recorder(() => new Promise((resolve) => answers.push(resolve)))
    const transport = fetchTransport('/l', { fetch })
    void transport.send(['x'.repeat(40_000)], sending)
    const second = transport.send(['x'.repeat(40_000)], sending)
    answers[1]?.(new Response('{"results":[]}'))
    await second
    void transport.send(['x'.repeat(40_000)], sending)
    expect(calls.map(({ init }) => init.keepalive)).toEqual([true, false, false])
  })

  it.each([
    ['answers nonsense', async () => new Response('<p>')],
    ['fails', () => Promise.reject(new TypeError('Failed'))],
  ])('has its room again after a request that %s', async (_what, answer) => {
    const { calls, fetch } = recorder(answer)
    const transport = fetchTransport('/l', { fetch })
    for (let i = 0; i < 2; i++) await transport.send(['x'.repeat(40_000)], sending)
    expect(calls.map(({ init }) => init.keepalive)).toEqual([true, true])
  })

  it('starts nothing that would be cut off while the page is left, so that a beacon may do better', async () => {
    const { calls, fetch } = recorder(async () => new Response('{"results":[]}'))
    const transport = fetchTransport('/l', { fetch })
    const leaving = { ...sending, leaving: true }
    expect(await transport.send(['x'.repeat(60_000)], leaving)).toEqual({ ok: false, retry: true })
    expect(calls).toEqual([])
    expect(await transport.send(['x'], leaving)).toEqual({ ok: true, results: [] })
  })

  it('shows every readable answer to whoever wants to hear, and no other', async () => {
    const answered = vi.fn()
    const answers = [
      new Response('{"results":[],"more":1}'),
      new Response('[]'),
      new Response('{}', { status: 500 }),
    ]
    const { fetch } = recorder(async () => answers.shift() ?? Response.error())
    const transport = fetchTransport('/l', { fetch, answered })
    for (let i = 0; i < 4; i++) await transport.send([], sending)
    expect(answered.mock.calls).toEqual([[{ results: [], more: 1 }], [[]]])
  })

  it('uses the page’s own fetch and clock, as they are when it sends', async () => {
    const transport = fetchTransport('/l')
    const date = new Date(Date.now() + 3_600_000).toUTCString()
    const { calls, fetch } = recorder(
      async () => new Response('', { status: 503, headers: { 'retry-after': date } }),
    )
    vi.stubGlobal('fetch', fetch)
    const { after } = (await transport.send([], sending)) as { after: number }
    expect(after).toBeGreaterThan(3_500_000)
    expect(after).toBeLessThanOrEqual(3_600_000)
    expect(calls).toHaveLength(1)
  })

  it('fetches the ledger’s account of a subject, with the secret in no address', async () => {
    const { calls, fetch } = recorder(async () => new Response('{"records":[]}'))
    expect(await fetchTransport('/l/', { fetch }).account?.('key')).toEqual({ records: [] })
    expect(calls).toMatchObject([
      { url: '/l/v1/subject', init: { method: 'GET', headers: { authorization: 'Bearer key' } } },
    ])
  })

  it.each<[what: string, answer: () => Promise<Response>, delivery: object]>([
    ['404', async () => new Response('', { status: 404 }), { ok: false, retry: false }],
    ['413', async () => new Response('', { status: 413 }), { ok: false, retry: false }],
    ['400', async () => new Response('', { status: 400 }), { ok: false, retry: false }],
    ['499', async () => new Response('', { status: 499 }), { ok: false, retry: false }],
    ['500', async () => new Response('', { status: 500 }), { ok: false, retry: true }],
    ['304', async () => new Response(null, { status: 304 }), { ok: false, retry: true }],
    ['425', async () => new Response('', { status: 425 }), { ok: false, retry: true }],
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
