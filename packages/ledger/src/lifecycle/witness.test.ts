import { join } from 'node:path'
import { openCheckpoint, parseNote, parseVkey, type VerifierKey } from '@latchkey/log'
import { describe, expect, test } from 'vitest'
import { chainOf, folder, ledgerIn, secretOf } from '../ledger.example.ts'
import { sqliteStore } from '../store/sqlite-store.ts'
import { fill } from './lifecycle.example.ts'
import { cosigner, serverOf, standInWitness } from './servers.example.ts'
import { witness } from './witness.ts'
import { witnessing } from './witnessing.ts'

/** A ledger whose rounds the test makes, before a witness. */
async function witnessed(path = folder()) {
  const origin = 'log.example'
  const setting = await ledgerIn(path, { origin })
  const log: VerifierKey | null = parseVkey(setting.ledger.vkey)
  if (!log) throw new Error('no key')
  const standIn = standInWitness('witness.example/w1', () => log)
  const store = sqliteStore(join(path, 'ledger.db'))
  const said: string[] = []
  const queue = {
    run: async (job: (commit: never) => Promise<unknown>) => {
      await store.transact((writer) => job({ writer } as never))
      return { ok: true } as never
    },
  } as never
  const rounds = (address: string, vkey = standIn.vkey) =>
    witnessing({
      witness: witness({ address, key: vkey, timeout: 20_000 }),
      ...{ read: store.read, queue, onEvent: (reason: string) => void said.push(reason) },
    })
  return { ...setting, log, standIn, rounds, said, store }
}

describe('E3: a C2SP witness', { timeout: 30_000 }, () => {
  test('sees the log grow, step by step, and its signature is kept', async () => {
    const { post, standIn, rounds, said, store, log } = await witnessed()
    const address = await serverOf(standIn.answer)
    const one = rounds(`${address}/`)
    for (const [i, names] of [['a'], ['b', 'c', 'd'], [], ['e', 'f', 'g', 'h', 'i', 'j', 'k']].entries()) {
      await fill(post, names)
      await one.round()
      expect(one.newest()?.size, String(i)).toBe((await store.read.head())?.size)
    }
    expect(standIn.requests).toEqual(['old 0', 'old 1', 'old 4'])
    expect(await openCheckpoint(one.newest()?.note ?? '', [log])).toMatchObject({ size: 11 })
    // After a restart it goes on from what it had.
    await fill(post, ['l'])
    const two = rounds(address)
    await two.round()
    expect(standIn.requests.slice(3)).toEqual(['old 11'])
    expect(said).toEqual([])
    await store.close()
  })

  test('proves every step of a log of many sizes', async () => {
    const { post, standIn, rounds, said, store } = await witnessed()
    const one = rounds(await serverOf(standIn.answer))
    const secret = secretOf('many')
    const records = chainOf(secret, 300)
    for (let at = 0, step = 1; at < 300; at += step, step = (step * 7) % 45 || 1) {
      await post(secret, records.slice(at, at + step))
      await one.round()
    }
    expect(one.newest()?.size).toBe(300)
    expect(said).toEqual([])
    await store.close()
  })

  test('one that has another size in mind is asked again from there (409)', async () => {
    const { post, standIn, rounds, store } = await witnessed()
    const address = await serverOf(standIn.answer)
    await fill(post, ['a', 'b'])
    await rounds(address).round()
    await fill(post, ['c'])
    await store.transact((writer) => writer.putSetting('witness witness.example/w1', 'lost'))
    const one = rounds(address)
    await one.round()
    expect(standIn.requests).toEqual(['old 0', 'old 0', 'old 2'])
    expect(one.newest()?.size).toBe(3)
    await store.close()
  })

  const text = (signed: string) => parseNote(signed.slice(signed.indexOf('\n\n') + 2))?.text ?? ''
  const conflict = { 'content-type': 'text/x.tlog.size' }
  const other = cosigner('witness.example/w1')
  test.each([
    ['has seen a longer log', 409, conflict, () => '99\n', /longer log/],
    ['says no size', 409, {}, () => '1\n', /does not take/],
    ['says a size that is none', 409, conflict, () => '1e3\n', /does not take/],
    ['always conflicts', 409, conflict, () => '1\n', null],
    ['does not know the log', 404, {}, () => '', /does not take/],
    ['does not believe the signature', 403, {}, () => '', /does not take/],
    ['does not believe the proof', 422, {}, () => '', /does not take/],
    ['sends elsewhere', 302, { location: '/' }, () => '', /does not take/],
    [
      'signs with another key',
      200,
      {},
      (body: string) => `${other.line(text(body), 9)}\n`,
      /not its signature/,
    ],
    ['answers nothing', 200, {}, () => '', /not its signature/],
    ['answers without end', 200, {}, () => '— x\n'.repeat(90_000), /not its signature/],
    ['is down', 503, {}, () => '', null],
  ] as const)(
    'one that %s is not believed, and harms nothing',
    async (_, status, headers, answer, sentence) => {
      const { post, standIn, rounds, said, get, store } = await witnessed()
      const one = rounds(
        await serverOf(
          (_request, body, response) => void response.writeHead(status, headers).end(answer(body)),
        ),
        standIn.vkey,
      )
      await fill(post, ['a', 'b'])
      await one.round()
      await one.round()
      expect(one.newest()).toBeNull()
      expect(said).toEqual(sentence ? [expect.stringMatching(sentence)] : [])
      expect((await get('/v1/health')).status).toBe(200)
      await store.close()
    },
  )

  test('hands its signature out with the checkpoint that it signed', async () => {
    const path = folder()
    const origin = 'log.example'
    let log: VerifierKey | null = null
    const standIn = standInWitness('witness.example/w1', () => log as VerifierKey)
    const first = await ledgerIn(path, { origin })
    log = parseVkey(first.ledger.vkey)
    await fill(first.post, ['a', 'b'])
    await first.ledger.close()
    const address = await serverOf(standIn.answer)
    const { get, post } = await ledgerIn(path, { origin, witness: { address, key: standIn.vkey } })
    await expect.poll(async () => (await (await get('/v1/checkpoint')).text()).split('\n— ').length).toBe(3)
    const cosigned = await (await get('/v1/checkpoint?cosigned')).text()
    expect(log && (await openCheckpoint(cosigned, [log]))).toMatchObject({ size: 2 })
    await fill(post, ['c'])
    // The newest has not been shown to anybody yet; the one that was is there for the asking.
    expect(await (await get('/v1/checkpoint')).text()).not.toContain('witness.example')
    expect(await (await get('/v1/checkpoint?cosigned')).text()).toBe(cosigned)
  })

  test('without a witness nobody has signed', async () => {
    const { get } = await ledgerIn(folder())
    expect((await get('/v1/checkpoint?cosigned')).status).toBe(404)
  })

  test('a key of another type is none', () => {
    expect(() => witness({ address: 'https://w.example', key: 'log.example+00000000+AQ==' })).toThrow(
      /cosigner/,
    )
  })
})
