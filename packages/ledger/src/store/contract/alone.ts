import { isDeepStrictEqual } from 'node:util'
import type { LogStore, LogWriter } from '../store.ts'
import { addPlain, type Check, everything, fill, refuses, same } from './check.ts'

/** Adds the next entry and its checkpoint, as a ledger does. */
async function appendOne(writer: LogWriter): Promise<number> {
  const size = (await writer.head())?.size ?? 0
  await addPlain(writer, size)
  await writer.addHead({ size: size + 1, note: `of ${size + 1}` })
  return size
}

async function expectGapless({ read }: LogStore, size: number): Promise<void> {
  same(
    (await read.entries(0, size + 99)).map(({ seq }) => seq),
    Array.from({ length: size }, (_, seq) => seq),
  )
  same((await read.head())?.size, size)
}

/** All or nothing, nothing before its time, one writer at a time. */
export const aloneChecks: readonly Check[] = [
  {
    title: 'within a commit everything that it wrote is seen, and afterwards the same',
    async check({ prepared }) {
      const { transact, read } = await prepared()
      for (const from of [0, 3]) {
        const within = await transact(async (writer) => {
          await fill(writer, from)
          return everything(writer)
        })
        same(await everything(read), within)
      }
    },
  },
  {
    title: 'a commit that is given up leaves nothing, says why, and the next one works',
    async check({ prepared }) {
      const { transact, read } = await prepared()
      await transact((writer) => fill(writer))
      const before = await everything(read)
      const why = new Error('given up')
      for (const looks of [false, true]) {
        const givenUp = transact(async (writer) => {
          await fill(writer, 3)
          await writer.erase([0], 5)
          if (looks) await everything(writer)
          throw why
        })
        await refuses(() => givenUp, 'giving up', why)
        same(await everything(read), before)
      }
      await transact((writer) => fill(writer, 3))
      same((await read.entries(0, 99)).length, 6)
    },
  },
  {
    title: 'nobody sees what is not committed, and everybody what is',
    async check({ prepared }) {
      const [one, two] = [await prepared(), await prepared()]
      await one.transact((writer) => fill(writer))
      const before = await everything(two.read)
      const within = await one.transact(async (writer) => {
        await fill(writer, 3)
        const seen = await everything(writer)
        same(await everything(one.read), before)
        same(await everything(two.read), before)
        return seen
      })
      same(isDeepStrictEqual(within, before), false, 'whether nothing was written')
      same(await everything(one.read), within)
      same(await everything(two.read), within)
    },
  },
  {
    title: 'two stores that take turns write one log',
    async check({ prepared }) {
      const stores = [await prepared(), await prepared()]
      for (let turn = 0; turn < 5; turn++)
        for (const { transact } of stores) await transact((writer) => appendOne(writer))
      for (const store of stores) await expectGapless(store, 10)
    },
  },
  {
    title: 'two stores that write at once write one log without gaps',
    async check({ prepared, together }) {
      if (!together) return
      const [one, two] = [await prepared(), await prepared()]
      const commits = Array.from({ length: 30 }, (_, i) => (i % 2 ? one : two).transact(appendOne))
      same(
        (await Promise.all(commits)).sort((a, b) => a - b),
        Array.from({ length: 30 }, (_, seq) => seq),
      )
      await expectGapless(one, 30)
      await expectGapless(two, 30)
    },
  },
  {
    title: 'preparing again, and twice at once, changes nothing',
    async check({ open, prepared, vault, together }) {
      const [first, second] = [open(), open()]
      if (together) await Promise.all([first, second].map((store) => store.prepare(vault)))
      else for (const store of [first, second]) await store.prepare(vault)
      await first.transact((writer) => fill(writer))
      const before = await everything(second.read)
      await first.prepare(vault)
      same(await everything((await prepared()).read), before)
    },
  },
  {
    title: 'what was committed outlives the store',
    async check({ prepared }) {
      const first = await prepared()
      const within = await first.transact(async (writer) => {
        await fill(writer)
        return everything(writer)
      })
      await first.close()
      await first.close()
      await refuses(() => first.transact((writer) => fill(writer, 3)), 'a closed store')
      same(await everything((await prepared()).read), within)
    },
  },
  {
    title: 'an error of somebody else’s is not passing: the ledger stops (D8)',
    async check({ prepared }) {
      const { isPassing } = await prepared()
      for (const error of [new Error('disk full'), new TypeError('x is undefined'), undefined, null, 'text'])
        same(isPassing(error), false)
    },
  },
]
