/** One of our own sentences, which quote nothing; of any other error its name only (threat model H2). */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  return error.message.startsWith('[ledger] ') ? error.message : error.name
}
