import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type ExportVerdict, verifyExport } from '@latchkey/log'
import { latchkey } from './harness/ledger-process.ts'
import { openLedger } from './harness/open-ledger.ts'
import { random } from './harness/random.ts'
import { type Proof, problems } from './proof.ts'
import { editDatabase } from './tampering/edit-database.ts'
import { editExport } from './tampering/edit-export.ts'
import { copyLedger, type Filled, filledLedger } from './tampering/filled.ts'

const what =
  'Edits of a database (rows changed, deleted, swapped, added, files set back) and of an export (bits, lines, fields hashed again): each is refused at the start or found by verification, with the entry named where it is one.'

/** What is found of an edit: sentences, and whether one names the entry. */
interface Outcome {
  readonly found: boolean
  readonly sentence: string
  readonly verdict: ExportVerdict | null
}

export const tampering: Proof = {
  name: 'tampering',
  what,
  seeds: ['reads-the-signature-only'],
  async run({ scale, random: seedNumber, folder, seed }) {
    const runs = scale === 'full' ? 700 : 30
    const found = problems()
    const unnamed = problems()
    const dice = random(seedNumber)
    const filled = await filledLedger(folder)
    const began = performance.now()

    const check = async (text: string | Buffer): Promise<ExportVerdict> => {
      const verdict = await verifyExport([Buffer.from(text)], {
        key: filled.vkey,
        checkpoint: filled.checkpoint,
      })
      if (seed !== 'reads-the-signature-only') return verdict
      const findings = verdict.findings.filter(({ code }) => code === 'signature' || code === 'header')
      return { ...verdict, findings, holds: findings.length === 0 }
    }

    // A control first: a checker that finds everything wrong would find every edit.
    const control = await check(filled.export)
    const remarks = control.found
    if (!control.holds) found.add('The export that nobody edited does not hold.')
    const untouched = await start(filled, join(folder, 'control'), () => {
      const database = new DatabaseSync(join(folder, 'control/ledger.db'))
      database.exec('VACUUM')
      database.close()
    })
    if (untouched.found) found.add(`The database that nobody edited is not served: ${untouched.sentence}`)

    for (let run = 0; run < runs; run++) {
      const edit = editExport(filled, dice)
      const { holds, findings } = await check(edit.text)
      const [first] = findings
      if (holds) found.add(`Export, ${edit.what}: not found.`)
      else if (edit.line !== null || edit.seq !== null) {
        const named =
          first &&
          ((edit.line !== null && first.line === edit.line) || (edit.seq !== null && first.seq === edit.seq))
        if (!named)
          unnamed.add(
            `Export, ${edit.what} (line ${edit.line}, entry ${edit.seq}): found as «${first?.message}».`,
          )
      }
    }

    for (let run = 0; run < runs; run++) {
      const here = join(folder, `edit-${run}`)
      let edit = { what: '', seq: null as number | null }
      const outcome = await start(filled, here, () => {
        edit = editDatabase(join(here, 'ledger.db'), filled, dice)
      })
      if (!outcome.found) found.add(`Database, ${edit.what} (entry ${edit.seq}): not found.`)
      else if (edit.seq !== null) {
        const named = outcome.verdict
          ? outcome.verdict.findings[0]?.seq === edit.seq
          : new RegExp(`\\b${edit.seq}\\b`).test(outcome.sentence)
        if (!named) unnamed.add(`Database, ${edit.what} (entry ${edit.seq}): found as «${outcome.sentence}».`)
      }
    }

    // The command says the same as the function, with its exit code.
    const last = join(folder, 'edited.jsonl')
    writeFileSync(last, filled.export.replace('granted', 'denied'))
    const { code } = await latchkey(['verify', last, '--key', filled.vkey])
    if (code !== 1) found.add(`latchkey verify ends with ${code} on an edited export.`)

    return {
      name: 'tampering',
      runs: runs * 2 + 1,
      what,
      held: found.count() === 0 && unnamed.count() === 0,
      problems: [...found.list(), ...unnamed.list()],
      figures: {
        'edits of the export': runs,
        'of the database': runs,
        'not found': found.count(),
        'not named': unnamed.count(),
        seconds: Math.round((performance.now() - began) / 1000),
      },
    }

    /** Starts a copy of the ledger that was worked on, and verifies what it then exports. */
    async function start(from: Filled, here: string, work: () => void): Promise<Outcome> {
      mkdirSync(here, { recursive: true })
      const db = join(here, 'ledger.db')
      copyLedger(from.db, db)
      work()
      let text: string
      try {
        const ledger = await openLedger(db)
        try {
          text = await ledger.export()
        } finally {
          await ledger.close()
        }
      } catch (error) {
        return {
          found: true,
          sentence: error instanceof Error ? error.message : String(error),
          verdict: null,
        }
      }
      const verdict = await check(text)
      // A notice that is not there is said as a remark: nothing proves that it was ever handed in.
      return {
        found: !verdict.holds || verdict.found > remarks,
        sentence: verdict.findings[0]?.message ?? '',
        verdict,
      }
    }
  },
}
