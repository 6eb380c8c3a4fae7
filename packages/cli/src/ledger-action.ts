import { DEFAULT_RETENTION_DAYS, type RetentionPolicy, retentionPolicy } from '@latchkey/ledger'
import { type ExitCode, text } from './command.ts'
import type { Place, PlaceFlags } from './ledger-place.ts'

export interface LedgerFlags extends PlaceFlags {
  readonly port?: unknown
  readonly host?: unknown
  readonly base?: unknown
  readonly origins?: unknown
  readonly sites?: unknown
  readonly retentionDays?: unknown
  readonly controller?: unknown
  readonly gpcSince?: unknown
  readonly witness?: unknown
  readonly witnessKey?: unknown
  readonly name?: unknown
  readonly role?: unknown
  readonly expiresDays?: unknown
  readonly as?: unknown
  readonly drop?: boolean | undefined
  readonly json?: boolean | undefined
}

/** What an action is given. */
export interface LedgerTask {
  /** The words behind the action's name. */
  readonly words: readonly string[]
  readonly flags: LedgerFlags
  readonly env: NodeJS.ProcessEnv
  readonly place: Place
  /** Says a sentence, or, with `--json`, one object a line. */
  say(sentence: string, object: object): void
  /** Says on the error output what an operator should not miss. */
  warn(sentence: string): void
}

/** One thing to do with a ledger: `latchkey ledger <action>`. */
export type LedgerAction = (task: LedgerTask) => Promise<ExitCode>

export function policyOf(flags: LedgerFlags, env: NodeJS.ProcessEnv): RetentionPolicy {
  return retentionPolicy(
    text(flags.retentionDays ?? env.LATCHKEY_RETENTION_DAYS, String(DEFAULT_RETENTION_DAYS)),
  )
}
