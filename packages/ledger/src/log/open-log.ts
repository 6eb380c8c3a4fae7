import { randomBytes } from 'node:crypto'
import {
  bytesToHex,
  type Checkpoint,
  isConsentEntry,
  leafHash,
  openCheckpoint,
  parseErasureEntry,
  sameBytes,
  signCheckpoint,
  type VerifierKey,
  verifierKey,
} from '@latchkey/log'
import type { Head, LogStore } from '../store/store.ts'
import type { Vault } from '../vault/vault.ts'
import { type GrowingTree, growingTree } from './growing-tree.ts'
import type { KeptCheckpoint } from './kept-checkpoint.ts'
import { isRecordOf } from './record-of-entry.ts'
import type { SigningKey } from './signing-key.ts'

export interface OpenLogOptions {
  readonly store: LogStore
  readonly key: SigningKey
  readonly vault: Vault
  readonly origin?: string | undefined
  readonly kept?: KeptCheckpoint | undefined
}

export interface OpenLog {
  readonly origin: string
  readonly verifier: VerifierKey
  readonly tree: GrowingTree
  readonly head: Head
}

const PAGE = 2048

/**
 * Opens a log, or refuses it: every entry is read and hashed, and must add up to the newest checkpoint and to the one
 * kept outside; both must be signed by this key; every record must open and be the one that its entry commits to
 * (threat model D8, E3, E4). A new log starts with a signed nothing.
 */
export async function openLog({ store, key, vault, origin: wanted, kept }: OpenLogOptions): Promise<OpenLog> {
  const stored = await store.read.setting('origin')
  if (stored !== null && wanted !== undefined && stored !== wanted) {
    throw refusal('is named otherwise; its checkpoints carry their name for good')
  }
  const origin = stored ?? wanted ?? `latchkey/${bytesToHex(randomBytes(8))}`
  if (!/^[^\s+]{1,200}$/.test(origin))
    throw new Error('[ledger] origin: expected a name without spaces or +.')
  const verifier = verifierKey(origin, key.publicKey)
  const tree = growingTree()
  const before = (await kept?.read()) ?? null
  let head = await store.read.head()
  if (!head) {
    if (before !== null) throw refusal('is empty, but a checkpoint was kept of it')
    const note = await signCheckpoint({ origin, size: 0, root: tree.root() }, verifier, key.sign)
    head = { size: 0, note }
    await store.transact(async (writer) => {
      await writer.putSetting('origin', origin)
      await writer.addHead({ size: 0, note })
    })
    await kept?.advance(note)
    return { origin, verifier, tree, head }
  }
  const checkpoint = await openCheckpoint(head.note, [verifier])
  if (checkpoint?.size !== head.size) throw refusal('has a checkpoint that this key did not sign')
  const outside = before === null ? null : await openCheckpoint(before, [verifier])
  if (before !== null && !outside) throw refusal('was kept with a checkpoint that this key did not sign')
  if (outside && outside.size > head.size) {
    throw refusal(`has ${head.size} entries; a checkpoint of ${outside.size} was kept: it was set back`)
  }
  await rebuild({ store, vault, tree, checkpoints: [checkpoint, ...(outside ? [outside] : [])] })
  await kept?.advance(head.note)
  return { origin, verifier, tree, head }
}

interface RebuildOptions {
  readonly store: LogStore
  readonly vault: Vault
  readonly tree: GrowingTree
  readonly checkpoints: readonly Checkpoint[]
}

/** Grows the tree from the entries and compares it with every checkpoint on the way. */
async function rebuild({ store: { read }, vault, tree, checkpoints }: RebuildOptions): Promise<void> {
  const size = Math.max(...checkpoints.map((checkpoint) => checkpoint.size))
  const compare = () => {
    const due = checkpoints.filter((checkpoint) => checkpoint.size === tree.size())
    if (due.some(({ root }) => !sameBytes(root, tree.root())))
      throw refusal('does not add up to its checkpoint')
  }
  const gone = new Map<number, number>()
  compare()
  for (let from = 0; from < size; from += PAGE) {
    const entries = await read.entries(from, Math.min(from + PAGE, size))
    for (const { seq, entry, record, by } of entries) {
      if (seq !== tree.size()) throw refusal(`lacks entry ${tree.size()}`)
      tree.append(leafHash(entry))
      compare()
      if (record && !isRecordOf(vault, record, entry))
        throw refusal(`has another record than entry ${seq} says`)
      if (by !== null && record === null) gone.set(seq, by)
      else if (record === null ? isConsentEntry(entry) : by !== null) {
        throw refusal(`and its erasures disagree about entry ${seq}`)
      }
      for (const erased of parseErasureEntry(entry)?.entries ?? []) {
        if (gone.get(erased) === seq) gone.delete(erased)
      }
    }
    for (const { level, index, hashes } of tree.takeDirty()) {
      const tile = await read.tile(level, index)
      // A tile that is still growing here may be further in the store.
      if (!tile || !sameBytes(tile.subarray(0, hashes.length), hashes))
        throw refusal('has a tile that is not its own')
    }
  }
  const [hole] = gone.keys()
  if (hole !== undefined) throw refusal(`lacks the record of entry ${hole}, and no erasure covers it`)
  if (tree.size() !== size || (await read.entries(size, size + 1)).length) {
    throw refusal(`has other entries than its checkpoint of ${size}`)
  }
}

function refusal(what: string): Error {
  return new Error(`[ledger] start: the log ${what}. It is not served.`)
}
