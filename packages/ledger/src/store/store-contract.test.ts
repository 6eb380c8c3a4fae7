import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { hasPostgres, startPostgres } from '@latchkey/testkit/postgres'
import { Client } from 'pg'
import { afterAll, describe, expect, test } from 'vitest'
import { postgresStore } from './postgres-store.ts'
import { sqliteStore } from './sqlite-store.ts'
import type { LogReader, LogStore, LogWriter } from './store.ts'
import { type StoreUnderTest, storeContract } from './store-contract.ts'

/** Edits that both databases take as words; each must be refused. */
const EDITS = [
  "UPDATE entries SET entry = 'x' WHERE seq = 0",
  'DELETE FROM entries WHERE seq = 2',
  "INSERT INTO entries VALUES (99, 'x')",
  "INSERT INTO entries VALUES (0, 'x') ON CONFLICT (seq) DO UPDATE SET entry = 'x'",
  "UPDATE heads SET note = ''",
  'DELETE FROM heads',
  "INSERT INTO heads VALUES (2, '')",
  "INSERT INTO heads VALUES (3, '') ON CONFLICT (size) DO UPDATE SET note = ''",
  'UPDATE erasures SET by = 0',
  'DELETE FROM erasures',
  'UPDATE records SET received = 0',
  'DELETE FROM records',
]

function sqlite(): StoreUnderTest {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-'))
  const file = join(folder, 'ledger.db')
  const edit = (sql: string) => () => {
    const database = new DatabaseSync(file)
    try {
      database.exec(sql)
    } finally {
      database.close()
    }
  }
  return {
    open: () => sqliteStore(file),
    edits: [...EDITS, "INSERT OR REPLACE INTO entries VALUES (0, x'00')"].map(edit),
    remove: () => rmSync(folder, { recursive: true }),
  }
}

describe('SQLite', () => {
  for (const { title, run } of storeContract('sqlite', sqlite)) test(title, { timeout: 20_000 }, run)
})

const postgres = hasPostgres() ? await startPostgres() : null
afterAll(() => postgres?.remove(), 60_000)

describe.skipIf(!postgres)('PostgreSQL', () => {
  const url = `${postgres?.address}/postgres`
  const query = async (sql: string) => {
    const client = new Client({ connectionString: url, options: '-c search_path=latchkey' })
    await client.connect()
    try {
      await client.query(sql)
    } finally {
      await client.end()
    }
  }
  const truncate = ['entries', 'heads', 'erasures', 'records'].map((table) => `TRUNCATE ${table}`)
  const make = (): StoreUnderTest => ({
    open: () => postgresStore(url),
    edits: [...EDITS, ...truncate, 'TRUNCATE subjects CASCADE', 'DELETE FROM subjects'].map(
      (sql) => () => query(sql),
    ),
    remove: () => query('DROP SCHEMA IF EXISTS latchkey CASCADE'),
  })
  for (const { title, run } of storeContract('postgres', make)) test(title, { timeout: 60_000 }, run)
})

/** A store that is like SQLite but for one thing. */
function broken(change: (store: LogStore, nth: number) => Partial<LogStore>): () => StoreUnderTest {
  return () => {
    const under = sqlite()
    let nth = 0
    return {
      ...under,
      open() {
        const store = under.open()
        return Object.assign({}, store, { read: store.read }, change(store, nth++))
      },
    }
  }
}

const writing = (change: (writer: LogWriter) => Partial<LogWriter>) =>
  broken(({ transact }) => ({
    transact: (work) => transact((writer) => work({ ...writer, ...change(writer) })),
  }))
const reading = (change: (read: LogReader) => Partial<LogReader>) =>
  broken(({ read }) => ({ read: { ...read, ...change(read) } }))

/** What is wrong with it, and how the check begins that says so. */
const BROKEN: readonly (readonly [what: string, check: string, make: () => StoreUnderTest])[] = [
  [
    'forgets a record',
    'a record comes back as it was',
    writing(({ addRecord }) => ({
      addRecord: async (record) => (record.seq === 1 ? undefined : addRecord(record)),
    })),
  ],
  [
    'forgets what came after the thousandth',
    'thousands in one commit',
    writing(({ addRecord }) => ({
      addRecord: async (record) => (record.seq > 1000 ? undefined : addRecord(record)),
    })),
  ],
  [
    'reorders entries',
    'entries come back in order',
    reading(({ entries }) => ({
      entries: async (from, to) => (await entries(from, to)).toReversed(),
    })),
  ],
  [
    'takes entries in any order',
    'an entry out of turn',
    writing(({ addEntry, entries }) => ({
      addEntry: async (seq, entry) => {
        const { length } = await entries(0, 1e6)
        return seq < length ? undefined : addEntry(length, entry)
      },
    })),
  ],
  [
    'gives the newest receipt for the first',
    'the head is the newest',
    reading(({ head }) => ({ headCovering: () => head() })),
  ],
  [
    'leaves the newest checkpoint out',
    'checkpoints of more than one size',
    reading(({ heads }) => ({ heads: async (after, upTo) => (await heads(after, upTo)).slice(0, -1) })),
  ],
  ['sees nothing beyond the end', 'what lies beyond', reading(() => ({ stray: async () => null }))],
  [
    'cuts texts at NUL',
    'entries come back in order',
    writing(({ addEntry }) => ({
      addEntry: (seq, entry) =>
        addEntry(seq, entry.includes(0) ? entry.subarray(0, entry.indexOf(0)) : entry),
    })),
  ],
  [
    'mixes up sites',
    'a record comes back as it was',
    reading(({ recordsByCode, recordById }) => ({
      recordById: async (site, id) => (await recordById(site, id)) ?? (await recordsByCode(id, 1))[0] ?? null,
    })),
  ],
  [
    'gives the first of a subject’s records for the last',
    'a subject’s records come',
    reading(({ recordsOf }) => ({
      recordsOf: async (subject, most) => (await recordsOf(subject)).slice(0, most),
    })),
  ],
  [
    'gives a subject a new key with every record',
    'a subject’s key comes',
    writing(({ addRecord, putSubjectKey }) => ({
      addRecord: async (record) => {
        await addRecord(record)
        await putSubjectKey(record.subject, record.key)
      },
    })),
  ],
  [
    'keeps the key of whoever was erased',
    'erasure takes records',
    writing(({ erase, recordsOf, entries, addRecord }) => ({
      erase: async (seqs, by) => {
        const first = (await entries(seqs[0] ?? 0, (seqs[0] ?? 0) + 1))[0]?.record
        await erase(seqs, by)
        if (first && (await recordsOf(first.subject)).length === 0)
          await addRecord({ ...first, seq: by, id: 'kept' })
      },
    })),
  ],
  [
    'counts the last alone',
    'counts add up',
    writing(({ addCounts }) => ({
      addCounts: (counts) => addCounts(counts.slice(-1)),
    })),
  ],
  [
    'forgets where it was among a subject’s records',
    'the places of subjects’ records',
    reading(({ placesOf }) => ({ placesOf: (subjects, _, limit) => placesOf(subjects, -1, limit) })),
  ],
  [
    'takes any site’s record for one that names a document',
    'a document is named by records of some sites',
    reading(({ isNamed }) => ({ isNamed: (digest) => isNamed(digest) })),
  ],
  [
    'adds up the counts of every site',
    'counts are added up',
    reading(({ countSums }) => ({ countSums: (query) => countSums({ ...query, sites: null }) })),
  ],
  ['keeps counts for ever', 'counts of before a day go', writing(() => ({ removeCounts: async () => {} }))],
  [
    'leaks uncommitted rows',
    'nobody sees what is not committed',
    broken(({ transact, read }) => {
      let current: LogReader | null = null
      return {
        read: new Proxy(read, { get: (target, name) => Reflect.get(current ?? target, name) }),
        transact: (work) =>
          transact(async (writer) => {
            current = writer
            try {
              return await work(writer)
            } finally {
              current = null
            }
          }),
      }
    }),
  ],
  [
    'commits what was given up',
    'a commit that is given up',
    broken(({ transact }) => ({
      async transact(work) {
        const done = await transact(async (writer) => {
          try {
            return { result: await work(writer) }
          } catch (error) {
            return { error }
          }
        })
        if ('error' in done) throw done.error
        return done.result
      },
    })),
  ],
  [
    'ignores the second writer',
    'two stores that take turns',
    broken(({ transact }, nth) => ({
      async transact(work) {
        if (nth === 0) return transact(work)
        const undone: unknown[] = []
        await transact(async (writer) => {
          undone.push(await work(writer))
          throw new Error('undone')
        }).catch(() => {})
        return undone[0] as Awaited<ReturnType<typeof work>> // what the work came to
      },
    })),
  ],
  [
    'sees a snapshot of when it was opened',
    'nobody sees what is not committed',
    broken(({ read }) => {
      const held = new Map<string, Promise<unknown>>()
      return {
        read: {
          ...read,
          entries: (from, to) => {
            const key = `${from} ${to}`
            const known = held.get(key) ?? read.entries(from, to)
            held.set(key, known)
            return known as ReturnType<LogReader['entries']> // put there one line above
          },
        },
      }
    }),
  ],
  [
    'takes every error for a passing one',
    'an error of somebody else’s',
    broken(() => ({ isPassing: () => true })),
  ],
  [
    'loses all when it is closed',
    'what was committed outlives',
    () => {
      const under = sqlite()
      let file = sqlite()
      return {
        ...under,
        open: () => {
          const store = file.open()
          return Object.assign({}, store, {
            read: store.read,
            close: async () => {
              await store.close()
              file = sqlite()
            },
          })
        },
      }
    },
  ],
]

describe('the contract catches a store that', () => {
  test.each(BROKEN)('%s', async (_, title, make) => {
    const check = storeContract('broken', make).find((one) => one.title.startsWith(`broken: ${title}`))
    await expect(check?.run()).rejects.toThrow()
  })
})
