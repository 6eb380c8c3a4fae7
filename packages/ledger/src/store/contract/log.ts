import { add, addPlain, bytes, type Check, everyByte, recordOf, refuses, same } from './check.ts'

/** Entries, checkpoints, tiles. */
export const logChecks: readonly Check[] = [
  {
    title: 'a new log is empty',
    async check({ prepared }) {
      const { read } = await prepared()
      same(await read.head(), null)
      same(await read.headCovering(0), null)
      same(await read.tile(0, 0), null)
      same(await read.entries(0, 10), [])
    },
  },
  {
    title: 'entries come back in order, byte for byte, from the first asked for up to the last',
    async check({ prepared }) {
      const { transact, read } = await prepared()
      const entries = [new Uint8Array(), everyByte, bytes('three'), new Uint8Array(65_535).fill(7)]
      await transact(async (writer) => {
        for (const [seq, entry] of entries.entries()) await writer.addEntry(seq, entry)
      })
      const whole = entries.map((entry, seq) => ({ seq, entry, record: null, by: null }))
      same(await read.entries(0, 4), whole)
      same(await read.entries(1, 3), whole.slice(1, 3))
      same(await read.entries(3, 99), whole.slice(3))
      same(await read.entries(2, 2), [])
    },
  },
  {
    title: 'thousands in one commit come back in order',
    async check({ prepared }) {
      const { transact, read } = await prepared()
      const size = 2500
      await transact(async (writer) => {
        for (let seq = 0; seq < size; seq++) await add(writer, recordOf(seq, { subject: `${seq % 7}` }))
      })
      const entries = await read.entries(0, size)
      same(
        entries.map(({ seq, record }) => [seq, record?.id]),
        Array.from({ length: size }, (_, seq) => [seq, recordOf(seq).id]),
      )
      same((await read.recordsOf('3')).length, 357)
    },
  },
  {
    title: 'an entry out of turn is refused, and nothing of its commit stays (E2)',
    async check({ prepared }) {
      const { transact, read } = await prepared()
      await transact((writer) => addPlain(writer, 0))
      for (const seqs of [[2], [0], [1, 1], [1, 3], [2, 1], [-1]]) {
        const add = transact(async (writer) => {
          for (const seq of seqs) await addPlain(writer, seq)
        })
        await refuses(() => add, `entries ${seqs} after 0`)
        same((await read.entries(-5, 99)).length, 1)
      }
    },
  },
  {
    title: 'the head is the newest; a receipt’s is the oldest that covers its entry',
    async check({ prepared }) {
      const { transact, read } = await prepared()
      for (const size of [0, 2, 5]) await transact((writer) => writer.addHead({ size, note: `of ${size}` }))
      same(await read.head(), { size: 5, note: 'of 5' })
      const covering = await Promise.all([0, 1, 2, 4, 5].map((seq) => read.headCovering(seq)))
      same(
        covering.map((head) => head?.size),
        [2, 2, 5, 5, undefined],
      )
      same(covering[4], null)
    },
  },
  {
    title: 'checkpoints of more than one size and up to another come in order',
    async check({ prepared }) {
      const { transact, read } = await prepared()
      for (const size of [0, 2, 5, 9])
        await transact((writer) => writer.addHead({ size, note: `of ${size}` }))
      same(await read.heads(0, 5), [
        { size: 2, note: 'of 2' },
        { size: 5, note: 'of 5' },
      ])
      same(await read.heads(9, 99), [])
    },
  },
  {
    title: 'what lies beyond a log’s end is named (E3)',
    async check({ prepared }) {
      const { transact, read } = await prepared()
      same(await read.stray(0), null)
      await transact(async (writer) => {
        for (let seq = 0; seq < 300; seq++) await addPlain(writer, seq)
        await writer.addHead({ size: 300, note: 'of 300' })
        await writer.putTile(0, 1, new Uint8Array(32 * 44))
        await writer.putTile(1, 0, new Uint8Array(32))
      })
      same(await read.stray(300), null)
      same(await read.stray(299), 'entries')
      await transact((writer) => writer.putTile(1, 1, new Uint8Array(32)))
      same(await read.stray(300), 'tiles')
    },
  },
  {
    title: 'a checkpoint that is not larger is refused (E2)',
    async check({ prepared }) {
      const { transact, read } = await prepared()
      await transact((writer) => writer.addHead({ size: 5, note: 'of 5' }))
      for (const size of [5, 4, 0])
        await refuses(
          () => transact((writer) => writer.addHead({ size, note: 'another' })),
          `a head of ${size}`,
        )
      same(await read.head(), { size: 5, note: 'of 5' })
    },
  },
  {
    title: 'a tile grows, and what was put last counts',
    async check({ prepared }) {
      const { transact, read } = await prepared()
      await transact(async (writer) => {
        await writer.putTile(0, 3, bytes('a'))
        await writer.putTile(0, 3, bytes('ab'))
        await writer.putTile(1, 3, everyByte)
      })
      same(await read.tile(0, 3), bytes('ab'))
      await transact((writer) => writer.putTile(0, 3, new Uint8Array(8192).fill(9)))
      same(await read.tile(0, 3), new Uint8Array(8192).fill(9))
      same(await read.tile(1, 3), everyByte)
      same(await read.tile(0, 4), null)
    },
  },
]
