import { existsSync, readFileSync } from 'node:fs'

/** What somebody was told before the power went. */
export interface Acknowledged {
  /** Places of records. */
  readonly records: Iterable<number>
  /** Places of erasures. */
  readonly erasures: Iterable<number>
}

/**
 * What is missing beside a database on a disk whose power went: the kept checkpoint covers every record that has a
 * receipt, and the journal has every erasure that was answered. Less would hide a database that was set back since.
 */
export function lacksBeside(db: string, { records, erasures }: Acknowledged): readonly string[] {
  const read = (file: string) => (existsSync(file) ? readFileSync(file, 'utf8') : '')
  const size = Number(read(`${db}.checkpoint`).split('\n')[1] ?? 0)
  const journal = read(`${db}.erasures`)
  const newest = Math.max(-1, ...records)
  return [
    ...(newest >= size ? [`the kept checkpoint covers ${size} entries, and not ${newest}.`] : []),
    ...[...erasures]
      .filter((seq) => !journal.includes(`"seq":${seq},`))
      .map((seq) => `the journal lacks the erasure of entry ${seq}.`),
  ]
}
