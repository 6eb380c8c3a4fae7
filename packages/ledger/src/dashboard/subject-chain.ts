import { bytesToHex, fromUtf8, sha256 } from '@latchkey/log'
import type { ConsentRecord } from '@latchkey/record'
import { parseRecord } from '@latchkey/record/schema'
import type { LogReader, StoredRecord } from '../store/store.ts'
import { openRecord } from '../vault/open-record.ts'
import type { Vault } from '../vault/vault.ts'

/** One of a subject's records, and how it follows the one before. */
export interface Link {
  readonly stored: StoredRecord
  readonly record: ConsentRecord | null
  /** `follows`: it names the bytes of the record before. `first`: it names none. `loose`: that record is not here. */
  readonly link: 'first' | 'follows' | 'loose'
}

const MOST = 200

/** What a subject sent, by its own count, as far as the reader may see it: the newest few hundred. */
export async function subjectChain(
  read: LogReader,
  vault: Vault,
  subject: string,
  shows: (site: string) => boolean,
): Promise<readonly Link[]> {
  const stored = (await read.recordsOf(subject, MOST)).filter(({ site }) => shows(site))
  const digests = new Set<string>()
  const links = stored.map((one): Link => {
    const body = openRecord(vault, one)?.body ?? new Uint8Array()
    digests.add(bytesToHex(sha256(body)))
    const parsed = parseRecord(fromUtf8(body) ?? '')
    return { stored: one, record: parsed.ok ? parsed.record : null, link: 'loose' }
  })
  return links
    .map((link) => {
      const previous = link.record?.previous
      if (previous === null) return { ...link, link: 'first' as const }
      return previous && digests.has(previous) ? { ...link, link: 'follows' as const } : link
    })
    .sort((a, b) => (a.record?.n ?? 0) - (b.record?.n ?? 0) || a.stored.seq - b.stored.seq)
}
