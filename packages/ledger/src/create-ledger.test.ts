import { readFileSync } from 'node:fs'
import {
  bytesToHex,
  fromBase64,
  leafHash,
  nodeHash,
  openCheckpoint,
  parseEntries,
  parseVkey,
  utf8,
  verifyExport,
  verifyInclusion,
  verifyTlogProof,
} from '@latchkey/log'
import { describe, expect, test } from 'vitest'
import {
  chainOf,
  folder,
  ledgerIn,
  NOTICE,
  post,
  recordOf,
  remove,
  secretOf,
  sha256Hex,
  TOKEN,
} from './ledger.example.ts'
import type { AppendResult } from './records/append-records.ts'

const secret = secretOf('shopper')
const answer = async (response: Response): Promise<AppendResult> => {
  expect(response.status).toBe(200)
  return JSON.parse(await response.text())
}
const holds = async (lines: readonly string[], vkey: string) =>
  verifyExport([utf8(lines.map((line) => `${line}\n`).join(''))], { key: vkey })

describe('appending', () => {
  test('a stored record has a receipt that its checkpoint covers', async () => {
    const { ledger, post, get } = await ledgerIn(folder())
    const { results } = await answer(await post(secret, chainOf(secret, 3)))
    expect(results.map(({ status }) => status)).toEqual(['stored', 'stored', 'stored'])
    const { receipt } = results[1] ?? {}
    const vkey = parseVkey(ledger.vkey)
    if (!receipt || !vkey) return expect.fail('no receipt or key')
    expect(receipt).toEqual({
      record: results[1]?.id,
      seq: 1,
      leaf: expect.any(String),
      checkpoint: expect.any(String),
    })
    expect(await openCheckpoint(receipt.checkpoint, [vkey])).toMatchObject({ size: 3 })
    const leaf = fromBase64(receipt.leaf) ?? new Uint8Array()
    expect(await verifyTlogProof(await (await get('/v1/receipts/1')).text(), leaf, [vkey])).toMatchObject({
      size: 3,
    })
  })

  test('D7: the same record again is a duplicate with the same receipt, however the log has grown', async () => {
    const { post, get } = await ledgerIn(folder())
    const [record = ''] = chainOf(secret, 1)
    const first = await answer(await post(secret, [record]))
    await post(secretOf('other'), chainOf(secretOf('other'), 2))
    const again = await answer(await post(secret, [record, record]))
    for (const result of again.results) {
      expect(result).toEqual({ ...first.results[0], status: 'duplicate' })
    }
    expect((await (await get('/v1/health')).json()).entries).toBe(3)
  })

  test('D7: a record twice in one request is stored once, with one receipt', async () => {
    const { post } = await ledgerIn(folder())
    const [record = ''] = chainOf(secret, 1)
    const { results } = await answer(await post(secret, [record, record]))
    expect(results.map(({ status }) => status)).toEqual(['stored', 'duplicate'])
    expect(results[1]?.receipt).toEqual(results[0]?.receipt)
  })

  test('D7: another record under a taken id is a conflict, and changes nothing', async () => {
    const { post, exportLines } = await ledgerIn(folder())
    const id = '0b0ee8d1-4a76-4a6c-9d0c-0d6a5d7f2d11'
    const record = recordOf(secret, 0, null, id)
    await post(secret, [record])
    const { results } = await answer(await post(secret, [recordOf(secret, 1, null, id)]))
    expect(results).toEqual([{ id, status: 'conflict', problem: 'id: another record has it' }])
    expect(JSON.parse((await exportLines())[1] ?? '').record).toBe(record)
  })

  test('requests that arrive together share a commit, and each gets its own answer', async () => {
    const commits: number[] = []
    const { post, get } = await ledgerIn(folder())
    const names = Array.from({ length: 40 }, (_, i) => secretOf(`shopper ${i}`))
    const all = await Promise.all(names.map(async (name) => answer(await post(name, chainOf(name, 2)))))
    const seqs = all.flatMap(({ results }) => results.map(({ receipt }) => receipt?.seq))
    expect(seqs.toSorted((a = 0, b = 0) => a - b)).toEqual(Array.from({ length: 80 }, (_, i) => i))
    const metrics = await (await get('/v1/metrics', TOKEN)).text()
    commits.push(Number(/commit_seconds_count (\d+)/.exec(metrics)?.[1]))
    expect(commits[0]).toBeLessThan(10)
  })

  test.each([
    [
      'another subject’s record (F4)',
      recordOf(secretOf('somebody else')),
      'subject: expected the SHA-256 of the secret',
    ],
    [
      'another site’s record',
      recordOf(secret).replace('shop.example', 'shop.invalid'),
      'site: expected the site of the request',
    ],
    [
      'an unknown key (F2)',
      recordOf(secret).replace('{', '{"ip":"203.0.113.9",'),
      expect.stringMatching(/^record: /),
    ],
    ['half a character', recordOf(secret).replace('0.1.0', '\ud800'), 'record: expected Unicode text'],
    ['no JSON', 'nonsense-of-mine', expect.stringMatching(/^record: /)],
    ['more than 16 KiB (F1)', `"${'x'.repeat(17_000)}"`, expect.stringMatching(/16 KiB/)],
  ])('rejects %s, without a word of it in the answer', async (_, record, problem) => {
    const { post, get } = await ledgerIn(folder())
    const { results } = await answer(await post(secret, [record, recordOf(secret)]))
    expect(results[0]).toMatchObject({ status: 'rejected', problem })
    expect(JSON.stringify(results[0])).not.toMatch(/203\.0|nonsense|invalid/)
    expect(results[1]).toMatchObject({ status: 'stored' })
    expect((await (await get('/v1/health')).json()).entries).toBe(1)
  })

  test('takes the subject as SHA-256 of the secret’s bytes, too', async () => {
    const { post } = await ledgerIn(folder())
    const record = recordOf(secret).replace(sha256Hex(secret), sha256Hex(Buffer.from(secret, 'hex')))
    expect((await answer(await post(secret, [record]))).results[0]).toMatchObject({ status: 'stored' })
  })

  test('keeps a notice once, and only if a record names it', async () => {
    const { post, exportLines } = await ledgerIn(folder())
    const stranger = '{"title":"named by nobody"}'
    const first = await answer(await post(secret, [recordOf(secret)], { notices: [NOTICE, stranger] }))
    expect(first.notices?.map(({ status }) => status)).toEqual(['stored', 'rejected'])
    const again = await answer(await post(secret, [recordOf(secret, 1)], { notices: [NOTICE] }))
    expect(again.notices).toEqual([{ digest: sha256Hex(NOTICE), status: 'duplicate' }])
    const notices = (await exportLines()).filter((line) => line.includes('"kind":"notice"'))
    expect(notices).toEqual([JSON.stringify({ kind: 'notice', digest: sha256Hex(NOTICE), document: NOTICE })])
  })
})

describe('F1, F2: what is refused before it is read', () => {
  const good = { site: 'shop.example', secret, records: [recordOf(secret)] }
  test.each([
    ['no JSON', post('{'), 400],
    ['an unknown key', post({ ...good, admin: true }), 400],
    ['a missing key', post({ secret, records: [] }), 400],
    ['a record that is no text', post({ ...good, records: [{}] }), 400],
    ['no records', post({ ...good, records: [] }), 400],
    ['more than 50 records', post({ ...good, records: Array.from({ length: 51 }, () => '{}') }), 400],
    ['nine levels', post(`${'['.repeat(9)}${']'.repeat(9)}`), 400],
    [
      'bytes that are no UTF-8',
      new Request('http://ledger.test/v1/records', {
        method: 'POST',
        headers: { 'content-type': 'text/plain' },
        body: Uint8Array.of(0x22, 0xff, 0x22),
      }),
      400,
    ],
    ['no secret', post({ ...good, secret: '' }), 401],
    ['a short secret', post({ ...good, secret: 'abc' }), 401],
    ['64 KiB and a byte', post(JSON.stringify({ ...good, site: 'x'.repeat(65_536) })), 413],
    ['another content type', post(good, { 'content-type': 'application/xml' }), 415],
    ['another charset', post(good, { 'content-type': 'text/plain;charset=latin1' }), 415],
    ['a compressed body', post(good, { 'content-encoding': 'gzip' }), 415],
  ])('%s', async (_, request, status) => {
    const { ledger } = await ledgerIn(folder())
    const response = await ledger.fetch(request)
    expect(response.status).toBe(status)
    const body = await response.text()
    expect(body).toMatch(/^\{"problem":"[\w\s:,.\d/-]+"\}$/)
    expect(body).not.toContain(secret)
  })

  test('a body without an announced length is read no further than 64 KiB', async () => {
    const { ledger } = await ledgerIn(folder())
    let pulled = 0
    const body = new ReadableStream({
      pull(controller) {
        pulled += 1
        controller.enqueue(new Uint8Array(10_000).fill(32))
      },
    })
    const init = { method: 'POST', headers: { 'content-type': 'text/plain' }, body, duplex: 'half' }
    expect((await ledger.fetch(new Request('http://ledger.test/v1/records', init))).status).toBe(413)
    expect(pulled).toBeLessThan(12)
  })

  test('takes application/json as well', async () => {
    const { ledger } = await ledgerIn(folder())
    expect((await ledger.fetch(post(good, { 'content-type': 'application/json' }))).status).toBe(200)
  })
})

describe('F3: budgets', () => {
  test('a network that asks too much is told to wait', async () => {
    const limits = { network: { burst: 2, perSecond: 0.1 } }
    const { post } = await ledgerIn(folder(), { limits }, { address: '203.0.113.9' })
    expect((await post(secret, [recordOf(secret)])).status).toBe(200)
    expect((await post(secret, [recordOf(secret)])).status).toBe(200)
    const refused = await post(secret, [recordOf(secret)])
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '10'])
  })

  test.each(['site', 'subject'] as const)('so is a %s', async (kind) => {
    const { post } = await ledgerIn(folder(), { limits: { [kind]: { burst: 3, perSecond: 1 } } })
    expect((await post(secret, chainOf(secret, 3))).status).toBe(200)
    const refused = await post(secret, chainOf(secret, 3))
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '3'])
  })

  test.each([
    '/v1/checkpoint',
    '/v1/tile/0/000.p/1',
    '/v1/receipts/0',
    '/v1/metrics',
    '/v1/health',
    '/v1/export',
    `/v1/documents/${'a'.repeat(64)}`,
    '/v1/subject',
    '/.well-known/gpc.json',
    '/',
    '/nowhere',
  ])('%s takes from the budget of its network', async (path) => {
    const limits = { request: { burst: 1, perSecond: 0.1 } }
    const { get } = await ledgerIn(folder(), { limits }, { address: '203.0.113.9' })
    expect((await get(path)).status).not.toBe(429)
    const refused = await get(path)
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '10'])
    expect((await refused.text()).length).toBeLessThan(60)
  })

  test.each(['/v1/export', `/v1/documents/${'a'.repeat(64)}`, '/v1/subject'])(
    '%s, which costs more, takes from the small one, too',
    async (path) => {
      const limits = { network: { burst: 1, perSecond: 0.1 } }
      const { get } = await ledgerIn(folder(), { limits }, { address: '203.0.113.9' })
      expect([(await get(path)).status, (await get(path)).status]).toEqual([401, 429])
    },
  )

  test('a page of another origin can read how long it has to wait', async () => {
    const options = { limits: { request: { burst: 1, perSecond: 0.1 } }, origins: ['https://shop.example'] }
    const { ledger } = await ledgerIn(folder(), options)
    const ask = () =>
      ledger.fetch(
        new Request('http://ledger.test/v1/subject', { headers: { origin: 'https://shop.example' } }),
        { address: '203.0.113.9' },
      )
    await ask()
    const refused = await ask()
    expect(refused.status).toBe(429)
    expect(refused.headers.get('access-control-allow-origin')).toBe('https://shop.example')
    expect(refused.headers.get('access-control-expose-headers')).toBe('Retry-After')
  })

  test('requests of which nobody says where they come from share a budget, ten times as large', async () => {
    const { get } = await ledgerIn(folder(), { limits: { request: { burst: 1, perSecond: 0.01 } } })
    const statuses = []
    for (let i = 0; i < 12; i++) statuses.push((await get('/v1/health')).status)
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 200), 429, 429])
  })

  test('a network has a budget of records, whatever is in them', async () => {
    const limits = { records: { burst: 4, perSecond: 1 } }
    const { post } = await ledgerIn(folder(), { limits }, { address: '203.0.113.9' })
    expect((await post(secret, ['{}', '{}', '{}'])).status).toBe(200)
    const refused = await post(secret, chainOf(secret, 3))
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '2'])
  })

  test('what cannot be read, or is too much for its subject, uses up no budget of the site', async () => {
    const limits = { site: { burst: 3, perSecond: 0.01 }, subject: { burst: 2, perSecond: 0.01 } }
    const { post } = await ledgerIn(folder(), { limits })
    expect(
      (
        await post(
          secret,
          Array.from({ length: 50 }, () => '{}'),
        )
      ).status,
    ).toBe(200)
    expect((await post(secret, chainOf(secret, 2))).status).toBe(200)
    expect((await post(secret, chainOf(secret, 2))).status).toBe(429)
    const [other, third] = [secretOf('other'), secretOf('third')]
    expect((await post(other, chainOf(other, 1))).status).toBe(200)
    expect((await post(third, chainOf(third, 1))).status).toBe(429)
  })

  test('when too much waits for the disk the answer is 503, and accepted work is finished', async () => {
    const { post } = await ledgerIn(folder(), { capacity: 3 })
    const names = Array.from({ length: 8 }, (_, i) => secretOf(`shopper ${i}`))
    const all = await Promise.all(names.map((name) => post(name, [recordOf(name)])))
    const refused = all.filter(({ status }) => status === 503)
    const taken = all.filter(({ status }) => status === 200)
    // Work of the ledger's own may wait among them.
    expect([1, 2, 3]).toContain(taken.length)
    expect(refused).toHaveLength(names.length - taken.length)
    expect(refused[0]?.headers.get('retry-after')).toBe('1')
  })
})

test('a ledger that has stopped says so, and when to come back (F3)', async () => {
  const { get, ledger } = await ledgerIn(folder())
  await ledger.close()
  const stopped = await get('/v1/health')
  expect([stopped.status, stopped.headers.get('retry-after')]).toEqual([503, '30'])
})

describe('F6: origins', () => {
  const body = { site: 'shop.example', secret, records: [recordOf(secret)] }
  const origins = ['https://shop.example']
  test.each([
    ['a listed origin', 'https://shop.example', 200],
    ['the ledger’s own origin', 'http://ledger.test', 200],
    ['another scheme', 'http://shop.example', 403],
    ['another port', 'https://shop.example:444', 403],
    ['a name that ends alike', 'https://evilshop.example', 403],
    ['null', 'null', 403],
  ])('%s', async (_, origin, status) => {
    const { ledger } = await ledgerIn(folder(), { origins })
    const response = await ledger.fetch(post(body, { origin }))
    expect(response.status).toBe(status)
    expect(response.headers.get('access-control-allow-origin')).toBe(status === 200 ? origin : null)
    expect(response.headers.get('access-control-allow-credentials')).toBeNull()
    expect(response.headers.get('set-cookie')).toBeNull()
    const asked = { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST' } }
    const preflight = await ledger.fetch(new Request('http://ledger.test/v1/records', asked))
    expect(preflight.status).toBe(status === 200 ? 204 : 403)
  })
})

describe('subjects', () => {
  test('G6: whoever holds the secret reads every record with what verifies it', async () => {
    const { ledger, post, get } = await ledgerIn(folder())
    const records = chainOf(secret, 3)
    await post(secretOf('other'), [recordOf(secretOf('other'))])
    await post(secret, records)
    const account = await (await get('/v1/subject', secret)).json()
    expect(account.records.map(({ record }: { record: string }) => record)).toEqual(records)
    const vkey = parseVkey(ledger.vkey)
    const checkpoint = vkey && (await openCheckpoint(account.checkpoint, [vkey]))
    for (const { seq, leaf, proof } of account.records) {
      const claim = { index: seq, leaf: fromBase64(leaf) ?? utf8(''), proof: proof.map(fromBase64) }
      expect(checkpoint && verifyInclusion({ ...claim, ...checkpoint })).toBe(true)
    }
  })

  test('or as receipts after ISO/IEC TS 27560, with the words and who stands behind them', async () => {
    const { post, get } = await ledgerIn(folder(), { controller: { name: 'Linden & Oak GmbH' } })
    const records = chainOf(secret, 2)
    await post(secret, records, { notices: [NOTICE] })
    await post(secretOf('other'), [recordOf(secretOf('other'))])
    const response = await get('/v1/subject?format=27560-receipt', secret)
    const receipts = (await response.text()).trim().split('\n')
    expect(receipts.map((line) => JSON.parse(line))).toMatchObject(
      records.map((record) => ({
        '@type': 'dpv:ConsentReceipt',
        'dct:publisher': 'Linden & Oak GmbH',
        'dpv:hasRecordOfActivity': { 'latchkey:entry': { 'latchkey:text': record } },
      })),
    )
    expect((await get('/v1/subject?format=xml', secret)).status).toBe(400)
    const exported = await (await get('/v1/export?format=27560-receipt', TOKEN)).text()
    expect(exported.trim().split('\n').slice(0, 2)).toEqual(receipts)
  })

  test('F4, F8: a subject’s id gives no power, and an unknown secret answers like an unused one', async () => {
    const { ledger, post, get } = await ledgerIn(folder())
    await post(secret, [recordOf(secret)])
    for (const token of [sha256Hex(secret), secretOf('nobody')]) {
      expect(await (await get('/v1/subject', token)).json()).toMatchObject({ records: [] })
      expect(await (await ledger.fetch(remove(token))).json()).toMatchObject({ erased: 0 })
    }
    expect((await get('/v1/subject')).status).toBe(401)
    expect((await get(`/v1/subject?secret=${secret}`)).status).toBe(401)
    expect((await (await get('/v1/subject', secret)).json()).records).toHaveLength(1)
  })
})

describe('F3: a subject with very many records', () => {
  const many = { limits: { subject: { burst: 1e6, perSecond: 1 }, request: { burst: 1e6, perSecond: 1 } } }
  test('is read in pieces, none of which holds more than a record', async () => {
    const { get, post } = await ledgerIn(folder(), many)
    const records = chainOf(secret, 1100)
    for (let i = 0; i < records.length; i += 50) await post(secret, records.slice(i, i + 50))
    const response = await get('/v1/subject', secret)
    const pieces: Uint8Array[] = []
    for await (const piece of response.body ?? []) pieces.push(piece)
    expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(4000)
    const account = JSON.parse(Buffer.concat(pieces).toString())
    expect(account.records.map(({ record }: { record: string }) => record)).toEqual(records)
  })

  test('is erased in one commit, an entry for each 3,000', async () => {
    const { ledger, get, post, exportLines } = await ledgerIn(folder(), many)
    const records = Array.from({ length: 3100 }, (_, n) => recordOf(secret, n))
    for (let i = 0; i < records.length; i += 50) await post(secret, records.slice(i, i + 50))
    const gone = await (await ledger.fetch(remove(secret))).json()
    expect(gone).toMatchObject({ erased: 3100, entries: [3100, 3101] })
    expect((await (await get('/v1/subject', secret)).json()).records).toEqual([])
    expect(await holds(await exportLines(), ledger.vkey)).toMatchObject({ holds: true })
  }, 60_000)
})

describe('G3: erasure', () => {
  test('leaves no readable trace in the database and its journals, and the export holds', async () => {
    const { ledger, file, post, get, exportLines } = await ledgerIn(folder())
    const other = secretOf('other')
    await post(other, chainOf(other, 2))
    await post(secret, chainOf(secret, 3), { notices: [NOTICE] })
    const traces = [sha256Hex(secret), `policy of ${secret}`]
    const onDisk = () =>
      ['', '-wal', '-shm'].map((end) => readFileSync(file + end).toString('latin1')).join('')
    expect(onDisk()).toContain(sha256Hex(secret))
    expect(onDisk(), 'G1: what it decided is encrypted from the start').not.toContain(`policy of ${secret}`)

    const gone = await (await ledger.fetch(remove(secret))).json()
    expect(gone).toMatchObject({ erased: 3, entries: [5] })
    for (const trace of traces) expect(onDisk()).not.toContain(trace)
    expect(onDisk()).toContain(sha256Hex(other))
    expect((await (await get('/v1/subject', secret)).json()).records).toEqual([])

    const lines = await exportLines()
    expect(lines.join('\n')).not.toContain(sha256Hex(secret))
    const verdict = await holds(lines, ledger.vkey)
    expect(verdict).toMatchObject({ holds: true, counts: { record: 2, erased: 3, erasure: 1, notice: 1 } })
  })

  test('is taken back by no later record: what comes after it is new', async () => {
    const { ledger, post, exportLines } = await ledgerIn(folder())
    const [record = ''] = chainOf(secret, 1)
    await post(secret, [record])
    await ledger.fetch(remove(secret))
    const { results } = await answer(await post(secret, [record]))
    expect(results[0]).toMatchObject({ status: 'stored', receipt: { seq: 2 } })
    expect(await holds(await exportLines(), ledger.vkey)).toMatchObject({ holds: true })
  })

  test('takes a notice along that no other record names', async () => {
    const { ledger, post, exportLines } = await ledgerIn(folder())
    await post(secret, [recordOf(secret)], { notices: [NOTICE] })
    await ledger.fetch(remove(secret))
    expect((await exportLines()).join()).not.toContain('"kind":"notice"')
  })
})

describe('reading the log', () => {
  test('E1: an export holds across tiles, in whole and in part', async () => {
    const { ledger, post, exportLines } = await ledgerIn(folder(), {
      limits: { subject: { burst: 9999, perSecond: 1 } },
    })
    const records = chainOf(secret, 600)
    for (let i = 0; i < 600; i += 50) await post(secret, records.slice(i, i + 50))
    const whole = await exportLines()
    expect(await holds(whole, ledger.vkey)).toMatchObject({ holds: true, size: 600 })
    const part = await exportLines('?after=249&limit=20')
    expect(part).toHaveLength(21)
    const bytes = [utf8(part.map((line) => `${line}\n`).join(''))]
    expect(await verifyExport(bytes, { partial: true })).toMatchObject({ holds: true, from: 250, to: 270 })
  })

  test.each(['jsonl', 'csv', 'ocsf'])(
    'F3: a receipt does not wait for an export that is read meanwhile: %s',
    async (format) => {
      const { get, post } = await ledgerIn(folder(), {
        limits: { subject: { burst: 9999, perSecond: 1 } },
      })
      const records = chainOf(secret, 512)
      for (let i = 0; i < 500; i += 50) await post(secret, records.slice(i, i + 50))
      const { body } = await get(`/v1/export?format=${format}`, TOKEN)
      const reader = body?.getReader()
      await reader?.read()
      const receipt = post(secret, records.slice(500)).then(() => 'receipt')
      const rest = (async () => {
        while (!(await reader?.read())?.done);
        return 'export'
      })()
      expect(await Promise.race([receipt, rest])).toBe('receipt')
      await rest
    },
  )

  test('tiles hold the leaves and add up to each other', async () => {
    const { post, get } = await ledgerIn(folder())
    const records = chainOf(secret, 300)
    for (let i = 0; i < 300; i += 50) await post(secret, records.slice(i, i + 50))
    const tile = async (path: string) => new Uint8Array(await (await get(`/v1/tile/${path}`)).arrayBuffer())
    const full = await tile('0/000')
    const entries = parseEntries(await tile('entries/000')) ?? []
    expect(entries).toHaveLength(256)
    entries.forEach((entry, i) => {
      expect(bytesToHex(leafHash(entry))).toBe(bytesToHex(full.subarray(i * 32, i * 32 + 32)))
    })
    let row: Uint8Array[] = Array.from({ length: 256 }, (_, i) => full.slice(i * 32, i * 32 + 32))
    while (row.length > 1) {
      row = row.flatMap((hash, i) => (i % 2 ? [] : [nodeHash(hash, row[i + 1] ?? hash)]))
    }
    expect(bytesToHex(await tile('1/000.p/1'))).toBe(bytesToHex(row[0] ?? full))
    expect((await tile('0/001.p/44')).length).toBe(44 * 32)
    for (const path of ['0/001', '0/001.p/45', '0/002.p/1', '1/000', '2/000.p/1', '0/0', 'x/000']) {
      expect((await get(`/v1/tile/${path}`)).status, path).toBe(404)
    }
  })

  test.each(['?after=x', '?limit=0', '?limit=-1', '?format=xml', '?order=seq;drop', '?after=1&limit=1e9'])(
    'F9: refuses the query %s',
    async (query) => {
      const { get } = await ledgerIn(folder())
      expect((await get(`/v1/export${query}`, TOKEN)).status).toBe(400)
    },
  )

  test('exports to the holder of the token only', async () => {
    const { get } = await ledgerIn(folder())
    for (const token of [undefined, 'wrong', `${TOKEN}x`, secret]) {
      expect((await get('/v1/export', token)).status).toBe(401)
    }
  })

  test.each([
    ['nobody', undefined, {}, undefined, 401],
    ['a token for everything', TOKEN, {}, undefined, 200],
    ['this machine’s monitor', undefined, {}, '127.0.0.1', 200],
    ['this machine’s monitor over IPv6', undefined, {}, '::ffff:127.0.0.1', 200],
    ['whoever comes through a proxy here', undefined, { 'x-forwarded-for': '203.0.113.9' }, '127.0.0.1', 401],
    ['whoever says to be this machine', undefined, { 'x-forwarded-for': '127.0.0.1' }, '203.0.113.9', 401],
    ['another machine', undefined, {}, '10.0.0.1', 401],
  ])('F8: metrics are exact totals of all tenants: to %s', async (_, token, headers, address, status) => {
    const { ledger } = await ledgerIn(folder())
    const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` }
    const asked = new Request('http://ledger.test/v1/metrics', { headers: { ...headers, ...authorization } })
    expect((await ledger.fetch(asked, address === undefined ? {} : { address })).status).toBe(status)
  })

  test('says since when the site honours GPC, at the root of its host, and only if it was told to', async () => {
    const told = await ledgerIn(folder(), { base: '/latchkey', gpcSince: '2026-11-22' })
    const response = await told.get('/.well-known/gpc.json')
    expect(await response.json()).toEqual({ gpc: true, lastUpdate: '2026-11-22' })
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    expect((await (await ledgerIn(folder())).get('/.well-known/gpc.json')).status).toBe(404)
  })

  test('says what it is without script, and escapes', async () => {
    const { get } = await ledgerIn(folder(), { origin: 'log<img>.example' })
    const response = await get('/')
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(await response.text()).not.toMatch(/<script|<img/)
  })

  test('lies wholly below its base path', async () => {
    const { get, ledger } = await ledgerIn(folder(), { base: '/latchkey' })
    expect((await get('/latchkey/v1/checkpoint')).status).toBe(200)
    expect((await get('/latchkey')).status).toBe(200)
    expect((await get('/v1/checkpoint')).status).toBe(404)
    const tile = await ledger.fetch(new Request('http://ledger.test/latchkey/v1/tile/0/000.p/1'))
    expect(tile.status).toBe(404)
  })

  test('H2: its events hold no secret, body or address', async () => {
    const events: string[] = []
    const setting = await ledgerIn(
      folder(),
      { onEvent: (event) => events.push(JSON.stringify(event)) },
      { address: '203.0.113.9' },
    )
    await setting.post(secret, [recordOf(secret), 'broken'])
    await setting.exportLines()
    await setting.ledger.fetch(remove(secret), { address: '203.0.113.9' })
    expect(events).toEqual([
      '{"at":"2026-11-21T00:00:01.000Z","event":"started","entries":0}',
      '{"at":"2026-11-21T00:00:01.000Z","event":"exported","entries":1}',
      '{"at":"2026-11-21T00:00:01.000Z","event":"erased","entries":1}',
    ])
  })
})
