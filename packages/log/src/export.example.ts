import { toBase64 } from './base64.ts'
import { signCheckpoint } from './checkpoint.ts'
import { attestedEntry, consentEntry } from './entry.ts'
import { erasureEntry } from './erasure-entry.ts'
import { type EntryLine, formatExportLine, type HeaderLine } from './export-line.ts'
import { bytesToHex } from './hex.ts'
import { proveInclusion } from './inclusion.ts'
import { sha256 } from './sha256.ts'
import { signer } from './signer.example.ts'
import { leafHash, nodesOf, treeRoot } from './tree.ts'
import { utf8 } from './utf8.ts'
import { type VerifyExportOptions, verifyExport } from './verify-export.ts'
import { formatVkey } from './vkey.ts'

export const { key, sign } = signer('log.example')
export const vkey = formatVkey(key)

/** What stands at one place of an example log. */
export type Item =
  | {
      readonly record: string
      readonly attested?: boolean
      readonly sealed?: boolean
      readonly erasedBy?: number | undefined
    }
  | { readonly erases: readonly number[]; readonly before?: string | undefined }

export const digestOf = (text: string) => bytesToHex(sha256(utf8(text)))

/** What verifying a file of these lines says. */
export const verify = (lines: readonly string[], options?: VerifyExportOptions) =>
  verifyExport([utf8(lines.map((line) => `${line}\n`).join(''))], options)

/** The line with these fields changed. */
export const altered = (line: string | undefined, fields: object) =>
  JSON.stringify({ ...JSON.parse(line ?? '{}'), ...fields })

/**
 * A log of these items, its checkpoint and the lines of its export. The entry of place n was received or made at 1000 + n.
 */
export async function exampleExport(
  items: readonly Item[],
  {
    notices = [],
    from = 0,
    to = items.length,
    supports = [],
  }: {
    notices?: readonly string[]
    from?: number
    to?: number
    /** Places beyond the part whose lines follow it. */
    supports?: readonly number[]
  } = {},
): Promise<{ checkpoint: string; lines: string[] }> {
  const salt = (seq: number) => sha256(utf8(`salt ${seq}`))
  const entries = items.map((item, seq) =>
    'erases' in item
      ? erasureEntry({ at: 1000 + seq, before: item.before, entries: item.erases })
      : (item.attested ? attestedEntry : consentEntry)({
          received: 1000 + seq,
          salt: salt(seq),
          record: utf8(item.record),
        }),
  )
  const read = nodesOf(entries.map(leafHash))
  const size = items.length
  const checkpoint = await signCheckpoint({ origin: key.name, size, root: treeRoot(size, read) }, key, sign)
  const lines = items.map((item, seq): EntryLine => {
    const bytes = entries[seq] as Uint8Array
    const entry = toBase64(bytes)
    const leaf = toBase64(leafHash(bytes))
    const proof = proveInclusion(seq, size, read).map(toBase64)
    if ('erases' in item) return { seq, kind: 'erasure', entry, leaf, proof }
    if (item.erasedBy !== undefined) return { seq, kind: 'erased', entry, leaf, proof, by: item.erasedBy }
    if (item.sealed) return { seq, kind: 'sealed', entry, leaf, proof }
    return {
      seq,
      kind: item.attested ? 'attested' : 'record',
      received: 1000 + seq,
      salt: toBase64(salt(seq)),
      record: item.record,
      leaf,
      proof,
    }
  })
  const header: HeaderLine = {
    latchkey: 'export',
    v: 1,
    origin: key.name,
    vkey,
    checkpoint,
    from,
    to,
    notices: notices.length,
  }
  const documents = notices
    .map((document) => ({ kind: 'notice' as const, digest: digestOf(document), document }))
    .sort((a, b) => (a.digest < b.digest ? -1 : 1))
  const entryLines = [...lines.slice(from, to), ...lines.filter(({ seq }) => supports.includes(seq))]
  return { checkpoint, lines: [header, ...entryLines, ...documents].map(formatExportLine) }
}

export const notices = ['{"title":"Your choice — «é»"}', '{"title":"Once more"}']

/** Thirty entries of three subjects; one subject was erased. */
export function exampleItems(): Item[] {
  const items: Item[] = []
  const last = new Map<string, { n: number; text: string }>()
  for (let i = 0; i < 28; i++) {
    const subject = digestOf(`subject ${i % 3}`)
    const before = last.get(subject)
    const n = before ? before.n + 1 : 0
    const previous = before ? digestOf(before.text) : null
    const text = JSON.stringify({
      v: 1,
      id: `r${i}`,
      subject,
      n,
      previous,
      notice: digestOf(notices[i % 2] ?? ''),
      ui: 'ü',
    })
    last.set(subject, { n, text })
    items.push({ record: text, ...(i % 3 === 1 && i < 20 ? { erasedBy: 28 } : {}) })
  }
  const erases = items.flatMap((item, seq) => ('erasedBy' in item ? [seq] : []))
  items.push(
    { erases },
    { record: JSON.stringify({ subject: digestOf('late'), n: 0, previous: null, notice: null }) },
  )
  return items
}
