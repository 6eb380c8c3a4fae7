import { KEK_IN_FORCE } from '../../vault/kek-in-force.ts'
import type { StoredToken } from '../store.ts'
import { add, bytes, type Check, countOf, everyByte, recordOf, same, strange } from './check.ts'

/** Documents, counts, tokens, accesses, settings. */
export const tableChecks: readonly Check[] = [
  {
    title: 'a document is added once, and stays registered once it is',
    async check({ prepared }) {
      const { transact, read } = await prepared()
      const put = (registered: boolean) =>
        transact((writer) => writer.addDocument({ digest: 'd', document: everyByte, registered }))
      same(await put(false), true)
      same(await read.document('d'), { digest: 'd', document: everyByte, registered: false })
      same(await put(true), false)
      same(await put(false), false)
      same((await read.document('d'))?.registered, true)
      same(await read.document('e'), null)
    },
  },
  {
    title:
      'documents of a range are those that its records name, each once, in order, of the sites asked for',
    async check({ prepared }) {
      const { transact, read } = await prepared()
      await transact(async (writer) => {
        const named = (seq: number, notice: string | null, site = 'a') => recordOf(seq, { notice, site })
        await add(writer, named(0, 'z'), named(1, 'y', 'b'), named(2, 'z'), named(3, null), named(4, 'gone'))
        for (const digest of ['z', 'y', 'x'])
          await writer.addDocument({ digest, document: bytes(digest), registered: false })
      })
      same(await read.documentsOf(0, 9, null), ['y', 'z'])
      same(await read.documentsOf(2, 9, null), ['z'])
      same(await read.documentsOf(1, 2, null), ['y'])
      same(await read.documentsOf(0, 9, ['b']), ['y'])
      same(await read.documentsOf(0, 9, []), [])
    },
  },
  {
    title: 'counts add up, within a commit and over commits, and come in order',
    async check({ prepared }) {
      const { transact, read } = await prepared()
      const [one, two] = [countOf({ site: 'B' }), countOf({ site: 'a', locale: strange })]
      await transact((writer) => writer.addCounts([two, one, { ...two, n: 5 }]))
      await transact(async (writer) => {
        await writer.addCounts([{ ...one, n: 2 }])
        await writer.addCounts([{ ...one, day: '2026-11-23', n: 40 }])
        await writer.addCounts([])
      })
      const [sum, next] = [
        { ...one, n: 3 },
        { ...one, day: '2026-11-23', n: 40 },
      ]
      same(await read.counts('2026-11-22', '2026-11-23', null), [sum, { ...two, n: 6 }, next])
      same(await read.counts('2026-11-23', '2026-11-23', null), [next])
      same(await read.counts('2026-11-24', '2026-11-30', null), [])
      same(await read.counts('2026-11-22', '2026-11-22', ['a']), [{ ...two, n: 6 }])
      same(await read.counts('2026-11-22', '2026-11-23', []), [])
    },
  },
  {
    title: 'counts are added up by day, measure and dimension, of the sites and values asked for',
    async check({ prepared }) {
      const { transact, read } = await prepared()
      const later = { day: '2026-11-23', measure: 'denied' }
      await transact((writer) =>
        writer.addCounts([
          countOf({ n: 3 }),
          countOf({ n: 4, locale: strange, site: 'b' }),
          countOf({ n: 5, ...later, purpose: '', regime: 'us-ca' }),
          countOf({ n: 1, day: '2026-11-21', notice: 'gone' }),
        ]),
      )
      const all = { from: '2026-11-22', to: '2026-11-23', sites: null, by: null } as const
      const sum = (
        by: 'regime' | 'locale' | 'purpose' | null,
        value: string,
        n: number,
        more: object = {},
      ) => ({
        ...{ day: '2026-11-22', measure: 'granted', by, value, n },
        ...more,
      })
      same(await read.countSums(all), [sum(null, '', 7), sum(null, '', 5, later)])
      same(await read.countSums({ ...all, by: 'regime' }), [
        sum('regime', 'eu', 7),
        sum('regime', 'us-ca', 5, later),
      ])
      same(
        await read.countSums({ ...all, to: '2026-11-22', by: 'locale' }),
        [sum('locale', strange, 4), sum('locale', 'de', 3)].toSorted((a, b) => (a.value < b.value ? -1 : 1)),
      )
      same(
        await read.countSums({ ...all, by: 'purpose' }),
        [sum('purpose', 'analytics', 7)],
        'no purpose, no row',
      )
      same(await read.countSums({ ...all, sites: ['b'] }), [sum(null, '', 4)])
      same(await read.countSums({ ...all, sites: [] }), [])
      same(await read.countSums({ ...all, where: { locale: strange } }), [sum(null, '', 4)])
      same(await read.countSums({ ...all, where: { regime: 'us-ca' }, by: 'locale' }), [
        sum('locale', 'de', 5, later),
      ])
      same(await read.countedSites('2026-11-22', '2026-11-23', null), ['b', 'shop.example'])
      same(await read.countedSites('2026-11-23', '2026-11-23', null), ['shop.example'])
      same(await read.countedSites('2026-11-22', '2026-11-23', ['b', 'c']), ['b'])
      same([await read.isCounted('gone', null), await read.isCounted('gone', ['b'])], [true, false])
      same(await read.isCounted('another', null), false)
    },
  },
  {
    title: 'of a dimension only the hundred greatest values are added up',
    async check({ prepared }) {
      const { transact, read } = await prepared()
      const many = Array.from({ length: 120 }, (_, i) => countOf({ purpose: `p${i}`, n: 1 + i }))
      await transact((writer) => writer.addCounts(many))
      const sums = await read.countSums({ from: '2026-11-22', to: '2026-11-22', sites: null, by: 'purpose' })
      same([sums.length, Math.min(...sums.map(({ n }) => n))], [100, 21])
    },
  },
  {
    title: 'counts of before a day go, of every site or of those chosen',
    async check({ prepared }) {
      const { transact, read } = await prepared()
      const left = async () => (await read.counts('0', '9', null)).map(({ day, site }) => `${day} ${site}`)
      await transact((writer) =>
        writer.addCounts(
          ['a', 'b'].flatMap((site) => ['2026-11-22', '2026-11-23'].map((day) => countOf({ site, day }))),
        ),
      )
      await transact((writer) => writer.removeCounts('2026-11-23', { sites: ['a'] }))
      same(await left(), ['2026-11-22 b', '2026-11-23 a', '2026-11-23 b'])
      await transact((writer) => writer.removeCounts('2026-11-24', { sites: ['b'], except: true }))
      same(await left(), ['2026-11-22 b', '2026-11-23 b'])
      await transact((writer) => writer.removeCounts('2026-11-24', { sites: [], except: true }))
      same(await left(), [])
    },
  },
  {
    title: 'tokens are put, replaced, removed, and listed oldest first',
    async check({ prepared }) {
      const { transact, read } = await prepared()
      const token = (hash: string, more: Partial<StoredToken>): StoredToken => ({
        ...{ hash, name: strange, role: 'reader', sites: null, created: 5, expires: null },
        ...more,
      })
      const [a, b] = [token('a', { created: 9 }), token('b', { sites: ['x', strange], expires: 1e13 })]
      await transact(async (writer) => {
        for (const one of [a, token('b', {}), b, token('c', {})]) await writer.putToken(one)
        await writer.removeToken('c')
        await writer.removeToken('never there')
      })
      same(await read.tokens(), [b, a])
      same(await read.token('b'), b)
      same(await read.token('c'), null)
    },
  },
  {
    title: 'accesses come newest first',
    async check({ prepared }) {
      const { transact, read } = await prepared()
      const access = (entries: number) => ({ at: 7, who: strange, what: 'export', entries })
      for (const n of [1, 2, 3]) await transact((writer) => writer.addAccess(access(n)))
      same(await read.accesses(2), [access(3), access(2)])
      same((await read.accesses(99)).length, 3)
    },
  },
  {
    title: 'a setting is what was put last',
    async check({ prepared }) {
      const { transact, read } = await prepared()
      same(await read.setting('a'), null)
      await transact((writer) => writer.putSetting('a', 'first'))
      await transact((writer) => writer.putSetting('a', strange))
      same(await read.setting('a'), strange)
    },
  },
  {
    title: 'the next commit of another store finds the key that wraps, and so does what follows in this one',
    async check({ prepared }) {
      const [one, two] = [await prepared(), await prepared()]
      for (const name of ['first', 'second']) {
        await one.transact(async (writer) => {
          await writer.putSetting(KEK_IN_FORCE, name)
          same(await writer.setting(KEK_IN_FORCE), name)
        })
        same(await two.transact((writer) => writer.setting(KEK_IN_FORCE)), name)
      }
    },
  },
]
