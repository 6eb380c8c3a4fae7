import { fromUtf8 } from '@latchkey/log'
import type { ConsentRecord } from '@latchkey/record'
import { parseRecord } from '@latchkey/record/schema'
import type { LogReader } from '../store/store.ts'
import { openRecord } from '../vault/open-record.ts'
import type { Vault } from '../vault/vault.ts'

/** A grant that is taken back this soon was hardly meant. */
export const REGRET_DAYS = 7

/** More of one subject's records are not opened: who sends so many is no shopper. */
const MOST_OPENED = 200

/**
 * The purposes that this record withdraws at most seven days, by our clock, after its subject's grant: the last thing
 * that was said of the purpose on this site has to be that grant. Asked for withdrawals only, since it costs opening
 * the subject's records of these days.
 */
export async function regretted(
  { site, subject, withdrawn }: ConsentRecord,
  received: number,
  { read, vault }: { readonly read: LogReader; readonly vault: Vault },
): Promise<readonly string[]> {
  const since = received - REGRET_DAYS * 86_400_000
  const recent = (await read.recordsOf(subject, MOST_OPENED)).filter(
    (stored) => stored.site === site && stored.received >= since,
  )
  const open = new Set(withdrawn)
  const regrets: string[] = []
  for (const stored of recent.reverse()) {
    const parsed = parseRecord(fromUtf8(openRecord(vault, stored)?.body ?? new Uint8Array()) ?? '')
    if (!parsed.ok) continue
    const { record } = parsed
    for (const purpose of [...open]) {
      const gone = record.withdrawn.includes(purpose)
      const answer = record.event === 'shown' ? undefined : record.choices[purpose]
      // When an imported grant was given, nobody here knows.
      if (!gone && answer === 'granted' && record.event === 'decided') regrets.push(purpose)
      if (gone || answer) open.delete(purpose)
    }
    if (open.size === 0) break
  }
  return regrets
}
