/** What a program can tell a refusal by. */
export type RefusalCode = 'no-checkpoint' | 'no-journal'

/** Why a log is not served. */
export function refusal(what: string, code?: RefusalCode): Error {
  const error = new Error(`[ledger] start: the log ${what}. It is not served.`)
  return code === undefined ? error : Object.assign(error, { code })
}
