import {
  leafHash,
  openCheckpoint,
  parseErasureEntry,
  parseSuccession,
  sameBytes,
  type VerifierKey,
} from '@latchkey/log'
import type { Head, LogReader } from '../store/store.ts'
import type { GrowingTree } from './growing-tree.ts'

const PAGE = 2048

/** Where a log that others write to has come to. */
export interface CaughtUp {
  readonly head: Head
  /** Erasures that others made. */
  readonly erasures: readonly { readonly seq: number; readonly entry: Uint8Array }[]
}

/**
 * Brings a tree up to what other processes have committed, entry by entry: what comes out is the log that this process
 * knew and more, under a checkpoint of the log's own key, or an error. So no process signs over a log that was set
 * back, forked or edited while it ran (threat model E3), nor with a key that was changed meanwhile (E6).
 */
export async function catchUp(tree: GrowingTree, read: LogReader, verifier: VerifierKey): Promise<CaughtUp> {
  const head = await read.head()
  if (!head || head.size < tree.size()) throw new Error('[ledger] log: it was set back while it was served.')
  const erasures: { seq: number; entry: Uint8Array }[] = []
  if (head.size === tree.size()) return { head, erasures }
  for (let from = tree.size(); from < head.size; from += PAGE) {
    for (const { seq, entry } of await read.entries(from, Math.min(from + PAGE, head.size))) {
      if (seq !== tree.size()) throw new Error(`[ledger] log: entry ${tree.size()} is missing.`)
      if (parseSuccession(entry)) {
        throw new Error(`[ledger] log: its key was changed at entry ${seq}. Start again, with the new key.`)
      }
      if (parseErasureEntry(entry)) erasures.push({ seq, entry })
      tree.append(leafHash(entry))
    }
  }
  // Whoever committed these entries wrote their tiles.
  tree.takeDirty()
  const checkpoint = await openCheckpoint(head.note, [verifier])
  if (checkpoint?.size !== tree.size() || !sameBytes(checkpoint.root, tree.root())) {
    throw new Error('[ledger] log: it does not go on from what this process knew.')
  }
  return { head, erasures }
}
