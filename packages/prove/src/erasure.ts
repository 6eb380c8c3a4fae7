import { createHash, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { verifyExport } from '@latchkey/log'
import { filesBelow, valuesOf } from './erasure/values.ts'
import { client, wait } from './harness/http.ts'
import { type LedgerProcess, latchkey, startLedger, TOKEN } from './harness/ledger-process.ts'
import { type Made, shopper, submissionOf } from './harness/shopper.ts'
import { type Proof, problems } from './proof.ts'

const what =
  'A subject among others is erased: none of its words, ids or stored values is left in any file of the ledger or in a later export, running or stopped; everything else verifies against an earlier checkpoint; an older backup that is restored does not bring it back.'

/** Milliseconds; the ledger tries at least every five seconds. */
const WIPED_WITHIN = 30_000

const FORMATS = ['jsonl', 'csv', '27560', '27560-receipt', 'ocsf', 'ecs', 'cef']

export const erasure: Proof = {
  name: 'erasure',
  what,
  seeds: ['keeps-deleted-pages', 'counts-every-word'],
  async run({ scale, folder, seed }) {
    const rounds = scale === 'full' ? 20 : 1
    const found = problems()
    const began = performance.now()
    const home = join(folder, 'home')
    const temporary = join(home, 'tmp')
    mkdirSync(temporary, { recursive: true })
    const db = join(home, 'ledger.db')
    const env = { TMPDIR: temporary, SQLITE_TMPDIR: temporary }
    const http = client(4)
    const keep = join(folder, 'backup')
    let ledger = await startLedger({ db, seed, env })
    let looked = 0
    let erased = 0
    const gone: Made[] = []

    for (let round = 0; round < rounds; round++) {
      const [mark, tally] = [randomBytes(12).toString('hex'), randomBytes(12).toString('hex')]
      const [leaving, staying] = [shopper(), shopper()]
      const left = Array.from({ length: 4 }, () =>
        leaving.decide({
          policy: `policy-${mark}`,
          locale: `l${tally}`,
          regime: `r${tally}`,
          notice: `n${tally}`,
          choices: { analytics: 'granted' },
        }),
      )
      await send(
        ledger,
        Array.from({ length: 10 }, () => staying.decide()),
      )
      await send(ledger, left)
      await send(
        ledger,
        Array.from({ length: 5 }, () => staying.decide()),
      )
      const before = valuesOf(db)
      const { text: checkpoint } = await http.send(`${ledger.url}/v1/checkpoint`)
      if (!(await exported(ledger, 'jsonl')).includes(mark))
        found.add('The control failed: it was never there.')
      if (round === 0) {
        const { code, output } = await latchkey(['ledger', 'backup', keep, '--db', db])
        if (code !== 0) found.add(`Backup ends with ${code}: ${output}`)
      }

      const secret = left[0]?.secret ?? ''
      const headers = { authorization: `Bearer ${secret}` }
      const forget = () => http.send(`${ledger.url}/v1/subject`, { method: 'DELETE', headers })
      // Every other time somebody reads the database just then, and nobody sends anything once they have ended.
      const reader = round % 2 === 0 ? readerOf(db) : null
      const answer = await forget()
      if (reader) {
        if (answer.status !== 202)
          found.add(`While the database is read an erasure is answered with ${answer.status}.`)
        if (!journalHolds(db, left)) found.add('The control failed: a reader does not keep what was erased.')
        reader.close()
        const until = performance.now() + WIPED_WITHIN
        while (journalHolds(db, left) && performance.now() < until) await wait(50)
        if (journalHolds(db, left)) found.add('Long after the reader has ended, the journal is not wiped.')
      }
      const { status } = reader ? await forget() : answer
      if (status !== 200) found.add(`The erasure is answered with ${status}.`)
      erased += left.length
      gone.push(...left)

      const after = valuesOf(db)
      const subject = createHash('sha256').update(secret).digest()
      const needles = new Map<string, Buffer>([
        ['its words', Buffer.from(mark)],
        // Counted by day and kept as a sum. Purposes are the site's own words, so they may stay.
        ['its language, regime or notice', Buffer.from(tally)],
        ['its secret', Buffer.from(secret)],
        ['its subject', Buffer.from(subject.toString('hex'))],
        ['its subject, as bytes', subject],
        ...left.map(({ id }, i): [string, Buffer] => [`the id of record ${i}`, Buffer.from(id)]),
        ...left.map(({ id }, i): [string, Buffer] => [
          `the id of record ${i}, as bytes`,
          Buffer.from(id.replaceAll('-', ''), 'hex'),
        ]),
      ])
      let values = 0
      for (const [hex, bytes] of before) if (!after.has(hex)) needles.set(`erased value ${values++}`, bytes)
      if (values === 0) found.add('The control failed: the erasure took no value out of the database.')
      const look = (when: string) => {
        for (const { file, content } of filesBelow(home)) {
          looked += 1
          for (const [name, bytes] of needles)
            if (content.includes(bytes)) found.add(`${when}, ${basename(file)} holds ${name}.`)
        }
      }
      look('While it runs')
      for (const format of FORMATS) {
        const text = await exported(ledger, format)
        for (const [name, bytes] of needles)
          if (text.includes(bytes.toString())) found.add(`The export as ${format} holds ${name}.`)
      }
      const { holds, findings } = await verifyExport([Buffer.from(await exported(ledger, 'jsonl'))], {
        key: ledger.vkey,
        checkpoint,
      })
      if (!holds) found.add(`After the erasure the export does not hold: ${findings[0]?.message}`)
      for (const word of [mark, secret, subject.toString('hex')])
        if (ledger.output().includes(word)) found.add('The log of the process names it.')
      await ledger.kill('SIGTERM')
      look('Stopped')
      ledger = await startLedger({ db, seed, env })
      if ((await exported(ledger, 'jsonl')).includes(mark)) found.add('Started again, it is back.')
    }

    await ledger.kill('SIGTERM')
    for (const end of ['', '-wal', '-shm']) rmSync(db + end, { force: true })
    const restore = await latchkey(['ledger', 'restore', keep, '--db', db])
    if (restore.code !== 0) found.add(`Restore ends with ${restore.code}: ${restore.output}`)
    ledger = await startLedger({ db, seed, env })
    const restored = await exported(ledger, 'jsonl')
    for (const { id } of gone)
      if (restored.includes(id)) found.add(`Restored from an older backup, ${id} is back.`)
    http.close()
    await ledger.kill('SIGTERM')
    return {
      name: 'erasure',
      runs: rounds,
      what,
      held: found.count() === 0,
      problems: found.list(),
      figures: {
        'records erased': erased,
        'files looked through': looked,
        seconds: Math.round((performance.now() - began) / 1000),
      },
    }

    async function send(to: LedgerProcess, records: readonly Made[]): Promise<void> {
      const body = submissionOf(records)
      const headers = { 'content-type': 'text/plain' }
      const answer = await http.send(`${to.url}/v1/records`, { method: 'POST', headers, body })
      const stored = answer.text.match(/"status":"stored"/g)?.length ?? 0
      if (stored !== records.length)
        throw new Error(`[prove] erasure: expected all stored, got ${answer.text.slice(0, 300)}`)
    }

    async function exported(from: LedgerProcess, format: string): Promise<string> {
      const headers = { authorization: `Bearer ${TOKEN}` }
      const answer = await http.send(`${from.url}/v1/export?format=${format}`, { headers })
      if (answer.status !== 200)
        throw new Error(
          `[prove] erasure: expected an export, got ${answer.status}: ${answer.text.slice(0, 300)}`,
        )
      return answer.text
    }
  },
}

/** Somebody who reads the database, as a shell or a backup does. */
function readerOf(db: string): DatabaseSync {
  const database = new DatabaseSync(db)
  database.exec('BEGIN')
  database.prepare('SELECT count(*) FROM records').get()
  return database
}

/** Whether the write-ahead log or the database has an id of these records. */
function journalHolds(db: string, records: readonly Made[]): boolean {
  return [`${db}-wal`, db]
    .filter((file) => existsSync(file))
    .some((file) => {
      const content = readFileSync(file)
      return records.some(({ id }) => content.includes(id))
    })
}
