import { add, addPlain, bytes, type Check, countOf, idOf, recordOf, refuses, same } from './check.ts'

/** What erasure takes and what it leaves, and that nothing else takes anything. */
export const erasureChecks: readonly Check[] = [
  {
    title: 'erasure takes records, keys of subjects that have no more, and documents that nobody names (G3)',
    async check({ prepared }) {
      const { transact, read } = await prepared()
      await transact(async (writer) => {
        await add(
          writer,
          recordOf(0, { subject: 'gone', notice: 'own' }),
          recordOf(1, { subject: 'stays', notice: 'shared' }),
          recordOf(2, { subject: 'gone', notice: 'shared' }),
          recordOf(3, { subject: 'stays', notice: 'registered' }),
        )
        for (const digest of ['own', 'shared', 'registered'])
          await writer.addDocument({ digest, document: bytes(digest), registered: digest === 'registered' })
        await writer.addCounts([countOf()])
      })
      await transact(async (writer) => {
        await addPlain(writer, 4)
        await writer.erase([0, 2, 3], 4)
        same(await writer.recordsOf('gone'), [], 'seen within the commit')
      })
      const entries = await read.entries(0, 9)
      same(
        entries.map(({ record, by }) => [record?.seq ?? null, by]),
        [
          [null, 4],
          [1, null],
          [null, 4],
          [null, 4],
          [null, null],
        ],
      )
      same(entries.length, 5)
      same(await read.recordById('shop.example', idOf(0)), null)
      same(await read.recordsByCode('', 9), [entries[1]?.record])
      same(await read.subjectKey('gone'), null)
      same(await read.subjectKey('stays'), entries[1]?.record?.key)
      const left = await Promise.all(['own', 'shared', 'registered'].map((digest) => read.document(digest)))
      same(
        left.map((document) => document?.digest ?? null),
        [null, 'shared', 'registered'],
      )
      same(await read.counts('0', '9', null), [countOf()], 'counts name nobody')
    },
  },
  {
    title:
      'a record that is added and erased in one commit is gone; its id can be used again, with a new key',
    async check({ prepared }) {
      const { transact, read } = await prepared()
      const again = recordOf(2, {
        id: idOf(0),
        subject: 'one',
        key: { kek: 'first', wrapped: bytes('a new key') },
      })
      await transact(async (writer) => {
        await add(writer, recordOf(0, { subject: 'one' }))
        await addPlain(writer, 1)
        await writer.erase([0], 1)
        same(await writer.subjectKey('one'), null)
        await add(writer, again)
      })
      same(await read.recordById('shop.example', idOf(0)), again)
      same(await read.recordsOf('one'), [again])
    },
  },
  {
    title: 'a record is erased once, by an entry that is there',
    async check({ prepared }) {
      const { transact, read } = await prepared()
      await transact((writer) => add(writer, recordOf(0), recordOf(1)))
      await transact(async (writer) => {
        await addPlain(writer, 2)
        await writer.erase([0], 2)
      })
      await refuses(() => transact((writer) => writer.erase([0], 2)), 'erasing twice')
      await refuses(() => transact((writer) => writer.erase([77], 2)), 'erasing what is not there')
      same(
        (await read.entries(0, 9)).map(({ by }) => by),
        [2, null, null],
      )
    },
  },
  {
    title: 'whoever has the database open cannot edit the log (E2)',
    async check({ prepared, edits }) {
      const { transact, read } = await prepared()
      await transact(async (writer) => {
        await add(writer, recordOf(0), recordOf(1))
        await addPlain(writer, 2)
        await writer.erase([1], 2)
        await writer.addHead({ size: 3, note: 'of 3' })
      })
      const before = [await read.entries(0, 9), await read.head()]
      for (const [i, edit] of edits.entries()) await refuses(edit, `edit ${i}`)
      same([await read.entries(0, 9), await read.head()], before)
    },
  },
  {
    title: 'wiping after an erasure leaves the log as it is',
    async check({ prepared }) {
      const { transact, read, wipe } = await prepared()
      await transact(async (writer) => {
        await add(writer, recordOf(0), recordOf(1))
        await addPlain(writer, 2)
        await writer.erase([1], 2)
      })
      const before = await read.entries(0, 9)
      same(await wipe(), true)
      same(await read.entries(0, 9), before)
    },
  },
]
