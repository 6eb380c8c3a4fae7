import {
  type Checkpoint,
  isConsentEntry,
  leafHash,
  openCheckpoint,
  parseErasureEntry,
  parseSuccession,
  sameBytes,
  type VerifierKey,
} from '@latchkey/log'
import type { Head, LogReader, StoredEntry } from '../store/store.ts'
import type { Vault } from '../vault/vault.ts'
import { type DirtyTile, type GrowingTree, growingTree } from './growing-tree.ts'
import { isRecordOf } from './record-of-entry.ts'
import { refusal } from './refusal.ts'

export interface CheckEntriesOptions {
  readonly read: LogReader
  readonly vault: Vault
  readonly verifier: VerifierKey
  /** The checkpoint to begin with; it is signed. Whoever writes meanwhile is followed. */
  readonly head: Head
  /** A checkpoint from outside that the log must contain. */
  readonly outside: Checkpoint | null
  /** The key that signed the log when it had so many entries. */
  readonly keyAt: (size: number) => VerifierKey
  /** Places of the successions that are known. */
  readonly successions: readonly number[]
}

export interface CheckedEntries {
  readonly tree: GrowingTree
  readonly head: Head
  /** The erasures in the log. */
  readonly erasures: readonly { readonly seq: number; readonly entry: Uint8Array }[]
}

const PAGE = 2048
/** A log that grows faster than it can be read is checked as far as it was when we last looked. */
const ROUNDS = 20

/** Grows the tree from the entries and compares it with the checkpoints, the tiles, the records and the erasures. */
export async function checkEntries(options: CheckEntriesOptions): Promise<CheckedEntries> {
  const { read, vault, verifier, outside } = options
  const tree = growingTree()
  const erasures: { seq: number; entry: Uint8Array }[] = []
  const successions: number[] = []
  /** Places without their record, and the erasures that took them. */
  const gone = new Map<number, number>()

  const checkEntry = async ({ seq, entry, record, by }: StoredEntry) => {
    if (record && !vault.holds(record.key.kek)) {
      throw refusal(
        `is encrypted with the key ${record.key.kek || '(none)'}, which is not among the key encryption keys, at entry ${seq}`,
      )
    }
    if (record && !isRecordOf(vault, record, entry))
      throw refusal(`has another record than entry ${seq} says`)
    if (by !== null && record === null) gone.set(seq, by)
    else if (record === null ? isConsentEntry(entry) : by !== null) {
      throw refusal(`and its erasures disagree about entry ${seq}`)
    }
    if (parseSuccession(entry)) successions.push(seq)
    const erasure = parseErasureEntry(entry)
    if (!erasure) return
    erasures.push({ seq, entry })
    for (const erased of erasure.entries) {
      if (gone.get(erased) === seq) gone.delete(erased)
      // It was erased while we read on, or it is here all the same.
      else if ((await read.entries(erased, erased + 1))[0]?.record) {
        throw refusal(`has the record of entry ${erased}, which entry ${seq} erased`)
      }
    }
  }

  const walk = async (head: Head) => {
    const root = (await openCheckpoint(head.note, [verifier]))?.root
    if (outside) compare(tree, outside.size, outside.root)
    // The very first checkpoint is one of no entries.
    if (tree.size() === 0)
      for (const first of await read.heads(-1, 0))
        await checkHead({ ...first, root: tree.root() }, options.keyAt(0))
    while (tree.size() < head.size) {
      const from = tree.size()
      const page = await read.entries(from, Math.min(from + PAGE, head.size))
      let other = false
      const due: (Head & { readonly root: Uint8Array })[] = []
      const heads = new Map(
        (await read.heads(from, from + page.length)).map(({ size, note }) => [size, note]),
      )
      for (const stored of page) {
        if (stored.seq !== tree.size()) throw refusal(`lacks entry ${tree.size()}`)
        tree.append(leafHash(stored.entry))
        other ||= outside?.size === tree.size() && !sameBytes(outside.root, tree.root())
        await checkEntry(stored)
        const note = heads.get(tree.size())
        if (note !== undefined) due.push({ size: tree.size(), root: tree.root(), note })
      }
      if (tree.size() === from) throw refusal(`lacks entry ${from}`)
      // First the tiles, which know the entry that is not itself any more; then what they add up to.
      for (const tile of tree.takeDirty()) await checkTile(read, tile)
      // Together, for a signature is checked beside this thread; the first in order is the one that is named.
      const held = await Promise.allSettled(due.map((head) => checkHead(head, options.keyAt(head.size))))
      for (const one of held) if (one.status === 'rejected') throw one.reason
      if (other) throw refusal('does not add up to the checkpoint that was kept')
    }
    compare(tree, head.size, root)
  }

  let { head } = options
  for (let round = 0; ; round++) {
    await walk(head)
    const next = await read.head()
    const beyond = (await read.entries(head.size, head.size + 1)).length > 0
    const [hole] = gone.keys()
    if (next && next.size > head.size && round < ROUNDS) {
      head = next
      continue
    }
    if (next?.size === head.size) {
      const stray = await read.stray(head.size)
      if (stray !== null && (await read.head())?.size === head.size)
        throw refusal(`has more in its ${stray} than its checkpoint of ${head.size} covers`)
      if (beyond) throw refusal(`has other entries than its checkpoint of ${head.size}`)
      if (hole !== undefined) throw refusal(`lacks the record of entry ${hole}, and no erasure covers it`)
    }
    break
  }
  if (successions.join() !== options.successions.filter((seq) => seq < head.size).join()) {
    throw refusal('has other changes of keys than it says')
  }
  return { tree, head, erasures }
}

/** Receipts are handed out with the checkpoint of their time: none of them may say anything else. */
async function checkHead(
  { size, root, note }: Head & { readonly root: Uint8Array },
  key: VerifierKey,
): Promise<void> {
  const opened = await openCheckpoint(note, [key])
  if (opened?.size !== size || !sameBytes(opened.root, root))
    throw refusal(`has a checkpoint of ${size} entries that is not its own`)
}

function compare(tree: GrowingTree, size: number, root: Uint8Array | undefined): void {
  if (tree.size() === size && !(root && sameBytes(root, tree.root())))
    throw refusal('does not add up to its checkpoint')
}

/** A tile that is still growing here may be further in the store. */
async function checkTile(read: LogReader, { level, index, hashes }: DirtyTile): Promise<void> {
  const tile = await read.tile(level, index)
  if (tile && sameBytes(tile.subarray(0, hashes.length), hashes)) return
  const place = tile ? hashes.findIndex((byte, i) => byte !== tile[i]) : 0
  const entry = index * 256 + Math.floor(place / 32)
  throw refusal(
    level === 0 ? `has an entry ${entry} that is not what its tree says` : 'has a tile that is not its own',
  )
}
