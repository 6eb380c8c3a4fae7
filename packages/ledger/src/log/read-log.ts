import {
  type Checkpoint,
  keyAt,
  openCheckpoint,
  parseCheckpoint,
  parseNote,
  type Succession,
  sameBytes,
  type VerifierKey,
  verifierKey,
} from '@latchkey/log'
import type { LogStore } from '../store/store.ts'
import { KEK_IN_FORCE } from '../vault/kek-in-force.ts'
import type { Vault } from '../vault/vault.ts'
import { type Beside, expectBeside, type WithoutOptions } from './beside.ts'
import { type CheckedEntries, checkEntries } from './check-entries.ts'
import { compareJournal } from './compare-journal.ts'
import type { ErasureJournal, JournaledErasure } from './erasure-journal.ts'
import type { KeptCheckpoint } from './kept-checkpoint.ts'
import { readChain } from './read-chain.ts'
import { refusal } from './refusal.ts'
import type { SigningKey } from './signing-key.ts'

export interface ReadLogOptions extends WithoutOptions {
  readonly store: LogStore
  readonly key: SigningKey
  readonly vault: Vault
  readonly kept?: KeptCheckpoint | undefined
  readonly journal?: ErasureJournal | undefined
  /** Accept that entries are missing which were signed once, and what lay beside them: only a restore may. @default false */
  readonly setBack?: boolean | undefined
}

/** A log that was read from its first entry to its last, and holds. */
export interface ReadLog extends CheckedEntries {
  readonly origin: string
  readonly verifier: VerifierKey
  readonly successions: readonly Succession[]
  /** The kept checkpoint as it was found. */
  readonly kept: string | null
  /** A restore gave the kept checkpoint up, and was stopped before it could be replaced. */
  readonly keptIsGivenUp: boolean
  /** Erasures that the journal does not have yet. */
  readonly unjournaled: readonly JournaledErasure[]
  /** What stood in the journal; `null` if there is none. */
  readonly journal: readonly JournaledErasure[] | null
  /** What is missing beside it, on the operator's word. */
  readonly without: readonly Beside[]
}

/**
 * Reads a whole log, or says in a sentence why it does not hold: every entry is hashed, and must add up to the newest
 * checkpoint and to the one kept outside, both signed by the key of their time; every record must open and be the one
 * that its entry commits to (threat model D8, E3, E4). Writes nothing. `null` if the store holds no log.
 */
export async function readLog(options: ReadLogOptions): Promise<ReadLog | null> {
  const { store, key, vault, setBack = false } = options
  // What lies outside is read first: others may commit meanwhile, and then the log is the longer one.
  const kept = (await options.kept?.read()) ?? null
  const journal = (await options.journal?.read()) ?? null
  const head = await store.read.head()
  if (!head) {
    if (kept !== null) throw refusal('is empty, but a checkpoint was kept of it')
    return null
  }
  const without = setBack
    ? []
    : expectBeside(
        head.size,
        {
          checkpoint: options.kept ? kept !== null : null,
          journal: options.journal ? journal !== null : null,
        },
        options,
      )
  const origin = (await store.read.setting('origin')) ?? ''
  const verifier = verifierKey(origin, key.publicKey)
  const kek = await store.read.setting(KEK_IN_FORCE)
  if (kek !== null && !vault.holds(kek))
    throw refusal(`is encrypted with the key ${kek}, which is not among the key encryption keys`)
  const successions = await readChain(store.read, key, verifier)
  const checkpoint = await openCheckpoint(head.note, [verifier])
  if (checkpoint?.size !== head.size) {
    const former = key.former.map((publicKey) => verifierKey(origin, publicKey))
    if (await openCheckpoint(head.note, former)) throw refusal('is older than the last change of its key')
    throw refusal('has a checkpoint that this key did not sign')
  }
  const outside = kept === null ? null : await openKept(kept, verifier, successions)
  const longer = outside !== null && outside !== 'given up' && outside.size > head.size
  if (longer && !setBack) {
    throw refusal(`has ${head.size} entries; a checkpoint of ${outside.size} was kept: it was set back`)
  }
  const checked = await checkEntries({
    read: store.read,
    vault,
    verifier,
    head,
    keyAt: (size) => keyAt(size, verifier, successions) ?? verifier,
    outside: outside === 'given up' || longer ? null : outside,
    successions: successions.map(({ seq }) => seq),
  })
  const unjournaled = await compareJournal({
    ...{ ...checked, read: store.read, origin, successions, setBack },
    journal: journal ?? [],
  })
  const keptIsGivenUp = outside === 'given up'
  return { origin, verifier, ...checked, successions, kept, keptIsGivenUp, unjournaled, journal, without }
}

/** Opens the kept checkpoint with the key of its time. */
async function openKept(
  signed: string,
  now: VerifierKey,
  successions: readonly Succession[],
): Promise<Checkpoint | 'given up'> {
  const said = parseCheckpoint(parseNote(signed)?.text ?? '')
  const own = said && keyAt(said.size, now, successions)
  const opened = own && (await openCheckpoint(signed, [own]))
  if (opened) return opened
  const restore = successions.findLast(({ kind }) => kind === 'restore')
  const lost = restore && (await openCheckpoint(signed, [restore.from]))
  if (lost && lost.size === restore.lost?.size && sameBytes(lost.root, restore.lost.root)) return 'given up'
  throw refusal('was kept with a checkpoint that this key did not sign')
}
