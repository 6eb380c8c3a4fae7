import type { Fail } from './check-sequence.ts'
import type { NoticeLine } from './export-line.ts'
import { bytesToHex } from './hex.ts'
import { sha256 } from './sha256.ts'
import { fromUtf8, utf8 } from './utf8.ts'
import type { Finding } from './verdict.ts'

export interface Notices {
  /** A record names this notice. */
  name(digest: string, line: number, seq: number): void
  add(line: NoticeLine, number: number): void
  count(): number
  /** Notices that records name and that are not in the file. */
  findings(): Finding[]
}

/** Checks that every notice is the one its digest names, stands once, in order of digests, and is named by a record. */
export function checkNotices(fail: Fail): Notices {
  const named = new Map<string, { readonly line: number; readonly seq: number }>()
  const seen = new Set<string>()
  let count = 0
  let last = ''
  return {
    name(digest, line, seq) {
      if (!named.has(digest)) named.set(digest, { line, seq })
    },
    add({ digest, document }, number) {
      count += 1
      const bytes = utf8(document)
      if (bytesToHex(sha256(bytes)) !== digest || fromUtf8(bytes) !== document) {
        fail('notice', number, null, `The notice on line ${number} is not the one that its digest names.`)
      } else if (digest <= last) {
        fail('notice', number, null, `The notice on line ${number} stands twice or out of order.`)
      } else if (!named.has(digest)) {
        fail('notice', number, null, `No record in this file names the notice on line ${number}.`)
      }
      seen.add(digest)
      last = digest
    },
    count: () => count,
    findings: () =>
      [...named]
        .filter(([digest]) => !seen.has(digest))
        .map(([, { line, seq }]) => ({
          code: 'notice',
          severity: 'remark',
          line,
          seq,
          message: `The notice that entry ${seq} names was never handed to the ledger.`,
        })),
  }
}
