import { fromBase64, openCheckpoint, parseVkey, utf8, verifyExport, verifyTlogProof } from '@latchkey/log'
import { expect, onTestFinished, test } from 'vitest'
import { createLedger, type Ledger } from '../create-ledger.ts'
import { chainOf, key, post, recordOf, remove, secretOf, TOKEN, vault } from '../ledger.example.ts'
import { rotateKek } from '../lifecycle/rotate-kek.ts'
import type { AppendResult, RecordResult } from '../records/append-records.ts'
import { createVault, type Vault } from '../vault/vault.ts'
import { describeOnPostgres } from './on-postgres.example.ts'
import { postgresStore } from './postgres-store.ts'

describeOnPostgres('ledgers on one database', (postgres) => {
  /** So many ledgers, each with connections of its own. */
  async function ledgers(count: number, timeout?: number): Promise<readonly Ledger[]> {
    const url = await postgres.database()
    return Promise.all(
      Array.from({ length: count }, async () => {
        const ledger = await createLedger({
          ...{ store: postgresStore(url, { timeout }), key, vault, adminToken: TOKEN },
          origin: 'log.example',
        })
        onTestFinished(() => ledger.close(), 30_000)
        return ledger
      }),
    )
  }
  const submit = (ledger: Ledger, secret: string, records: readonly string[]) =>
    ledger.fetch(post({ site: 'shop.example', secret, records }))
  const get = (ledger: Ledger, path: string) =>
    ledger.fetch(new Request(`http://ledger.test${path}`, { headers: { authorization: `Bearer ${TOKEN}` } }))
  const results = async (response: Response) => ((await response.json()) as AppendResult).results

  /** The export holds, and is exactly these records, each once. */
  async function expectLog(ledger: Ledger, ids: readonly (string | null)[]): Promise<void> {
    const text = await (await get(ledger, '/v1/export')).text()
    expect(await verifyExport([utf8(text)], { key: ledger.vkey })).toMatchObject({ holds: true })
    const lines = text.split('\n').slice(1, -1)
    const stored = lines.flatMap((line) => {
      const { record } = JSON.parse(line) as { record?: string }
      return record === undefined ? [] : (JSON.parse(record) as { id: string }).id
    })
    expect(stored.toSorted()).toEqual(ids.toSorted())
  }

  test('two start at once, take records at once, and keep one log without gaps', async () => {
    const [one, two] = await ledgers(2)
    if (!one || !two) return expect.fail('no ledgers')
    expect(one.vkey).toBe(two.vkey)
    const answers = await Promise.all(
      Array.from({ length: 60 }, async (_, i) => {
        const secret = secretOf(`shopper ${i}`)
        return results(await submit(i % 2 ? one : two, secret, chainOf(secret, 2)))
      }),
    )
    const all = answers.flat()
    expect(new Set(all.map(({ status }) => status))).toEqual(new Set(['stored']))
    const seqs = all.map(({ receipt }) => receipt?.seq ?? -1).toSorted((a, b) => a - b)
    expect(seqs).toEqual(Array.from({ length: 120 }, (_, seq) => seq))
    const vkey = parseVkey(one.vkey)
    for (const ledger of [one, two]) {
      await expectLog(
        ledger,
        all.map(({ id }) => id),
      )
      for (const { receipt } of all.slice(0, 20)) {
        const proof = await (await get(ledger, `/v1/receipts/${receipt?.seq}`)).text()
        if (!receipt || !vkey) return expect.fail('no receipt or key')
        expect((await openCheckpoint(receipt.checkpoint, [vkey]))?.size).toBeGreaterThan(receipt.seq)
        expect(await verifyTlogProof(proof, fromBase64(receipt.leaf) ?? utf8(''), [vkey])).toMatchObject({
          size: 120,
        })
      }
    }
  })

  test('G1: once the key is changed, one that lacks it takes nothing more, and one that has both goes on', async () => {
    const url = await postgres.database()
    const [old, next] = [9, 5].map((byte) => Buffer.alloc(32, byte).toString('base64'))
    const both = createVault([next ?? '', old ?? ''])
    const open = async (vault: Vault) => {
      const ledger = await createLedger({ store: postgresStore(url), key, vault, adminToken: TOKEN })
      onTestFinished(() => ledger.close(), 30_000)
      return ledger
    }
    const one = await open(createVault([old ?? '']))
    const two = await open(both)
    const send = async (ledger: Ledger, name: string) =>
      (await submit(ledger, secretOf(name), [recordOf(secretOf(name))])).status
    expect([await send(one, 'a'), await send(two, 'b')]).toEqual([200, 200])
    const store = postgresStore(url)
    onTestFinished(() => store.close(), 30_000)
    expect(await rotateKek({ store, vault: both })).toBe(2)
    expect([await send(one, 'c'), await send(two, 'd')]).toEqual([503, 200])
    expect(await store.read.subjectsNotUnder(both.kek, 9)).toEqual([])
    const third = await open(createVault([next ?? '']))
    expect(await verifyExport([utf8(await (await get(third, '/v1/export')).text())])).toMatchObject({
      holds: true,
      counts: { record: 3 },
    })
  })

  test('D7: one record sent to both at once is stored once, with one receipt', async () => {
    const [one, two] = await ledgers(2)
    if (!one || !two) return expect.fail('no ledgers')
    for (let round = 0; round < 10; round++) {
      const secret = secretOf(`round ${round}`)
      const record = recordOf(secret)
      const pair = await Promise.all(
        [one, two].map(async (to) => results(await submit(to, secret, [record]))),
      )
      const [first, second] = pair.flat()
      expect([first?.status, second?.status].toSorted()).toEqual(['duplicate', 'stored'])
      expect(first?.receipt).toEqual(second?.receipt)
    }
  })

  test('erased through one, gone from both; the other goes on', async () => {
    const [one, two] = await ledgers(2)
    if (!one || !two) return expect.fail('no ledgers')
    const [secret, other] = [secretOf('gone'), secretOf('stays')]
    await submit(one, secret, chainOf(secret, 3))
    await submit(two, secret, [recordOf(secret, 3)])
    expect(await (await two.fetch(remove(secret))).json()).toMatchObject({ erased: 4 })
    const [stored] = await results(await submit(one, other, [recordOf(other)]))
    expect(stored).toMatchObject({ status: 'stored', receipt: { seq: 5 } })
    for (const ledger of [one, two]) await expectLog(ledger, [stored?.id ?? null])
  })

  test('D1, D7, D8: the server is stopped in the middle of commits; what was acknowledged is there, once', async () => {
    const running = await ledgers(2, 3000)
    const acknowledged: RecordResult[] = []
    const statuses = new Set<number>()
    let writing = true
    const writers = Array.from({ length: 16 }, async (_, i) => {
      const ledger = running[i % 2]
      for (let n = 0; writing && ledger; n++) {
        const secret = secretOf(`writer ${i} ${n}`)
        const record = recordOf(secret)
        // Sends until there is a receipt, as browsers do.
        for (;;) {
          const response = await submit(ledger, secret, [record])
          statuses.add(response.status)
          if (response.status === 200) {
            acknowledged.push(...(await results(response)))
            break
          }
          expect(response.headers.get('retry-after')).not.toBeNull()
          await new Promise((resolve) => setTimeout(resolve, 20))
        }
      }
    })
    for (let round = 0; round < STOPS; round++) {
      const before = acknowledged.length
      await expect
        .poll(() => acknowledged.length, { timeout: 30_000, interval: 5 })
        .toBeGreaterThan(before + 40)
      postgres.stop('immediate')
      for (const ledger of running) {
        const health = await get(ledger, '/v1/health')
        expect([health.status, health.headers.get('retry-after')]).toEqual([503, '1'])
        expect((await get(ledger, '/v1/checkpoint')).status).toBe(503)
      }
      postgres.start()
      await expect
        .poll(async () => (await get(running[round % 2] as Ledger, '/v1/health')).status, { timeout: 30_000 })
        .toBe(200)
    }
    writing = false
    await Promise.all(writers)
    expect(statuses).toEqual(new Set([200, 503]))
    expect(new Set(acknowledged.map(({ status }) => status))).toContain('stored')
    const ids = acknowledged.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    for (const ledger of running) await expectLog(ledger, ids)
  })
})

/** Each takes a second or two; `LATCHKEY_POSTGRES_STOPS=100` for the long proof. */
const STOPS = Number(process.env.LATCHKEY_POSTGRES_STOPS ?? 2)
