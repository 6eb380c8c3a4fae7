import type { Holder } from '../access/tokens.ts'
import type { LogReader, StoredRecord } from '../store/store.ts'
import { isTheirs } from './places.ts'

/** What may be typed as a receipt code: at least eight of an id's digits, with or without its dashes. */
const CODE = /^[0-9a-f]{8,32}$/
const GROUPS = [8, 12, 16, 20]
/** More records that begin alike are nobody's accident; then the whole id is asked for. */
const MOST = 500

/** The way an id is spelled, as far as it goes; `null` if this cannot be the beginning of one. */
export function codeFrom(typed: string): string | null {
  const digits = typed.replace(/[\s-]/g, '').toLowerCase()
  if (!CODE.test(digits)) return null
  return [...digits].map((digit, at) => (GROUPS.includes(at) ? `-${digit}` : digit)).join('')
}

/**
 * The records that a code means, of the holder's own sites. Another tenant's records are neither shown nor in the way:
 * a whole id is looked up site by site (threat model F8).
 */
export async function findRecords(
  read: LogReader,
  { sites, ...holder }: Holder,
  code: string,
): Promise<readonly StoredRecord[]> {
  if (code.length === 36 && sites) {
    const found = await Promise.all(sites.map((site) => read.recordById(site, code)))
    return found.filter((record) => record !== null)
  }
  return (await read.recordsByCode(code, MOST)).filter(({ site }) => isTheirs({ ...holder, sites }, site))
}
