import { dirname } from 'node:path'
import type { Random } from '../harness/random.ts'
import type { TraceEvent } from './read-trace.ts'

type Change = { readonly offset: number; readonly bytes: Buffer } | { readonly length: number }

interface File {
  /** What is on the disk for certain. */
  synced: Buffer
  /** What was done to it since, in order. */
  changes: Change[]
}

type NameChange =
  | { readonly type: 'made'; readonly path: string; readonly file: File }
  | { readonly type: 'moved'; readonly from: string; readonly to: string }
  | { readonly type: 'gone'; readonly path: string }

/** How what was not synced is found after the power came back. */
export const LOSSES = ['nothing', 'everything', 'beginning', 'sectors of 512', 'sectors of 4096'] as const
export type Loss = (typeof LOSSES)[number]

/**
 * A disk under a file system that promises what POSIX does and no more: what was synced is there; of what was written
 * since, any sectors may be, in any order. Names count once their folder was synced; of changes to names since, any
 * beginning is there, since file systems in use keep those in order. A file whose name is there and whose content was
 * not synced may be empty.
 */
export interface Disk {
  apply(event: TraceEvent): void
  /** The files as they might be found if the power went now. `loss`: what is *kept* of the unsynced. */
  image(kept: Loss, dice: Random): ReadonlyMap<string, Buffer>
}

export function disk(): Disk {
  let names = new Map<string, File>()
  let syncedNames = new Map<string, File>()
  let nameChanges: NameChange[] = []

  const rename = (map: Map<string, File>, change: NameChange) => {
    if (change.type === 'made') map.set(change.path, change.file)
    else if (change.type === 'gone') map.delete(change.path)
    else {
      const file = map.get(change.from)
      map.delete(change.from)
      if (file) map.set(change.to, file)
    }
  }
  const change = (made: NameChange) => {
    names = new Map(names)
    rename(names, made)
    nameChanges.push(made)
  }

  return {
    apply(event) {
      switch (event.type) {
        case 'open':
          if (event.create && !names.has(event.path))
            change({ type: 'made', path: event.path, file: { synced: Buffer.alloc(0), changes: [] } })
          else if (event.truncate) names.get(event.path)?.changes.push({ length: 0 })
          return
        case 'write': {
          const file = names.get(event.path)
          // Opened for appending: wherever the file ends by now.
          const offset = Number.isFinite(event.offset)
            ? event.offset
            : applied(file?.synced ?? Buffer.alloc(0), file?.changes ?? []).length
          file?.changes.push({ offset, bytes: event.bytes })
          return
        }
        case 'truncate':
          names.get(event.path)?.changes.push({ length: event.length })
          return
        case 'sync': {
          const file = names.get(event.path)
          if (file) {
            file.synced = applied(file.synced, file.changes)
            file.changes = []
            return
          }
          // A folder: the names in it.
          const later: NameChange[] = []
          const after = new Map(syncedNames)
          for (const made of nameChanges) {
            if (dirname('path' in made ? made.path : made.to) === event.path) rename(after, made)
            else later.push(made)
          }
          syncedNames = after
          nameChanges = later
          return
        }
        case 'rename':
          return change({ type: 'moved', from: event.from, to: event.to })
        case 'unlink':
          return change({ type: 'gone', path: event.path })
        case 'sent':
      }
    },
    image(kept, dice) {
      const found = new Map(syncedNames)
      const count =
        kept === 'nothing'
          ? 0
          : kept === 'everything'
            ? nameChanges.length
            : dice.below(nameChanges.length + 1)
      for (const made of nameChanges.slice(0, count)) rename(found, made)
      return new Map(
        [...found].map(([path, { synced, changes }]) => [path, applied(synced, some(changes, kept, dice))]),
      )
    },
  }
}

function some(changes: readonly Change[], kept: Loss, dice: Random): readonly Change[] {
  switch (kept) {
    case 'nothing':
      return []
    case 'everything':
      return changes
    case 'beginning':
      return changes.slice(0, dice.below(changes.length + 1))
    default: {
      const sector = kept === 'sectors of 512' ? 512 : 4096
      const share = dice.next()
      return changes.flatMap((change) => {
        if ('length' in change) return dice.chance(share) ? [change] : []
        return sectorsOf(change.offset, change.bytes, sector).filter(() => dice.chance(share))
      })
    }
  }
}

/** Cuts a write where sectors end: a disk writes a sector or does not. */
function sectorsOf(offset: number, bytes: Buffer, sector: number): Change[] {
  const parts: Change[] = []
  for (let at = offset; at < offset + bytes.length; ) {
    const end = Math.min(offset + bytes.length, (Math.floor(at / sector) + 1) * sector)
    parts.push({ offset: at, bytes: bytes.subarray(at - offset, end - offset) })
    at = end
  }
  return parts
}

function applied(before: Buffer, changes: readonly Change[]): Buffer {
  let length = before.length
  let peak = length
  for (const change of changes) {
    length = 'length' in change ? change.length : Math.max(length, change.offset + change.bytes.length)
    peak = Math.max(peak, length)
  }
  const content = Buffer.alloc(peak)
  before.copy(content)
  let end = before.length
  for (const change of changes) {
    if ('length' in change) {
      content.fill(0, Math.min(end, change.length))
      end = change.length
    } else {
      change.bytes.copy(content, change.offset)
      end = Math.max(end, change.offset + change.bytes.length)
    }
  }
  return content.subarray(0, end)
}
