import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { makeToken, type TokenOrder } from '../access/tokens.ts'
import { folder, ledgerIn, NOTICE, post, recordOf, secretOf, sha256Hex, TOKEN } from '../ledger.example.ts'
import { sqliteStore } from '../store/sqlite-store.ts'
import type { LogStore } from '../store/store.ts'
import { registeredAs } from './registered.ts'

const secret = secretOf('shopper')

async function withTokens(orders: readonly TokenOrder[]) {
  const path = folder()
  const store = sqliteStore(join(path, 'ledger.db'))
  const tokens = await store.transact((writer) =>
    Promise.all(orders.map((order) => makeToken(writer, order, 0))),
  )
  await store.close()
  const setting = await ledgerIn(path)
  const put = (
    text: string | Uint8Array,
    {
      token = TOKEN,
      digest = sha256Hex(text),
      headers = {},
      sites = [] as readonly string[],
      under = {} as Record<string, string>,
    } = {},
  ) =>
    setting.ledger.fetch(
      new Request(
        `http://ledger.test/v1/documents/${digest}?${new URLSearchParams([...Object.entries(under), ...sites.map((site) => ['site', site])])}`,
        {
          method: 'PUT',
          headers: { authorization: `Bearer ${token}`, ...headers },
          body: typeof text === 'string' ? text : Uint8Array.from(text),
        },
      ),
    )
  return { ...setting, put, tokens }
}

describe('documents', () => {
  test('are kept under their digest, once, and read as they came', async () => {
    const { put, get } = await withTokens([])
    const text = '{"§":"Ein\tText\n"}'
    expect((await put(text)).status).toBe(201)
    const again = await put(text)
    expect([again.status, await again.json()]).toEqual([
      200,
      { digest: sha256Hex(text), status: 'duplicate' },
    ])
    const found = await get(`/v1/documents/${sha256Hex(text)}`, TOKEN)
    expect(await found.text()).toBe(text)
    // Text is text: nothing in it runs, whatever it is opened with (H1).
    expect(found.headers.get('content-type')).toBe('text/plain; charset=utf-8')
    expect(found.headers.get('content-disposition')).toBe('attachment')
    expect(found.headers.get('content-security-policy')).toContain('sandbox')
  })

  test('that are registered outlive the records that name them', async () => {
    const { put, get, post, ledger } = await withTokens([])
    expect((await put(NOTICE)).status).toBe(201)
    await post(secret, [recordOf(secret)])
    await ledger.fetch(
      new Request('http://ledger.test/v1/subject', {
        method: 'DELETE',
        headers: { authorization: `Bearer ${secret}` },
      }),
    )
    expect((await get(`/v1/documents/${sha256Hex(NOTICE)}`, TOKEN)).status).toBe(200)
  })

  test.each([
    ['another digest', 'text', { digest: sha256Hex('other') }, 400],
    ['bytes that are no text', Uint8Array.of(0xff, 0xfe), {}, 400],
    ['control characters', 'a\u0000b', {}, 400],
    ['more than 256 KiB', 'x'.repeat(262_145), {}, 413],
    ['no token that is known', 'text', { token: 'lk_nobody-has-this-one' }, 401],
    ['no digest', 'text', { digest: 'abc' }, 404],
  ])('refuses %s with a fixed sentence', async (_, text, more, status) => {
    const { put } = await withTokens([])
    const answer = await put(text, more)
    expect(answer.status).toBe(status)
    expect(Object.keys(await answer.json())).toEqual(['problem'])
  })

  test('G7: who may register and who may read', async () => {
    const roles = ['append', 'reader', 'auditor', 'dpo', 'admin'] as const
    const { put, get, tokens } = await withTokens(roles.map((role) => ({ name: role, role })))
    const seen: unknown[] = []
    for (const [i, role] of roles.entries()) {
      const token = tokens[i] ?? ''
      const written = (await put(role, { token })).status
      await put(role)
      seen.push([role, written, (await get(`/v1/documents/${sha256Hex(role)}`, token)).status])
    }
    expect(seen).toEqual([
      ['append', 201, 401],
      ['reader', 401, 200],
      ['auditor', 401, 401],
      ['dpo', 401, 200],
      ['admin', 201, 200],
    ])
  })

  test('F8: what a browser handed in is there for those who may read a record that names it', async () => {
    const { post, get, tokens } = await withTokens([
      { name: 'own', role: 'reader', sites: ['shop.example'] },
      { name: 'other', role: 'reader', sites: ['other.example'] },
    ])
    await post(secret, [recordOf(secret)], { notices: [NOTICE] })
    const address = `/v1/documents/${sha256Hex(NOTICE)}`
    expect((await get(address, tokens[0])).status).toBe(200)
    const [hidden, absent] = [
      await get(address, tokens[1]),
      await get(`/v1/documents/${sha256Hex('x')}`, tokens[1]),
    ]
    expect([hidden.status, await hidden.text()]).toEqual([absent.status, await absent.text()])
  })
})

describe('F8: what was registered', () => {
  const tenants = [
    { name: 'own', role: 'admin', sites: ['shop.example'] },
    { name: 'other', role: 'admin', sites: ['other.example'] },
  ] as const

  test('is there for those of whose site it is, and for others neither there nor elsewhere', async () => {
    const { put, get, tokens } = await withTokens(tenants)
    const [own, other] = tokens
    const address = `/v1/documents/${sha256Hex('of the shop')}`
    expect((await put('of the shop', { token: own ?? '' })).status).toBe(201)
    expect((await get(address, own)).status).toBe(200)
    expect((await get(address, TOKEN)).status).toBe(200)
    const [hidden, absent] = [await get(address, other), await get(`${address.slice(0, -1)}0`, other)]
    expect([hidden.status, await hidden.text()]).toEqual([absent.status, await absent.text()])
    // Nor is it said that somebody else has it already.
    expect((await put('of the shop', { token: other ?? '' })).status).toBe(201)
    expect((await get(address, other)).status).toBe(200)
  })

  test('by a token for all sites is nobody’s, unless it says whose', async () => {
    const { put, get, tokens } = await withTokens(tenants)
    await put('of all')
    await put('of one', { sites: ['other.example'] })
    const readable = async (text: string) =>
      Promise.all(tokens.map(async (token) => (await get(`/v1/documents/${sha256Hex(text)}`, token)).status))
    expect([await readable('of all'), await readable('of one')]).toEqual([
      [404, 404],
      [404, 200],
    ])
  })

  test('is read by name: the log of accesses says who (G6)', async () => {
    const { get, file } = await withTokens([])
    await get(`/v1/documents/${sha256Hex('anything')}`, TOKEN)
    const store = sqliteStore(file)
    expect(await store.read.accesses(9)).toMatchObject([
      { who: 'LATCHKEY_ADMIN_TOKEN', what: 'read a document', entries: 1 },
    ])
    await store.close()
  })
})

describe('RE-4: what is registered under a name of records', () => {
  const under = { as: '0.1.0+8668a32296', file: 'latchkey.js' }
  const query = { site: 'shop.example', everySite: true }
  const inStore = async <Result>(file: string, work: (store: LogStore) => Promise<Result>) => {
    const store = sqliteStore(file)
    try {
      return await work(store)
    } finally {
      await store.close()
    }
  }

  test('is kept with its file and its time, once, and whoever said so is written down once', async () => {
    const { put, file, get } = await withTokens([])
    const answers = []
    for (let i = 0; i < 2; i += 1) {
      const answer = await put('let build', { under, sites: ['shop.example'] })
      answers.push([answer.status, await answer.json()])
    }
    const digest = sha256Hex('let build')
    expect(answers).toEqual([
      [201, { digest, status: 'stored', as: under.as }],
      [200, { digest, status: 'duplicate', as: under.as }],
    ])
    expect(await (await get(`/v1/documents/${digest}`, TOKEN)).text()).toBe('let build')
    await inStore(file, async ({ read }) => {
      expect(await registeredAs(read, under.as, query)).toEqual([
        { file: 'latchkey.js', digest, registered: 1_795_219_201_000 },
      ])
      const said = (await read.accesses(9)).filter(({ what }) => what === 'registered a document')
      expect(said).toEqual([
        { at: 1_795_219_201_000, who: 'LATCHKEY_ADMIN_TOKEN', what: 'registered a document', entries: 1 },
      ])
    })
  })

  test('F8: is each tenant’s own, and nobody hears of another’s', async () => {
    const sites = ['shop.example', 'other.example']
    const { put, file, tokens } = await withTokens(
      sites.map((site) => ({ name: site, role: 'append' as const, sites: [site] })),
    )
    for (const token of tokens) {
      // Sites that the token is not for change nothing.
      const answer = await put('let build', { under, token: token ?? '', sites })
      expect([answer.status, await answer.json()]).toEqual([
        201,
        expect.objectContaining({ status: 'stored' }),
      ])
    }
    await put('of the other', { under, token: tokens[1] ?? '' })
    await inStore(file, async ({ read }) => {
      const digests = async (site: string) =>
        (await registeredAs(read, under.as, { site, everySite: false })).map(({ digest }) => digest)
      expect(await digests('shop.example')).toEqual([sha256Hex('let build')])
      expect(await digests('other.example')).toEqual(['let build', 'of the other'].map(sha256Hex))
    })
  })

  test.each([
    ['a name of two lines', { as: 'a\nb', file: 'f' }, 'as: expected one line of at most 200 characters'],
    ['an empty name', { as: '', file: 'f' }, 'as: expected one line of at most 200 characters'],
    ['no file', { as: 'one' }, 'file: expected one line of at most 200 characters'],
    ['a file alone', { file: 'f' }, 'as: expected beside file'],
  ])('is refused with a fixed sentence, and not kept: %s', async (_, wrong, problem) => {
    const { put, get } = await withTokens([])
    const answer = await put('text', { under: wrong })
    expect([answer.status, await answer.json()]).toEqual([400, { problem }])
    expect((await get(`/v1/documents/${sha256Hex('text')}`, TOKEN)).status).toBe(404)
    expect((await put('text', { under })).status).toBe(201)
  })

  test('G7: is refused from roles that read', async () => {
    const { put, tokens } = await withTokens([{ name: 'reads', role: 'reader' }])
    expect((await put('text', { under, token: tokens[0] ?? '' })).status).toBe(401)
  })
})

test('F5: only records that a token of the role append came with say that the shop stands behind them', async () => {
  const roles = ['append', 'reader'] as const
  const { ledger, exportLines, tokens } = await withTokens([
    ...roles.map((role) => ({ name: role, role, sites: ['shop.example'] })),
    { name: 'elsewhere', role: 'append', sites: ['other.example'] },
  ])
  for (const token of [...tokens, 'lk_nobody-has-this-one', undefined]) {
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` }
    await ledger.fetch(post({ site: 'shop.example', secret, records: [recordOf(secret)] }, headers))
  }
  const kinds = (await exportLines()).slice(1).map((line) => JSON.parse(line).kind)
  expect(kinds).toEqual(['attested', 'record', 'record', 'record', 'record'])
})

describe('sites', () => {
  test('that are not listed are refused, and nothing is stored', async () => {
    const { ledger, get, post: send } = await ledgerIn(folder(), { sites: ['shop.example'] })
    expect((await send(secret, [recordOf(secret)])).status).toBe(200)
    const record = recordOf(secret).replace('shop.example', 'evil.example')
    const answer = await ledger.fetch(post({ site: 'evil.example', secret, records: [record] }))
    expect([answer.status, await answer.json()]).toEqual([
      403,
      { problem: 'site: expected one that this ledger serves' },
    ])
    expect((await (await get('/v1/health')).json()).entries).toBe(1)
  })
})
