import { concat } from './bytes.ts'
import { fromUtf8 } from './utf8.ts'

/** A line without its newline. `text` is `null` if it is not UTF-8, is too long, or has no newline at its end. */
export interface Line {
  readonly number: number
  readonly text: string | null
}

/** Room for the longest record or notice that a ledger takes, with every character escaped. */
const MAX_LINE = 1_000_000

/** Cuts a stream of bytes into lines, holding no more than one line at a time. */
export async function* linesOf(
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<Line, void, void> {
  let number = 1
  let parts: Uint8Array[] = []
  let length = 0
  const keep = (part: Uint8Array) => {
    length += part.length
    // Too long to be ours: the rest is read over, not stored.
    if (length <= MAX_LINE) parts.push(part)
  }
  for await (const chunk of source) {
    let start = 0
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      keep(chunk.subarray(start, end))
      yield { number, text: length > MAX_LINE ? null : fromUtf8(concat(...parts)) }
      number += 1
      parts = []
      length = 0
      start = end + 1
    }
    keep(chunk.slice(start))
  }
  if (length > 0) yield { number, text: null }
}
