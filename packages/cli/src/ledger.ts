import { asWritten, type Command, type ExitCode, wrongUse } from './command.ts'
import type { LedgerAction, LedgerFlags } from './ledger-action.ts'
import { ledgerBackup, ledgerRestore } from './ledger-backup.ts'
import { ledgerCheck } from './ledger-check.ts'
import { ledgerRotateKek, ledgerRotateKey } from './ledger-keys.ts'
import { placeOf } from './ledger-place.ts'
import { ledgerRegister } from './ledger-register.ts'
import { ledgerRetain } from './ledger-retain.ts'
import { ledgerServe } from './ledger-serve.ts'
import { ledgerToken } from './ledger-token.ts'

const actions: ReadonlyMap<string, LedgerAction> = new Map([
  ['serve', ledgerServe],
  ['token', ledgerToken],
  ['register', ledgerRegister],
  ['rotate-key', ledgerRotateKey],
  ['rotate-kek', ledgerRotateKek],
  ['retain', ledgerRetain],
  ['backup', ledgerBackup],
  ['restore', ledgerRestore],
  ['check', ledgerCheck],
])

/** `latchkey ledger <action>`: runs a ledger and looks after it. Flags win over the environment. */
export const ledger: Command = (cli, output) => {
  cli
    .command(
      'ledger <action> [...words]',
      'serve, token, register, rotate-key, rotate-kek, retain, backup, restore, check',
    )
    .option('--db <place>', 'Database: a file, or postgres://… (LATCHKEY_DB, else latchkey.db)')
    .option(
      '--files <path>',
      'Where keys, checkpoint and journal lie: <path>.key … (LATCHKEY_FILES, else --db)',
    )
    .option('--keep-checkpoint <address>', 'Keep the newest checkpoint there (LATCHKEY_KEEP_CHECKPOINT)')
    .option('--json', 'Print events and results as JSON, one a line')
    .option('--port <port>', 'serve: port (LATCHKEY_PORT, else 8787; 0 for any that is free)')
    .option('--host <address>', 'serve: address to listen on (127.0.0.1)')
    .option('--base <path>', 'serve: path that everything lies below, like /latchkey')
    .option(
      '--origins <list>',
      'serve: origins that may send records, with commas between (LATCHKEY_ORIGINS)',
    )
    .option(
      '--sites <list>',
      'serve: sites whose records are taken (LATCHKEY_SITES, else any); token add, register: whose it is',
    )
    .option('--retention-days <days>', 'serve, retain: 2011, or 2011,us.shop.example=760; 0 keeps for ever')
    .option('--witness <address>', 'serve: a C2SP witness (LATCHKEY_WITNESS)')
    .option('--witness-key <key>', 'serve: its verifier key (LATCHKEY_WITNESS_KEY)')
    .option(
      '--controller <file>',
      'serve: JSON that says who processes the data, for exports after ISO/IEC TS 27560 (LATCHKEY_CONTROLLER)',
    )
    .option(
      '--gpc-since <day>',
      'serve: /.well-known/gpc.json with this day, YYYY-MM-DD, as its last change (LATCHKEY_GPC_SINCE, else none)',
    )
    .option('--name <name>', 'token add: what it is called')
    .option('--role <role>', 'token add: append, reader, auditor, dpo or admin')
    .option('--expires-days <days>', 'token add: good for so long (for ever)')
    .option(
      '--as <name>',
      'register: the policy or build that records carry; a folder of a build has its own',
    )
    .option('--drop', 'rotate-kek: take former keys out of the file')
    .option('--without-checkpoint', 'The kept checkpoint is lost (LATCHKEY_WITHOUT_CHECKPOINT)')
    .option('--without-journal', 'The erasure journal is lost (LATCHKEY_WITHOUT_JOURNAL)')
    .example('  latchkey ledger serve --db consent.db --port 8787 --origins https://shop.example')
    .example('  latchkey ledger token add --role auditor --name "Office of audits" --expires-days 30')
    .example('  latchkey ledger register latchkey.json --as 2026-12 --sites shop.example')
    .example('  latchkey ledger register node_modules/@latchkey/embed/dist --sites shop.example')
    .example('  latchkey ledger backup monday.db')
    .action(async (name: string, words: readonly string[], given: LedgerFlags): Promise<ExitCode> => {
      const flags = { ...given, as: asWritten(cli.rawArgs, '--as', given.as) }
      const action = actions.get(name)
      if (!action) throw wrongUse(`ledger: expected one of ${[...actions.keys()].join(', ')}.`)
      const say = (sentence: string, object: object) =>
        output.out(flags.json ? JSON.stringify(object) : sentence)
      try {
        const { err: warn } = output
        const place = placeOf(flags, process.env, warn)
        return await action({ words: words.map(String), flags, env: process.env, place, say, warn })
      } catch (error) {
        // A ledger that refuses says why in one sentence of its own; anything else keeps its name only.
        if (error instanceof Error && error.message.startsWith('[ledger]')) throw wrongUse(error.message)
        throw error
      }
    })
}
