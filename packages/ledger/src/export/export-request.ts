import { EXPORT_FORMATS } from './export-file.ts'
import type { ExportRange } from './write-export.ts'

/** What an export is asked for as, and which entries. */
export interface ExportRequest {
  readonly format: string
  readonly range: ExportRange
}

/** `after`: the last entry already had; `limit`: how many more. A sentence if something is not as it should be. */
export function readExportRequest(query: URLSearchParams, size: number): ExportRequest | string {
  for (const name of query.keys()) {
    if (!['format', 'after', 'limit'].includes(name)) return 'query: expected format, after and limit'
  }
  const format = query.get('format') ?? 'jsonl'
  if (!EXPORT_FORMATS.includes(format)) return `format: expected ${EXPORT_FORMATS.join(', ')}`
  const [after, limit] = ['after', 'limit'].map((name) => query.get(name))
  if (typeof after === 'string' && !/^\d{1,15}$/.test(after)) return 'after: expected a whole number'
  if (typeof limit === 'string' && !/^[1-9]\d{0,14}$/.test(limit))
    return 'limit: expected a whole number from 1'
  const from = typeof after === 'string' ? Math.min(size, Number(after) + 1) : 0
  return {
    format,
    range: { from, to: typeof limit === 'string' ? Math.min(size, from + Number(limit)) : size },
  }
}
