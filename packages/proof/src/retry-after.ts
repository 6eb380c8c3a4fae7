/**
 * Milliseconds that a `Retry-After` header asks for: seconds or an HTTP date (RFC 9110 §10.2.3). `undefined` for
 * anything else, and for the past.
 */
export function retryAfter(header: string | null, now: number): number | undefined {
  const ms = header && /^\d+$/.test(header) ? +header * 1000 : Date.parse(header ?? '') - now
  return ms > 0 ? ms : undefined
}
