import { join } from 'node:path'
import { utf8 } from '@latchkey/log'
import { describe, expect, onTestFinished, test } from 'vitest'
import { folder, sha256Hex, vault } from '../ledger.example.ts'
import { describeOnPostgres } from '../store/on-postgres.example.ts'
import { postgresStore } from '../store/postgres-store.ts'
import { sqliteStore } from '../store/sqlite-store.ts'
import type { LogStore } from '../store/store.ts'
import { isTheirs } from './document-sites.ts'
import { type RegisterOrder, registerDocuments, registeredAs } from './registered.ts'

const BUILD = '0.1.0+8668a32296'
const order = (texts: Record<string, string>, more: Partial<RegisterOrder> = {}): RegisterOrder => ({
  name: BUILD,
  documents: Object.entries(texts).map(([file, text]) => ({ file, document: utf8(text) })),
  sites: ['shop.example'],
  ...more,
})

/** What every store keeps. `open`: one store more on the same database. */
function registering(database: () => Promise<() => LogStore>) {
  const start = async () => {
    const make = await database()
    const open = () => {
      const store = make()
      onTestFinished(() => store.close())
      return store
    }
    const store = open()
    await store.prepare(vault)
    const register = (one: RegisterOrder, now = 1) =>
      store.transact((writer) => registerDocuments(writer, one, now))
    const seen = async (name = BUILD, site = 'shop.example', everySite = false) =>
      (await registeredAs(store.read, name, { site, everySite })).map(
        ({ file, digest, registered }) => [file, digest, registered] as const,
      )
    return { store, open, register, seen }
  }

  test('RE-4: a name leads to its documents, with file, digest and time, for whoever opens the store next', async () => {
    const { register, open } = await start()
    const done = await register(order({ 'latchkey.js': 'let a', 'themes/clay.css': 'a{}' }), 7.9)
    expect(done).toEqual({
      ok: true,
      documents: [
        { file: 'latchkey.js', digest: sha256Hex('let a'), status: 'stored' },
        { file: 'themes/clay.css', digest: sha256Hex('a{}'), status: 'stored' },
      ],
    })
    const { read } = open()
    expect(await registeredAs(read, BUILD, { site: 'shop.example', everySite: false })).toEqual([
      { file: 'latchkey.js', digest: sha256Hex('let a'), registered: 7 },
      { file: 'themes/clay.css', digest: sha256Hex('a{}'), registered: 7 },
    ])
    expect(await read.document(sha256Hex('a{}'))).toMatchObject({ registered: true, document: utf8('a{}') })
    expect(await isTheirs(read, sha256Hex('a{}'), ['shop.example'])).toBe(true)
  })

  test('RE-4: a name gets more documents, and keeps what it had: the same file with other words stands beside', async () => {
    const { register, seen } = await start()
    await register(order({ 'latchkey.json': 'one' }), 1)
    await register(order({ 'latchkey.json': 'two' }), 2)
    const again = await register(order({ 'latchkey.json': 'one', 'more.json': 'one' }), 3)
    expect(again).toMatchObject({ documents: [{ status: 'duplicate' }, { status: 'stored' }] })
    expect(await seen()).toEqual([
      ['latchkey.json', sha256Hex('one'), 1],
      ['latchkey.json', sha256Hex('two'), 2],
      ['more.json', sha256Hex('one'), 3],
    ])
    expect(await seen('0.1.0')).toEqual([])
  })

  test('F8: each site has its own list; what is for none shows to those who see every site', async () => {
    const { register, seen, store } = await start()
    await register(order({ a: 'of both' }, { sites: ['shop.example', 'outlet.example'] }), 1)
    await register(order({ b: 'of the outlet' }, { sites: ['outlet.example'] }), 2)
    await register(order({ a: 'of both', c: 'of none' }, { sites: [] }), 3)
    const files = async (site: string, everySite: boolean) =>
      (await seen(BUILD, site, everySite)).map(([file, , at]) => `${file}${at}`)
    expect(await files('shop.example', false)).toEqual(['a1'])
    expect(await files('outlet.example', false)).toEqual(['a1', 'b2'])
    expect(await files('elsewhere.example', false)).toEqual([])
    expect(await files('shop.example', true)).toEqual(['a1', 'c3'])
    expect(await isTheirs(store.read, sha256Hex('of none'), ['shop.example'])).toBe(false)
    // One that is news for a site is stored, whoever else has it.
    const more = await register(order({ a: 'of both' }, { sites: ['shop.example', 'third.example'] }))
    expect(more).toMatchObject({ documents: [{ status: 'stored' }] })
  })

  test('what makes no list is refused before anything is written', async () => {
    const { register, seen, store } = await start()
    const wrong: readonly (readonly [RegisterOrder, string])[] = [
      [order({ a: 'a' }, { name: '' }), 'as: '],
      [order({ a: 'a' }, { name: 'x'.repeat(201) }), 'as: '],
      [order({ a: 'a', 'b\n': 'b' }), 'file: '],
      [order({ a: 'a' }, { sites: ['shop.example', ''] }), 'site: '],
      [order({ a: 'a', b: 'b\u0000' }), 'document: expected text'],
      [order({ a: 'a', b: 'b'.repeat(262_145) }), 'document: expected at most 256 KiB'],
    ]
    for (const [one, problem] of wrong)
      expect(await register(one)).toEqual({ ok: false, problem: expect.stringContaining(problem) })
    expect(await store.read.document(sha256Hex('a'))).toBeNull()
    expect(await seen()).toEqual([])
  })

  test('F1: a list holds five hundred documents with the longest names there are; one more takes none of them away', async () => {
    const { register, seen } = await start()
    // Four bytes each in UTF-8.
    const [name, site] = ['𝒜'.repeat(200), '𝒵'.repeat(200)]
    const texts = Object.fromEntries(
      Array.from({ length: 499 }, (_, n) => [`${n}`.padEnd(200, '"'), `${n}`] as const),
    )
    expect(await register(order(texts, { name, sites: [site] }))).toMatchObject({ ok: true })
    const two = order({ x: 'x', y: 'y' }, { name, sites: [site] })
    expect(await register(two)).toEqual({
      ok: false,
      problem: 'as: expected at most 500 documents of a site under one name',
    })
    expect(await seen(name, site)).toHaveLength(499)
    expect(await register(order({ x: 'x' }, { name, sites: [site] }))).toMatchObject({ ok: true })
    expect(await register(order(texts, { name, sites: [site] }))).toMatchObject({ ok: true })
    // Another site has room of its own.
    expect(await register({ ...two, sites: ['shop.example'] })).toMatchObject({ ok: true })
    expect(await seen(name, site)).toHaveLength(500)
  })

  test('two that register at once lose nothing', async () => {
    const { register, seen } = await start()
    await Promise.all(Array.from({ length: 8 }, (_, n) => register(order({ [`${n}`]: `${n}` }), n)))
    expect((await seen()).map(([file]) => file)).toEqual(['0', '1', '2', '3', '4', '5', '6', '7'])
  })
}

describe('on SQLite', () =>
  registering(async () => {
    const file = join(folder(), 'ledger.db')
    return () => sqliteStore(file)
  }))

describeOnPostgres('on PostgreSQL', ({ database }) => {
  registering(async () => {
    const url = await database()
    return () => postgresStore(url)
  })
})
