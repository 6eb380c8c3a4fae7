/** What an error's `code` may be: `EACCES`, `57P01`, `ERR_SQLITE_ERROR`. */
const CODE = /^[A-Z0-9_]{1,40}$/

/**
 * Why something failed, for an operator's log: one of our own sentences, which quote nothing; of any other error its name
 * and its codes, for its message may quote anything (threat model H2).
 */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  if (error.message.startsWith('[ledger] ')) return error.message
  const { code, errcode } = error as { readonly code?: unknown; readonly errcode?: unknown }
  return [
    error.name,
    ...(typeof code === 'string' && CODE.test(code) ? [code] : []),
    ...(typeof errcode === 'number' ? [errcode] : []),
  ].join(' ')
}
