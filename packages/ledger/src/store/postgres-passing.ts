/**
 * Answers of a server that has lost nothing (SQLSTATE, PostgreSQL's appendix A): it could not be reached, was busy,
 * full, stopping, starting or a standby, or took back what it had not committed.
 */
const STATES = new Set([
  '25006', // read_only_sql_transaction: a standby, until it is promoted
  '25P03', // idle_in_transaction_session_timeout
  '25P04', // transaction_timeout
  '40001', // serialization_failure
  '40P01', // deadlock_detected
  '53100', // disk_full: the statement failed before it was committed
  '53200', // out_of_memory
  '53300', // too_many_connections
  '55P03', // lock_not_available: another process wrote for too long
  '57014', // query_canceled, by the time-out of statements too
  '57P01', // admin_shutdown
  '57P02', // crash_shutdown: a process of the server died, and it recovers
  '57P03', // cannot_connect_now: starting, stopping, recovering
  '57P05', // idle_session_timeout
])

/** What node says of a network or a server that is away. ENOENT: its socket's file, while it is stopped. */
const SYSTEM = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT', 'ENOENT', 'ENOTFOUND', 'EAI_AGAIN'],
  ...['EHOSTUNREACH', 'EHOSTDOWN', 'ENETUNREACH', 'ENETDOWN', 'ENETRESET'],
])

/** What `pg` says of a connection that is gone; it has no codes for it. */
const GONE =
  /^(?:Connection terminated|timeout e|Query read timeout|Client (?:has encountered a connection error|was closed))/

/**
 * Whether a server or a network was away for a moment. A PANIC never is one: it is how PostgreSQL says that a write or
 * a sync failed (threat model D8).
 */
export function isPassing(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { code, severity } = error as { code?: unknown; severity?: unknown }
  if (severity === 'PANIC') return false
  if (typeof code === 'string') return STATES.has(code) || SYSTEM.has(code) || /^08...$/.test(code)
  // A host with several addresses fails with one error for each.
  if (error instanceof AggregateError) return error.errors.length > 0 && error.errors.every(isPassing)
  return GONE.test(error.message)
}
