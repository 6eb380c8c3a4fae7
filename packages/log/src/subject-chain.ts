import { bytesToHex } from './hex.ts'
import { sha256 } from './sha256.ts'
import type { Finding } from './verdict.ts'

interface Link {
  readonly line: number
  readonly seq: number
  readonly n: number
  readonly previous: string | null
  readonly digest: string
}

export interface SubjectChains {
  /** Notes a record's place in its subject's chain; returns the digest of the notice it names, if it does. */
  add(record: { line: number; seq: number; text: string; bytes: Uint8Array }): string | null
  /** What does not follow. `gaps`: also tell of numbers that never came. */
  findings(gaps: boolean): Finding[]
}

/**
 * Every record names its number within its subject's records and the digest of the one before. All this is the
 * browser's word: two tabs may have used one number, and a record may never have arrived. So nothing here shows
 * tampering with the log, and what does not follow is a remark.
 */
export function subjectChains(): SubjectChains {
  const subjects = new Map<string, Link[]>()
  return {
    add({ line, seq, text, bytes }) {
      const { subject, n, previous, notice } = fieldsOf(text)
      if (typeof subject === 'string' && typeof n === 'number') {
        const link: Link = {
          line,
          seq,
          n,
          previous: typeof previous === 'string' ? previous : null,
          digest: bytesToHex(sha256(bytes)),
        }
        const links = subjects.get(subject)
        if (links) links.push(link)
        else subjects.set(subject, [link])
      }
      return typeof notice === 'string' && /^[0-9a-f]{64}$/.test(notice) ? notice : null
    },
    findings(gaps) {
      const found: Finding[] = []
      for (const links of subjects.values()) {
        const byNumber = new Map<number, Link[]>()
        for (const link of links) byNumber.set(link.n, [...(byNumber.get(link.n) ?? []), link])
        for (const { line, seq, n, previous } of links) {
          const before = byNumber.get(n - 1)
          let message = ''
          if (n === 0 ? previous !== null : before?.every(({ digest }) => digest !== previous)) {
            message = `Entry ${seq} is number ${n} of its subject and does not follow the one before it.`
          } else if (gaps && n > 0 && !before) {
            message = `Entry ${seq} is number ${n} of its subject; number ${n - 1} is not in this file.`
          }
          if (message) found.push({ code: 'chain', severity: 'remark', line, seq, message })
        }
      }
      return found.sort((a, b) => (a.seq ?? 0) - (b.seq ?? 0))
    },
  }
}

function fieldsOf(json: string): { subject?: unknown; n?: unknown; previous?: unknown; notice?: unknown } {
  try {
    const value: unknown = JSON.parse(json)
    // A map drops what is inherited; the four names are read by whoever asked.
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    return {} // not JSON: it is in no chain
  }
}
