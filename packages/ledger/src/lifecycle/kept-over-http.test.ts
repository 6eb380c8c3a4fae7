import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { signCheckpoint, verifierKey } from '@latchkey/log'
import { describe, expect, test } from 'vitest'
import { folder, key, ledgerIn, recordOf, secretOf } from '../ledger.example.ts'
import { checkpointFile, isAway, replaces } from '../log/kept-checkpoint.ts'
import { type KeptOverHttpOptions, keptOverHttp } from './kept-over-http.ts'
import { serverOf, shelf } from './servers.example.ts'

const secret = secretOf('shopper')
const noteOf = (size: number, fill = size, origin = 'log.example') => {
  const root = new Uint8Array(32).fill(fill)
  return signCheckpoint({ origin, size, root }, verifierKey(origin, key.publicKey), key.sign)
}
const keptAt = (address: string, more: Partial<KeptOverHttpOptions> = {}) =>
  keptOverHttp({ address, timeout: 20_000, ...more })

describe('E3: what may take a kept checkpoint’s place', () => {
  test.each([
    ['nothing is there', null, [3], true],
    ['a smaller one is there', [2], [3], true],
    ['the same is there', [3], [3], false],
    ['a larger one is there', [4], [3], false],
    ['another history of the same length is there', [3, 9], [3], /another history/],
    ['another log’s is there', [2, 2, 'other.example'], [3], /this log/],
  ] as const)('%s', async (_, there, next, expected) => {
    const before = there && (await noteOf(...(there as unknown as Parameters<typeof noteOf>)))
    const after = await noteOf(...(next as unknown as Parameters<typeof noteOf>))
    if (typeof expected === 'boolean') expect(replaces(before, after)).toBe(expected)
    else expect(() => replaces(before, after)).toThrow(expected)
    if (before) expect(replaces(before, after, before)).toBe(true)
  })

  test('garbage is never signed over', async () => {
    const note = await noteOf(1)
    expect(() => replaces('garbage', note)).toThrow(/this log/)
  })
})

test('a file: processes that keep theirs in one file at once never lose the largest', {
  timeout: 60_000,
}, async () => {
  const file = join(folder(), 'kept')
  const notes = await Promise.all(Array.from({ length: 120 }, (_, i) => noteOf(i + 1)))
  const code = `
    import { checkpointFile } from ${JSON.stringify(fileURLToPath(new URL('../log/kept-checkpoint.ts', import.meta.url)))}
    const kept = checkpointFile(process.argv[1])
    for (const note of JSON.parse(process.argv[2])) await kept.advance(note)`
  const runs = [0, 1, 2].map(async (lane) => {
    const own = notes.filter((_, i) => i % 3 === lane)
    const args = [
      '--conditions=latchkey-source',
      '--input-type=module-typescript',
      '-e',
      code,
      file,
      JSON.stringify(own),
    ]
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'pipe'] })
    return new Promise((resolve) => child.once('exit', resolve))
  })
  expect(await Promise.all(runs)).toEqual([0, 0, 0])
  expect(readFileSync(file, 'utf8')).toBe(notes.at(-1))
  await checkpointFile(file).advance(notes[5] ?? '')
  expect(readFileSync(file, 'utf8')).toBe(notes.at(-1))
})

describe('over HTTP', { timeout: 30_000 }, () => {
  test('keeps every checkpoint, with the token, and nothing is acknowledged before it is kept', async () => {
    const kept = shelf()
    const address = await serverOf(kept.answer)
    const { post, get } = await ledgerIn(folder(), { kept: keptAt(address, { token: 'sesame' }) })
    for (let n = 0; n < 3; n++) {
      expect((await post(secret, [recordOf(secret, n)])).status).toBe(200)
      expect(kept.note).toBe(await (await get('/v1/checkpoint')).text())
    }
    expect(new Set(kept.seen)).toEqual(new Set(['GET Bearer sesame', 'PUT Bearer sesame']))
  })

  test('out of reach: browsers are told to try again, then everything is stored once', {
    timeout: 60_000,
  }, async () => {
    const kept = shelf()
    let away: 'no' | 'silent' | 'down' | 'after' = 'no'
    const address = await serverOf((request, body, response) => {
      if (away === 'silent') return
      if (away === 'down') return void response.writeHead(503).end()
      // It keeps it, and the answer is lost.
      if (away === 'after' && request.method === 'PUT') {
        kept.answer(request, body, { writeHead: () => ({ end() {} }) } as never)
        return void response.destroy()
      }
      kept.answer(request, body, response)
    })
    const { post, get } = await ledgerIn(folder(), { kept: keptAt(address, { timeout: 2000 }) })
    const statuses: number[] = []
    const sizes: number[] = []
    for (const [n, state] of (['no', 'silent', 'down', 'after'] as const).entries()) {
      away = state
      statuses.push(
        (await post(secret, [recordOf(secret, n, null, `0b0ee8d1-4a76-4a6c-9d0c-0d6a5d7f2d1${n}`)])).status,
      )
      sizes.push(Number((await (await get('/v1/checkpoint')).text()).split('\n')[1]))
    }
    expect(statuses).toEqual([200, 503, 503, 503])
    // Nothing was signed over the second one, which was committed and not kept.
    expect(sizes).toEqual([1, 2, 2, 2])
    away = 'no'
    expect((await (await get('/v1/health')).json()).status).toBe('ok')
    for (const n of [1, 2, 3]) {
      const sent = await post(secret, [recordOf(secret, n, null, `0b0ee8d1-4a76-4a6c-9d0c-0d6a5d7f2d1${n}`)])
      expect(['stored', 'duplicate']).toContain((await sent.json()).results[0].status)
    }
    expect((await (await get('/v1/health')).json()).entries).toBe(4)
    expect(kept.note).toBe(await (await get('/v1/checkpoint')).text())
  })

  test.each([
    [
      'swaps without comparing',
      /compares before it swaps/,
      (kept: ReturnType<typeof shelf>) => (request: never, body: string, response: never) => {
        const { method } = request as { method: string }
        if (method === 'GET') return kept.answer(request, body, response)
        kept.note = body
        ;(response as { writeHead(n: number, h: object): { end(): void } })
          .writeHead(200, { etag: '"x"' })
          .end()
      },
    ],
    [
      'says that it keeps, and does not',
      /lost what it said/,
      (kept: ReturnType<typeof shelf>) => (request: never, body: string, response: never) => {
        const { method, headers } = request as { method: string; headers: Record<string, string> }
        if (method === 'GET' || !headers['if-none-match']) return kept.answer(request, body, response)
        ;(response as { writeHead(n: number): { end(): void } }).writeHead(204).end()
      },
    ],
    [
      'sends elsewhere',
      /refused it \(302\)/,
      () => (_request: never, _body: string, response: never) => {
        ;(response as { writeHead(n: number, h: object): { end(): void } })
          .writeHead(302, { location: '/' })
          .end()
      },
    ],
    [
      'knows nobody',
      /refused it \(401\)/,
      () => (_request: never, _body: string, response: never) => {
        ;(response as { writeHead(n: number): { end(): void } }).writeHead(401).end()
      },
    ],
    [
      'answers without end',
      /refused it \(200\)/,
      () => (_request: never, _body: string, response: never) => {
        const stream = response as { writeHead(n: number): void; end(text: string): void }
        stream.writeHead(200)
        stream.end('x'.repeat(300_000))
      },
    ],
    [
      'has no ETag',
      /expected an ETag/,
      () => (request: never, _body: string, response: never) => {
        const stream = response as { writeHead(n: number): { end(text?: string): void } }
        void noteOf(0).then((note) =>
          stream.writeHead((request as { method: string }).method === 'GET' ? 200 : 412).end(note),
        )
      },
    ],
  ] as const)('an address that %s is refused', async (_, sentence, dishonest) => {
    const address = await serverOf(dishonest(shelf()) as never)
    const error = await (async () => {
      const kept = keptAt(address)
      await kept.read()
      await kept.advance(await noteOf(1))
      await kept.advance(await noteOf(2))
    })().catch((reason: unknown) => reason)
    expect(String(error)).toMatch(sentence)
    expect(isAway(error)).toBe(false)
  })

  test('an address that forgets later stops the ledger when it is read again', async () => {
    const kept = shelf()
    let now = 0
    const http = keptAt(await serverOf(kept.answer), { now: () => now })
    await http.advance(await noteOf(1))
    const old = kept.note
    await http.advance(await noteOf(2))
    kept.note = old
    now += 61_000
    await expect(http.advance(await noteOf(3))).rejects.toThrow(/lost what it said/)
  })

  test('a ledger that was set back is refused by what is kept there, and so is a fork', async () => {
    const kept = shelf()
    const address = await serverOf(kept.answer)
    const origin = 'log.example'
    const { post, ledger } = await ledgerIn(folder(), { origin, kept: keptAt(address) })
    await post(secret, [recordOf(secret), recordOf(secret, 1)])
    await ledger.close()
    await expect(ledgerIn(folder(), { origin, kept: keptAt(address) })).rejects.toThrow(/is empty/)
    const path = folder()
    const fork = await ledgerIn(path, { origin })
    await fork.post(secret, [recordOf(secret, 5), recordOf(secret, 6)])
    await fork.ledger.close()
    await expect(ledgerIn(path, { origin, kept: keptAt(address) })).rejects.toThrow(/does not add up/)
  })

  test('two ledgers on one address: the larger checkpoint stays', async () => {
    const kept = shelf()
    const address = await serverOf(kept.answer)
    const [one, two] = [keptAt(address), keptAt(address)]
    await one.advance(await noteOf(1))
    await two.advance(await noteOf(5))
    await one.advance(await noteOf(3))
    expect(kept.note).toBe(await noteOf(5))
    await one.advance(await noteOf(7))
    expect(kept.note).toBe(await noteOf(7))
    await expect(two.advance(await noteOf(7, 8))).rejects.toThrow(/another history/)
  })

  test.each(['http://elsewhere.example/', 'ftp://x.example/', 'https://me:pw@x.example/', 'x', ''])(
    '%j is no address',
    (address) => {
      expect(() => keptAt(address)).toThrow(/https address/)
    },
  )
})
