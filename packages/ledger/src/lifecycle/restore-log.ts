import { randomBytes } from 'node:crypto'
import {
  bytesToHex,
  type Erasure,
  erasureEntry,
  leafHash,
  parseCheckpoint,
  parseNote,
  successionEntry,
  verifierKey,
} from '@latchkey/log'
import type { JournaledErasure } from '../log/erasure-journal.ts'
import { withSuccession } from '../log/read-chain.ts'
import { type ReadLog, type ReadLogOptions, readLog } from '../log/read-log.ts'
import { writeHead } from '../log/write-head.ts'
import type { Head } from '../store/store.ts'
import { wipeNow } from '../store/wipe-now.ts'

/**
 * Without the kept checkpoint how much is missing stays unknown; without the journal what was erased since the backup
 * comes back.
 */
export interface RestoreLogOptions extends Omit<ReadLogOptions, 'setBack' | 'onWithout'> {
  readonly now: () => number
}

/** What a restore found and did. */
export interface Restoration {
  /** Entries in the backup. */
  readonly entries: number
  /** Entries that had been signed and are lost; `null` if nobody knows. */
  readonly lost: number | null
  /** Records that were erased again. */
  readonly erased: number
  /** The log's name before; `null` if nothing was lost, and it goes on as it was. */
  readonly former: string | null
  /** Its name from now on. */
  readonly origin: string
}

/**
 * Brings a database that came from a backup into service (threat model G4, E3). If entries were signed that it does not
 * have, it goes on under a new name: an entry signed under both names gives the old checkpoint up, and everything that
 * was erased since the backup is erased again. All of it is one transaction. The kept checkpoint is left as it is, unless
 * it is said to be lost: the next start compares it with that entry, and replaces it.
 */
export async function restoreLog(options: RestoreLogOptions): Promise<Restoration> {
  const { withoutCheckpoint = false, withoutJournal = false } = options
  const read = await readLog({
    ...options,
    setBack: true,
    ...(withoutCheckpoint ? { kept: undefined } : {}),
    ...(withoutJournal ? { journal: undefined } : {}),
  })
  if (!read) throw refusal('expected a ledger’s log in the backup, got none.')
  const { origin, head, keptIsGivenUp } = read
  const entries = head.size
  const kept = read.kept === null ? null : parseCheckpoint(parseNote(read.kept)?.text ?? '')
  if (!kept && !withoutCheckpoint) {
    throw refusal('expected the kept checkpoint, which says what is lost. Without it: --without-checkpoint.')
  }
  if (!read.journal && !withoutJournal) {
    throw refusal(
      'expected the erasure journal. Without it (--without-journal) what was erased since comes back.',
    )
  }
  if (read.unjournaled.length && !withoutJournal) {
    throw refusal(
      `expected the newest erasure journal, got one that lacks the erasure of entry ${read.unjournaled[0]?.seq}.`,
    )
  }
  const later = (read.journal ?? []).filter(({ log, seq }) => log === origin && seq >= entries)
  const signed = Math.max(keptIsGivenUp ? 0 : (kept?.size ?? 0), ...later.map(({ seq }) => seq + 1))
  if (withoutJournal) await options.journal?.add(read.unjournaled)
  if (kept && signed <= entries) return { entries, lost: 0, erased: 0, former: null, origin }
  const { to, erased, next } = await goOn(options, read, later)
  // The word was given here: the next start is to ask for it no more.
  if (withoutCheckpoint) await options.kept?.advance(next.note, (await options.kept.read()) ?? undefined)
  return { entries, lost: kept ? signed - entries : null, erased, former: origin, origin: to }
}

async function goOn(
  { store, key, vault, now }: RestoreLogOptions,
  { origin, verifier, tree, head, kept }: ReadLog,
  later: readonly JournaledErasure[],
): Promise<{ readonly to: string; readonly erased: number; readonly next: Head }> {
  const to = `${origin.replace(/\.restored-[0-9a-f]{8}$/, '')}.restored-${bytesToHex(randomBytes(4))}`
  const successor = verifierKey(to, key.publicKey)
  const lost = parseCheckpoint(parseNote(kept ?? head.note)?.text ?? '')
  if (!lost) throw refusal('expected a checkpoint, got something else.')
  const { erased, next } = await store.transact(async (writer) => {
    if ((await writer.head())?.size !== head.size) throw refusal('expected nobody else to use the database.')
    const seq = tree.size()
    const at = Math.floor(now())
    const append = async (entry: Uint8Array) => {
      const place = tree.size()
      await writer.addEntry(place, entry)
      tree.append(leafHash(entry))
      return place
    }
    await append(
      await successionEntry(
        { kind: 'restore', seq, at, from: verifier, to: successor, lost },
        { from: key.sign, to: key.sign },
      ),
    )
    let gone = 0
    for (const erasure of later) {
      const places: number[] = []
      const subjects: string[] = []
      for (const place of erasure.entries.filter((place) => place < head.size)) {
        const [stored] = await writer.entries(place, place + 1)
        if (!stored?.record) continue
        places.push(place)
        subjects.push(stored.record.subject)
      }
      if (places.length === 0) continue
      const { before } = erasure
      const again: Erasure = { at, entries: places, ...(before === undefined ? {} : { before }) }
      await writer.erase(places, await append(erasureEntry(again)))
      vault.forget(subjects)
      gone += places.length
    }
    await writer.putSetting('origin', to)
    await writer.putSetting(...(await withSuccession(writer, seq)))
    return { erased: gone, next: await writeHead(writer, tree, [{ verifier: successor, sign: key.sign }]) }
  })
  await wipeNow(store)
  return { to, erased, next }
}

function refusal(sentence: string): Error {
  return new Error(`[ledger] restore: ${sentence}`)
}
