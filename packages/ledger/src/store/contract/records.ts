import {
  add,
  addPlain,
  bytes,
  type Check,
  everyByte,
  idOf,
  recordOf,
  refuses,
  same,
  strange,
} from './check.ts'

const seqsOf = (records: readonly { readonly seq: number }[]) => records.map(({ seq }) => seq)

/** Records, their subjects' keys, and how they are found. */
export const recordChecks: readonly Check[] = [
  {
    title: 'a record comes back as it was, whatever letters and bytes it has',
    async check({ prepared }) {
      const { transact, read } = await prepared()
      const key = { kek: strange, wrapped: everyByte }
      const odd = recordOf(0, {
        site: strange,
        subject: `s ${strange}`,
        notice: strange,
        sealed: everyByte,
        key,
      })
      const large = recordOf(1, { assurance: 'attested', sealed: new Uint8Array(1 << 20).fill(0xe9) })
      const late = recordOf(2, { received: 8_640_000_000_000_000, sealed: new Uint8Array() })
      await transact((writer) => add(writer, odd, large, late))
      same(await read.recordById(strange, odd.id), odd)
      same(await read.recordsOf(large.subject), [large])
      same(
        (await read.entries(0, 3)).map(({ record }) => record),
        [odd, large, late],
      )
      same(await read.isNamed(strange), true)
      same(await read.isNamed('another'), false)
      same(await read.recordById('shop.example', odd.id), null)
    },
  },
  {
    title: 'ids are unique within a site, and free in another (F8)',
    async check({ prepared }) {
      const { transact, read } = await prepared()
      const [here, there] = [recordOf(0), recordOf(1, { id: idOf(0), site: 'other.example' })]
      await transact((writer) => add(writer, here, there))
      same(await read.recordById('other.example', idOf(0)), there)
      await refuses(() => transact((writer) => add(writer, recordOf(2, { id: idOf(0) }))), 'a taken id')
      const twice = [recordOf(2), recordOf(3, { id: idOf(2) })]
      await refuses(() => transact((writer) => add(writer, ...twice)), 'an id twice')
      same((await read.entries(0, 9)).length, 2)
      same(await read.recordById('shop.example', idOf(0)), here)
    },
  },
  {
    title: 'records are found by how their ids begin, in order of ids',
    async check({ prepared }) {
      const { transact, read } = await prepared()
      const ids = ['ab-3', 'ab-1', 'abc-', 'ac-1', 'a', 'ab-2', 'AB-1']
      await transact((writer) => add(writer, ...ids.map((id, seq) => recordOf(seq, { id }))))
      const found = async (code: string, limit: number) =>
        (await read.recordsByCode(code, limit)).map(({ id }) => id)
      same(await found('ab', 9), ['ab-1', 'ab-2', 'ab-3', 'abc-'])
      same(await found('ab', 2), ['ab-1', 'ab-2'])
      same(await found('b', 9), [])
      same(await found('ab_', 9), [])
      same(await found('ab%', 9), [])
    },
  },
  {
    title: 'a subject’s records come in the order of the log',
    async check({ prepared }) {
      const { transact, read } = await prepared()
      for (const seq of [0, 1, 2, 3, 4])
        await transact((writer) => add(writer, recordOf(seq, { subject: seq % 2 ? 'odd' : 'even' })))
      same(seqsOf(await read.recordsOf('even')), [0, 2, 4])
      same(seqsOf(await read.recordsOf('odd')), [1, 3])
      same(await read.recordsOf('nobody'), [])
      same(seqsOf(await read.recordsOf('even', 2)), [2, 4])
      await transact(async (writer) => {
        await add(writer, recordOf(5, { subject: 'odd' }))
        same(seqsOf(await writer.recordsOf('odd', 2)), [3, 5])
      })
    },
  },
  {
    title: 'the places of subjects’ records are read piece by piece',
    async check({ prepared }) {
      const { transact, read } = await prepared()
      const whose = ['one', 'two', 'three', 'one', 'two', 'one']
      const site = (seq: number) => (seq < 4 ? 'a' : 'b')
      await transact((writer) =>
        add(writer, ...whose.map((subject, seq) => recordOf(seq, { subject, site: site(seq) }))),
      )
      same(await read.placesOf(['one', 'two'], -1, 3), [0, 1, 3])
      same(await read.placesOf(['one', 'two'], -1, 9, ['b']), [4, 5], 'of one site (F8)')
      same(await read.placesOf(['one', 'two'], -1, 9, []), [])
      same(await read.placesOf(['one', 'two'], 3, 3), [4, 5])
      same(await read.placesOf(['one', strange], 0, 9), [3, 5])
      same(await read.placesOf([], -1, 9), [])
      await transact(async (writer) => {
        await add(writer, recordOf(6, { subject: 'two' }))
        same(await writer.placesOf(['two'], 1, 9), [4, 6])
      })
    },
  },
  {
    title: 'a document is named by records of some sites and not of others (F8)',
    async check({ prepared }) {
      const { transact, read } = await prepared()
      await transact(async (writer) => {
        await add(writer, recordOf(0, { notice: 'd', site: 'a' }))
        same([await writer.isNamed('d', ['a']), await writer.isNamed('d', ['b'])], [true, false])
      })
      same([await read.isNamed('d', ['b', 'a']), await read.isNamed('d', ['b'])], [true, false])
      same([await read.isNamed('d', []), await read.isNamed('d', null)], [false, true])
    },
  },
  {
    title: 'records older than a time come oldest first, of every site or of those chosen',
    async check({ prepared }) {
      const { transact, read } = await prepared()
      const made = (seq: number, received: number, site: string) => recordOf(seq, { received, site })
      await transact((writer) =>
        add(writer, made(0, 30, 'a'), made(1, 10, 'b'), made(2, 20, 'a'), made(3, 10, 'c'), made(4, 40, 'a')),
      )
      same(await read.recordsBefore(40, 9), [1, 3, 2, 0])
      same(await read.recordsBefore(30, 9), [1, 3, 2])
      same(await read.recordsBefore(99, 2), [1, 3])
      same(await read.recordsBefore(10, 9), [])
      same(await read.recordsBefore(99, 9, { sites: ['a', 'c'] }), [3, 2, 0, 4])
      same(await read.recordsBefore(99, 9, { sites: ['a', 'c'], except: true }), [1])
      same(await read.recordsBefore(99, 1, { sites: ['a'] }), [2])
      same(await read.recordsBefore(99, 9, { sites: [] }), [])
    },
  },
  {
    title: 'a subject’s key comes with its first record and changes only when it is put',
    async check({ prepared }) {
      const { transact, read } = await prepared()
      const first = recordOf(0, { subject: 'one' })
      const later = { kek: 'second', wrapped: bytes('another') }
      await transact(async (writer) => {
        same(await writer.subjectKey('one'), null)
        await add(writer, first)
        same(await writer.subjectKey('one'), first.key)
        await add(writer, recordOf(1, { subject: 'one', key: later }))
        same((await writer.recordById('shop.example', idOf(1)))?.key, first.key)
      })
      await transact(async (writer) => {
        await add(writer, recordOf(2, { subject: 'one', key: later }), recordOf(3, { subject: 'two' }))
        same(await writer.subjectKey('one'), first.key)
      })
      const keys = async () => (await read.recordsOf('one')).map(({ key }) => key)
      same(await keys(), [first.key, first.key, first.key])
      same(await read.subjectsNotUnder('first', 9), [])
      same(await read.subjectsNotUnder('second', 9), ['one', 'two'])
      same(await read.subjectsNotUnder('second', 1), ['one'])
      await transact((writer) => writer.putSubjectKey('one', later))
      same(await keys(), [later, later, later])
      same(await read.subjectsNotUnder('second', 9), ['two'])
      same(await read.subjectKey('nobody'), null)
    },
  },
  {
    title: 'saying what is expected changes no answer',
    async check({ prepared }) {
      const { transact, read } = await prepared()
      const [here, next] = [recordOf(0, { subject: 'one' }), recordOf(2, { subject: 'two' })]
      await transact((writer) => add(writer, here))
      await transact(async (writer) => {
        await writer.expect?.([here, next, recordOf(3, { subject: 'one' }), next])
        same(await writer.recordById(here.site, here.id), here)
        same(await writer.subjectKey('one'), here.key)
        same([await writer.recordById(next.site, next.id), await writer.subjectKey('two')], [null, null])
        await addPlain(writer, 1)
        await add(writer, next)
        same([await writer.recordById(next.site, next.id), await writer.subjectKey('two')], [next, next.key])
        same((await writer.entries(0, 9)).length, 3)
        same([await writer.recordById(next.site, next.id), await writer.subjectKey('two')], [next, next.key])
        await writer.expect?.([here, next])
        await addPlain(writer, 3)
        await writer.erase([0], 3)
        same([await writer.recordById(here.site, here.id), await writer.subjectKey('one')], [null, null])
      })
      same(await read.subjectKey('two'), next.key)
    },
  },
  {
    title: 'an entry without a record has none',
    async check({ prepared }) {
      const { transact, read } = await prepared()
      await transact(async (writer) => {
        await addPlain(writer, 0)
        await add(writer, recordOf(1))
      })
      same(
        (await read.entries(0, 2)).map(({ record, by }) => [record?.seq ?? null, by]),
        [
          [null, null],
          [1, null],
        ],
      )
    },
  },
]
