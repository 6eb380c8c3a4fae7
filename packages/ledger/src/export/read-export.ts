import { type ExportOptions, type ExportRange, writeExport } from './write-export.ts'

/** `after`: the last entry already had; `limit`: how many more. A sentence if they are not whole numbers. */
export function exportRange(query: URLSearchParams, size: number): ExportRange | string {
  for (const name of query.keys()) {
    if (!['format', 'after', 'limit'].includes(name)) return 'query: expected format, after and limit'
  }
  if ((query.get('format') ?? 'jsonl') !== 'jsonl') return 'format: expected jsonl'
  const [after, limit] = ['after', 'limit'].map((name) => query.get(name))
  if (typeof after === 'string' && !/^\d{1,15}$/.test(after)) return 'after: expected a whole number'
  if (typeof limit === 'string' && !/^[1-9]\d{0,14}$/.test(limit))
    return 'limit: expected a whole number from 1'
  const from = typeof after === 'string' ? Math.min(size, Number(after) + 1) : 0
  return { from, to: typeof limit === 'string' ? Math.min(size, from + Number(limit)) : size }
}

/** An export as a stream that is written as fast as it is read. */
export function readExport(options: ExportOptions): ReadableStream<Uint8Array<ArrayBuffer>> {
  const pieces = writeExport(options)
  return new ReadableStream({
    async pull(controller) {
      const piece = await pieces.next()
      if (piece.done) controller.close()
      else controller.enqueue(Uint8Array.from(piece.value))
    },
    async cancel() {
      await pieces.return()
    },
  })
}
