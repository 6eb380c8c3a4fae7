import type { ConsentRecord } from './record.ts'

const KEYS =
  'v id site subject n previous at event choices withdrawn via trusted place placeBy regime table gpc policy notice locale ui'

/**
 * The bytes of a record: JSON without spaces, keys in the order of {@link ConsentRecord}. These bytes are hashed,
 * sent and kept as they are; nobody writes them a second time, so no canonical form is needed.
 *
 * @example
 * const text = writeRecord(record)
 * const name = digest(text)
 */
export function writeRecord(record: ConsentRecord): string {
  // KEYS spells the interface's own keys; the test holds the two together.
  const keys = KEYS.split(' ') as (keyof ConsentRecord)[]
  return JSON.stringify(Object.fromEntries(keys.map((key) => [key, record[key]])))
}
