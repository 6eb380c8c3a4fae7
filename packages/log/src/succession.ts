import { fromBase64, toBase64 } from './base64.ts'
import { concat, isCount, sameBytes } from './bytes.ts'
import { formatNote, parseNote, type Sign, verifyNote } from './note.ts'
import { fromUtf8, utf8 } from './utf8.ts'
import { formatVkey, parseVkey, type VerifierKey } from './vkey.ts'

/**
 * From here on the log goes by another key (`key`), or, since entries that were signed once are lost, by another name
 * (`restore`: nobody can sign two histories under one name; threat model E3, E6).
 */
export interface Succession {
  readonly kind: 'key' | 'restore'
  /** Its own place in the log. Longer logs are signed by `to`; the checkpoint that ends with it by both, if it can. */
  readonly seq: number
  /** Milliseconds since 1970. */
  readonly at: number
  readonly from: VerifierKey
  readonly to: VerifierKey
  /** For `restore`: the newest checkpoint that was known under the former name. */
  readonly lost: { readonly size: number; readonly root: Uint8Array } | null
}

const END = '-leaf/v1\0'

/**
 * The log entry of a succession: `key-leaf/v1` or `restore-leaf/v1`, 0x00, and a C2SP signed note of five or six lines —
 * the log's name, the kind, place and time, the former key, the next one, size and root of what was lost — signed by
 * both keys, the former one first. Its second line keeps it from ever being read as a checkpoint.
 */
export async function successionEntry(
  succession: Succession,
  sign: { readonly from: Sign; readonly to: Sign },
): Promise<Uint8Array> {
  const { kind, from, to } = succession
  const text = textOf(succession)
  const signatures = [
    { name: from.name, id: from.id, signature: await sign.from(utf8(text)) },
    { name: to.name, id: to.id, signature: await sign.to(utf8(text)) },
  ]
  return concat(utf8(kind + END), utf8(formatNote({ text, signatures })))
}

/** Reads such an entry; checks its form, and no signature. `null` if it is something else. Never throws. */
export function parseSuccession(entry: Uint8Array): Succession | null {
  const kind = (['key', 'restore'] as const).find((text) =>
    sameBytes(entry.subarray(0, text.length + END.length), utf8(text + END)),
  )
  const note = kind && noteOf(entry, kind)
  if (!kind || !note || note.signatures.length !== 2) return null
  const [, , where = '', former = '', next = '', loss = ''] = note.text.split('\n')
  const [seq, at] = where.split(' ').map(Number)
  const [from, to] = [parseVkey(former), parseVkey(next)]
  const [size, root] = [Number(loss.split(' ')[0]), fromBase64(loss.split(' ')[1] ?? '')]
  if (!isCount(seq) || !isCount(at) || !from || !to || sameKey(from, to)) return null
  if ((kind === 'key') !== (from.name === to.name)) return null
  if (kind === 'restore' && (!isCount(size) || root?.length !== 32)) return null
  const succession = { kind, seq, at, from, to, lost: kind === 'restore' && root ? { size, root } : null }
  // One spelling only: what was read must write itself again.
  return textOf(succession) === note.text ? succession : null
}

/** The succession at this place if both keys signed it, and with nothing else beside it. Never throws. */
export async function openSuccession(entry: Uint8Array, seq: number): Promise<Succession | null> {
  const succession = parseSuccession(entry)
  const note = succession && noteOf(entry, succession.kind)
  if (!note || succession.seq !== seq) return null
  for (const [i, key] of [succession.from, succession.to].entries()) {
    const signatures = note.signatures.slice(i, i + 1)
    if (!(await verifyNote({ text: note.text, signatures }, [key]))) return null
  }
  return succession
}

/** The key that signs a log of `size`, given the key that signs it now and all its successions in order. */
export function keyAt(size: number, now: VerifierKey, successions: readonly Succession[]): VerifierKey {
  return successions.find(({ seq }) => size <= seq)?.from ?? now
}

/** Whether these lead, one to the next, to the key that signs now. */
export function leadsTo(now: VerifierKey, successions: readonly Succession[]): boolean {
  return successions.every(({ seq, to }, i) => {
    const next = successions[i + 1]
    return sameKey(to, next?.from ?? now) && (!next || next.seq > seq)
  })
}

export function sameKey(a: VerifierKey, b: VerifierKey): boolean {
  return a.name === b.name && sameBytes(a.key, b.key)
}

function noteOf(entry: Uint8Array, kind: Succession['kind']) {
  const text = fromUtf8(entry.subarray(kind.length + END.length))
  return text === null ? null : parseNote(text)
}

function textOf({ kind, seq, at, from, to, lost }: Succession): string {
  const lines = [to.name, `${kind}-leaf/v1`, `${seq} ${at}`, formatVkey(from), formatVkey(to)]
  return [...lines, ...(lost ? [`${lost.size} ${toBase64(lost.root)}`] : []), ''].join('\n')
}
