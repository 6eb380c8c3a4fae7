import { leadsTo, openSuccession, type Succession, sameBytes, sameKey, type VerifierKey } from '@latchkey/log'
import type { LogReader } from '../store/store.ts'
import { refusal } from './refusal.ts'
import type { SigningKey } from './signing-key.ts'

/** Where the places of a log's successions stand, so that nobody needs to look for them. */
const SETTING = 'successions'

export async function successionPlaces(read: LogReader): Promise<readonly number[]> {
  const text = await read.setting(SETTING)
  return (text ?? '').split(',').filter(Boolean).map(Number)
}

/** The setting's name and its value with one more place. */
export async function withSuccession(read: LogReader, seq: number): Promise<readonly [string, string]> {
  return [SETTING, [...(await successionPlaces(read)), seq].join(',')]
}

/**
 * The keys and names that a log has gone by, in order; they must lead to the key that signs now (threat model E6). That
 * none is left out is checked by whoever reads all entries.
 */
export async function readChain(
  read: LogReader,
  key: SigningKey,
  now: VerifierKey,
): Promise<readonly Succession[]> {
  const successions: Succession[] = []
  for (const seq of await successionPlaces(read)) {
    const [stored] = await read.entries(seq, seq + 1)
    const succession = stored ? await openSuccession(stored.entry, seq) : null
    if (!succession) throw refusal(`names another key at entry ${seq}, and both did not sign it`)
    const known =
      key.former.length === 0 || key.former.some((former) => sameBytes(former, succession.from.key))
    if (succession.kind === 'key' && !known)
      throw refusal(`names a former key at entry ${seq} that the key file does not know`)
    successions.push(succession)
  }
  const last = successions.at(-1)
  if (successions.some(({ from }) => sameKey(from, now))) {
    throw refusal(`goes by another key since entry ${last?.seq}: this is a former one`)
  }
  if (last && key.former.some((former) => sameBytes(former, last.to.key)))
    throw refusal('is older than the last change of its key')
  if (!leadsTo(now, successions)) throw refusal('has a checkpoint that this key did not sign')
  return successions
}
