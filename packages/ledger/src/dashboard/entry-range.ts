import { fromU64, isConsentEntry, parseErasureEntry } from '@latchkey/log'
import type { ExportRange } from '../export/write-export.ts'
import type { LogReader } from '../store/store.ts'

const DAY = 86_400_000

/** Entries that tell no time, changes of keys, do not come in such numbers one after the other. */
const NEAR = 16

/** When an entry was made, milliseconds since 1970: its own time, or that of the nearest before it. `null`: unknown. */
export async function timeOfEntry(read: LogReader, seq: number): Promise<number | null> {
  const near = await read.entries(Math.max(0, seq - NEAR), seq + 1)
  return near.map(({ entry }) => timeIn(entry)).findLast((time) => time !== null) ?? null
}

function timeIn(entry: Uint8Array): number | null {
  // Layout of a record's entry: its last 40 bytes are the time and the commitment.
  return isConsentEntry(entry) ? fromU64(entry.slice(-40, -32)) : (parseErasureEntry(entry)?.at ?? null)
}

/**
 * The entries of these UTC days, both included; an empty day leaves its end open. Found by halving, since the log is in
 * the order of the ledger's clock but for a clock that was set back, where a few entries more or less may come.
 */
export async function rangeOfDays(
  read: LogReader,
  size: number,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<ExportRange> {
  const firstAt = async (time: number) => {
    let [low, high] = [0, size]
    while (low < high) {
      const middle = Math.floor((low + high) / 2)
      if (((await timeOfEntry(read, middle)) ?? 0) < time) low = middle + 1
      else high = middle
    }
    return low
  }
  const start = from ? await firstAt(Date.parse(from)) : 0
  return { from: start, to: to ? Math.max(start, await firstAt(Date.parse(to) + DAY)) : size }
}
