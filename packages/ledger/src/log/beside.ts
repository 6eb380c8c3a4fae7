import { refusal } from './refusal.ts'

/** What lies beside a log, outside its database. */
export type Beside = 'kept checkpoint' | 'erasure journal'

/** The operator's word that something is lost which must lie beside a log that was begun. */
export interface WithoutOptions {
  /** Start though no checkpoint is kept: nobody knows then whether the log was set back. @default false */
  readonly withoutCheckpoint?: boolean | undefined
  /** Start though there is no erasure journal: what was erased may be back. @default false */
  readonly withoutJournal?: boolean | undefined
  /** Told of what is missing and was accepted, with a sentence. */
  readonly onWithout?: ((what: Beside, sentence: string) => void) | undefined
}

/**
 * Whoever sets a database back can delete the files beside it, too: then they are missing, and a log that has entries had
 * both before its first one (threat model E3, G4). Returns what is missing on the operator's word.
 *
 * @param found Whether each is there; `null`: this ledger keeps none.
 */
export function expectBeside(
  size: number,
  found: { readonly checkpoint: boolean | null; readonly journal: boolean | null },
  { withoutCheckpoint = false, withoutJournal = false, onWithout }: WithoutOptions,
): readonly Beside[] {
  // Its first start may have been stopped before they were made.
  if (size === 0) return []
  const missing: Beside[] = []
  if (found.checkpoint === false) {
    if (!withoutCheckpoint) {
      throw refusal(
        `has ${size} entries, but no checkpoint of it is kept, so that nobody can tell whether it was set back: put the newest one in its place, or say that it is lost (--without-checkpoint)`,
        'no-checkpoint',
      )
    }
    missing.push('kept checkpoint')
  }
  if (found.journal === false) {
    if (!withoutJournal) {
      throw refusal(
        `has ${size} entries, but no journal of erasures, so that nobody can tell whether erased records are back: put the newest one in its place, or say that it is lost (--without-journal)`,
        'no-journal',
      )
    }
    missing.push('erasure journal')
  }
  for (const what of missing) {
    onWithout?.(
      what,
      `[ledger] start: the log of ${size} entries is taken as it is, without ${what === 'kept checkpoint' ? 'a' : 'an'} ${what}, on the operator’s word.`,
    )
  }
  return missing
}
