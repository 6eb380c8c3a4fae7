import type { Sending } from './transport.ts'

/** Where a ledger below this base address takes records. Throws a sentence for anything but a text. */
export function addressOf(who: string, url: unknown): string {
  if (typeof url !== 'string' || !url)
    throw new TypeError(`[proof] ${who}: expected a URL, got ${String(url)}.`)
  return `${url.replace(/\/+$/, '')}/v1/records`
}

/** The body of `POST /v1/records`. */
export function bodyOf(
  records: readonly string[],
  { site, secret, notices }: Pick<Sending, 'site' | 'secret' | 'notices'>,
): string {
  return JSON.stringify({ site, secret, records, notices })
}
