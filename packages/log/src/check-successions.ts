import type { OpenedHeader } from './check-header.ts'
import type { Fail } from './check-sequence.ts'
import { type Checkpoint, openCheckpoint } from './checkpoint.ts'
import { keyAt, leadsTo, openSuccession, type Succession } from './succession.ts'
import type { Finding } from './verdict.ts'
import { formatVkey } from './vkey.ts'

export interface Successions {
  add(entry: Uint8Array, seq: number, line: number): void
  /** Checks what only shows when all were seen, and returns the remarks. */
  end(given: { readonly key: string | undefined; readonly kept: KeptCheckpoint | null }): Promise<Finding[]>
}

/** A checkpoint that was kept elsewhere, as signed and as read. */
export interface KeptCheckpoint {
  readonly signed: string
  readonly checkpoint: Checkpoint
}

/**
 * Follows the log from key to key and from name to name: whoever has one of its keys can believe the next (threat model
 * E6). A log that was restored says so in a remark; a kept checkpoint of what was lost does not hold.
 */
export function checkSuccessions({ key: now, header }: OpenedHeader, fail: Fail): Successions {
  const seen: { readonly entry: Uint8Array; readonly seq: number; readonly line: number }[] = []

  const chain = async (): Promise<readonly Succession[]> => {
    const opened: Succession[] = []
    for (const { entry, seq, line } of seen.toSorted((a, b) => a.seq - b.seq)) {
      const succession = await openSuccession(entry, seq)
      if (succession) opened.push(succession)
      else fail('key', line, seq, `Entry ${seq} names another key and is not signed by both.`)
    }
    if (leadsTo(now, opened)) return opened
    fail('key', 1, opened.at(-1)?.seq ?? null, 'The changes of keys in this file do not lead to its key.')
    return []
  }

  return {
    add: (entry, seq, line) => void seen.push({ entry, seq, line }),
    async end({ key, kept }) {
      const successions = await chain()
      const known = [header.vkey, ...successions.map(({ from }) => formatVkey(from))]
      if (key !== undefined && !known.includes(key))
        fail('header', 1, null, 'The export is signed by another key than the one given.')
      if (kept) await compare(kept, successions, fail)
      return successions.flatMap(({ seq, lost }) =>
        lost
          ? [{ code: 'restore', severity: 'remark', line: null, seq, message: loss(seq, lost.size) } as const]
          : [],
      )
    },
  }

  async function compare({ signed, checkpoint }: KeptCheckpoint, all: readonly Succession[], fail: Fail) {
    const own = keyAt(checkpoint.size, now, all)
    if (await openCheckpoint(signed, [own])) return
    const given = all.find(
      ({ kind, from, seq }) => kind === 'restore' && from.name === checkpoint.origin && seq < checkpoint.size,
    )
    if (given && (await openCheckpoint(signed, [given.from])))
      fail(
        'checkpoint',
        null,
        given.seq,
        `The checkpoint that was kept covers entries that were lost. ${loss(given.seq, checkpoint.size)}`,
      )
    else
      fail('checkpoint', null, null, 'The checkpoint that was kept is not signed by the key of this export.')
  }
}

function loss(seq: number, size: number): string {
  return size > seq
    ? `The log was restored from a backup at entry ${seq}: ${size - seq} entries that had been signed are lost.`
    : `The log was restored from a backup at entry ${seq}.`
}
