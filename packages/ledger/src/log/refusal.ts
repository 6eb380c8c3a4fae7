/** Why a log is not served. */
export function refusal(what: string): Error {
  return new Error(`[ledger] start: the log ${what}. It is not served.`)
}
