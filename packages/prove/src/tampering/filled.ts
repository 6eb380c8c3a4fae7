import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { digest } from '@latchkey/record'
import { openLedger, post } from '../harness/open-ledger.ts'
import { shopper, submissionOf } from '../harness/shopper.ts'

/** A closed ledger with everything in it that a ledger holds, and what somebody outside has kept of it. */
export interface Filled {
  readonly db: string
  readonly vkey: string
  /** Signed, of the whole log. */
  readonly checkpoint: string
  /** The whole log. */
  readonly export: string
  /** The files as they were some entries earlier. */
  readonly earlier: string
  readonly earlierExport: string
}

const files = ['', '.key', '.checkpoint', '.erasures', '.kek', '-wal']

/** Copies a ledger's files, whichever there are. */
export function copyLedger(from: string, to: string): void {
  for (const end of files) if (existsSync(`${from}${end}`)) copyFileSync(`${from}${end}`, `${to}${end}`)
}

export async function filledLedger(folder: string): Promise<Filled> {
  mkdirSync(join(folder, 'earlier'), { recursive: true })
  const db = join(folder, 'ledger.db')
  const earlier = join(folder, 'earlier/ledger.db')
  const notice = 'We would like to measure how our shop is used.'
  let ledger = await openLedger(db)
  const people = [shopper(), shopper(), shopper(), shopper()]
  const write = async (rounds: number) => {
    for (let round = 0; round < rounds; round++) {
      for (const person of people) {
        const made = person.decide({ notice: round % 2 ? digest(notice) : null })
        const body = { ...JSON.parse(submissionOf([made])), notices: [notice] }
        const response = await post(ledger, JSON.stringify(body))
        if (response.status !== 200) throw new Error(`[prove] filled: expected 200, got ${response.status}.`)
      }
    }
  }
  await write(5)
  const erase = async () => {
    const leaving = shopper()
    const records = [leaving.decide(), leaving.decide(), leaving.decide()]
    await post(ledger, submissionOf(records))
    const gone = await ledger.fetch('/v1/subject', {
      method: 'DELETE',
      headers: { authorization: `Bearer ${records[0]?.secret}` },
    })
    if (gone.status !== 200) throw new Error(`[prove] filled: expected an erasure, got ${gone.status}.`)
  }
  await erase()
  const earlierExport = await ledger.export()
  await ledger.close()
  copyLedger(db, earlier)
  ledger = await openLedger(db)
  await write(2)
  await erase()
  await write(1)
  const text = await ledger.export()
  const { vkey } = ledger
  await ledger.close()
  return {
    db,
    vkey,
    checkpoint: readFileSync(`${db}.checkpoint`, 'utf8'),
    export: text,
    earlier,
    earlierExport,
  }
}
