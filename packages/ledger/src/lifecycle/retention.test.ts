import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import type { LedgerEvent } from '../create-ledger.ts'
import { chainOf, ledgerIn, post, recordOf, secretOf, vault } from '../ledger.example.ts'
import { sqliteStore } from '../store/sqlite-store.ts'
import type { LogReader } from '../store/store.ts'
import { DAY, filesIn, fill, NOW, verify } from './lifecycle.example.ts'
import { openOffline } from './open-offline.ts'
import { DEFAULT_RETENTION_DAYS, retentionPolicy, rulesOf } from './retention-policy.ts'

const bytesIn = (path: string) =>
  readdirSync(path)
    .map((name) => readFileSync(join(path, name), 'latin1'))
    .join('')

test('RE-6: the default is 184 days and five years', () => {
  expect(DEFAULT_RETENTION_DAYS).toBe(2011)
  const [rule] = rulesOf(retentionPolicy(String(DEFAULT_RETENTION_DAYS)), Date.UTC(2026, 10, 22, 13))
  expect(rule?.before).toBe('2021-05-21')
})

test.each(['', '-1', '1.5', 'x', '10,', '10,a', '10,a=', '10,a=1,a=2', '10,=3'])(
  '%j is no policy',
  (text) => {
    expect(() => retentionPolicy(text)).toThrow(/^\[ledger\] retention: /)
  },
)

test('0 has no rule: it keeps for ever, and only where it was asked for', () => {
  expect(rulesOf(retentionPolicy('0'), NOW)).toEqual([])
  expect(rulesOf(retentionPolicy('0,a=3'), NOW)).toMatchObject([{ choice: { sites: ['a'], except: false } }])
  expect(rulesOf(retentionPolicy('3,a=0'), NOW)).toMatchObject([{ choice: { sites: ['a'], except: true } }])
})

test('G5, H2: a retention that fails says so, without a word of what it read, and is tried again', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval', 'clearTimeout', 'clearInterval'] })
  onTestFinished(() => void vi.useRealTimers())
  const files = filesIn()
  const store = sqliteStore(files.db)
  await store.prepare(vault)
  const { read } = store
  let reads = 0
  const recordsBefore: LogReader['recordsBefore'] = async (...question) => {
    reads += 1
    if (reads > 2) return read.recordsBefore(...question)
    throw new Error('malformed: policy of somebody')
  }
  const events: LedgerEvent[] = []
  const { ledger } = await files.serving({
    store: { ...store, read: { ...read, recordsBefore } },
    onEvent: (event) => void events.push(event),
  })
  await expect.poll(() => events.at(-1)).toMatchObject({ event: 'upkeep', reason: 'retention: Error' })
  for (const times of [2, 3]) {
    await vi.advanceTimersByTimeAsync(600_000)
    await expect.poll(() => reads).toBe(times)
  }
  expect(events.filter(({ event }) => event === 'upkeep')).toHaveLength(1)
  await ledger.close()
})

describe('G5: a ledger with records of two days', { timeout: 30_000 }, () => {
  const old = secretOf('old')
  const young = secretOf('young')
  const filled = async () => {
    const files = filesIn()
    const first = await files.serving({ now: () => NOW - 3 * DAY })
    await first.post(old, chainOf(old, 2))
    const site = recordOf(secretOf('elsewhere')).replace('shop.example', 'us.example')
    await first.ledger.fetch(post({ site: 'us.example', secret: secretOf('elsewhere'), records: [site] }))
    await first.ledger.close()
    const second = await files.serving({ retention: retentionPolicy('0') })
    await second.post(young, chainOf(young, 1))
    await second.ledger.close()
    return files
  }

  test('takes what is too old at start, leaves what is not, and still verifies', async () => {
    const files = await filled()
    const { exportLines, ledger } = await files.serving({ retention: retentionPolicy('2') })
    // The retention of the start is a commit of its own.
    await expect.poll(async () => (await exportLines()).length).toBe(7 - 1)
    const verdict = await verify(await exportLines(), { key: ledger.vkey })
    expect(verdict).toMatchObject({ holds: true, counts: { record: 1, erased: 3, erasure: 1 } })
    await ledger.close()
    expect(bytesIn(files.path)).not.toContain('policy of')
    const lines = readFileSync(files.erasures, 'utf8').trim().split('\n')
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { seq: 4, entries: [0, 1, 2], before: '2026-11-19' },
    ])
  })

  test('takes the counts of those days along, and leaves the others', async () => {
    const files = await filled()
    const { ledger, file } = await files.serving({ retention: retentionPolicy('2') })
    const store = sqliteStore(file)
    const days = async () => (await store.read.counts('0', '9', null)).map(({ day }) => day)
    await expect.poll(async () => new Set(await days()).size).toBe(1)
    expect(new Set(await days())).toEqual(new Set(['2026-11-21']))
    await store.close()
    await ledger.close()
  })

  test('takes each site’s by its own days', async () => {
    const files = await filled()
    const { serving } = files
    const options = files.options()
    const offline = await openOffline(options)
    expect(await offline.retain(retentionPolicy('0,us.example=2'))).toEqual({
      erased: 1,
      entries: [4],
      done: true,
    })
    expect(await offline.retain(retentionPolicy('2,us.example=0'))).toEqual({
      erased: 2,
      entries: [5],
      done: true,
    })
    expect(await offline.retain(retentionPolicy('2'))).toEqual({ erased: 0, entries: [], done: true })
    await offline.close()
    await options.store.close()
    const { exportLines, ledger } = await serving()
    expect(await verify(await exportLines(), { key: ledger.vkey })).toMatchObject({
      holds: true,
      counts: { record: 1, erased: 3, erasure: 2 },
    })
  })

  test('a store that names records whose time is not up loses nothing', async () => {
    const files = await filled()
    const options = files.options()
    const real = options.store
    const wrong = (reader: object) => ({ ...reader, recordsBefore: async () => [0, 3] })
    const store = {
      ...real,
      read: wrong(real.read) as unknown as typeof real.read,
      transact: (work: never) =>
        real.transact((writer) => (work as (w: unknown) => Promise<unknown>)(wrong(writer))),
    } as typeof real
    const offline = await openOffline({ ...options, store })
    await expect(offline.retain(retentionPolicy('2'))).rejects.toThrow(/time is up/)
    await real.close()
    const { exportLines } = await files.serving({ retention: retentionPolicy('0') })
    expect((await verify(await exportLines())).counts.record).toBe(4)
  })
})

test('many records go in many batches, while others are appended', { timeout: 30_000 }, async () => {
  const files = filesIn()
  const first = await files.serving({ now: () => NOW - 3 * DAY })
  for (let i = 0; i < 24; i++) {
    const secret = secretOf(`old ${i}`)
    await first.post(secret, chainOf(secret, 50))
  }
  await first.ledger.close()
  const { post, exportLines, ledger } = await ledgerIn(files.path, {
    ...files.options(),
    store: sqliteStore(files.db),
    retention: retentionPolicy('2'),
  })
  await fill(post, ['a', 'b', 'c'])
  await expect.poll(async () => (await verify(await exportLines())).counts.erased).toBe(1200)
  expect(await verify(await exportLines())).toMatchObject({ holds: true, counts: { erasure: 3, record: 3 } })
  await ledger.close()
  expect(existsSync(files.erasures)).toBe(true)
})
