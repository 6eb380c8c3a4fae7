import { fromBase64, toBase64 } from './base64.ts'
import { concat, sameBytes } from './bytes.ts'
import { fromUtf8, utf8 } from './utf8.ts'
import type { VerifierKey } from './vkey.ts'

/** Makes the 64 bytes of an Ed25519 signature. The private key stays with whoever passes this in. */
export type Sign = (message: Uint8Array) => Promise<Uint8Array>

export interface NoteSignature {
  readonly name: string
  /** 4 bytes. */
  readonly id: Uint8Array
  readonly signature: Uint8Array
}

/** A C2SP signed note: a text that ends in a newline, and who signed it. */
export interface Note {
  readonly text: string
  readonly signatures: readonly NoteSignature[]
}

const MAX_LENGTH = 100_000
/** The specification asks for at least 16; more than this is not a note that anybody needs. */
const MAX_SIGNATURES = 64
const LINE = /^— ([^\s+]{1,255}) ([A-Za-z0-9+/=]{1,8192})$/
// biome-ignore lint/suspicious/noControlCharactersInRegex: notes hold no control characters but the newline
const CONTROL = /[\u0000-\u0009\u000b-\u001f\u007f]/

/** Signs a text with one key. */
export async function signNote(text: string, { name, id }: VerifierKey, sign: Sign): Promise<string> {
  return formatNote({ text, signatures: [{ name, id, signature: await sign(utf8(text)) }] })
}

export function formatNote({ text, signatures }: Note): string {
  const lines = signatures.map(({ name, id, signature }) => `— ${name} ${toBase64(concat(id, signature))}\n`)
  return `${text}\n${lines.join('')}`
}

/** Takes a signed note apart. `null` if it is malformed. Checks no signature. */
export function parseNote(note: string): Note | null {
  if (note.length > MAX_LENGTH || CONTROL.test(note) || fromUtf8(utf8(note)) !== note) return null
  const split = note.lastIndexOf('\n\n')
  if (split < 0 || !note.endsWith('\n')) return null
  const lines = note.slice(split + 2, -1).split('\n')
  if (lines.length > MAX_SIGNATURES) return null
  const signatures: NoteSignature[] = []
  for (const line of lines) {
    const [, name = '', base64 = ''] = LINE.exec(line) ?? []
    const bytes = fromBase64(base64)
    if (!bytes || bytes.length < 5) return null
    signatures.push({ name, id: bytes.slice(0, 4), signature: bytes.slice(4) })
  }
  return { text: note.slice(0, split + 1), signatures }
}

/**
 * Which of the known keys signed the note: their keys, or `null` if none did, or if one that claims to have does not
 * verify. Signatures of unknown keys are passed over, as C2SP asks. Never throws.
 */
export async function verifyNote(
  note: Note,
  keys: readonly VerifierKey[],
): Promise<readonly [VerifierKey, ...VerifierKey[]] | null> {
  const signed: VerifierKey[] = []
  for (const { name, id, signature } of note.signatures) {
    const known = keys.find((key) => key.name === name && sameBytes(key.id, id))
    if (!known) continue
    if (signed.includes(known) || !(await verifyEd25519(known.key, signature, utf8(note.text)))) return null
    signed.push(known)
  }
  const [first, ...rest] = signed
  return first ? [first, ...rest] : null
}

export async function verifyEd25519(
  key: Uint8Array,
  signature: Uint8Array,
  message: Uint8Array,
): Promise<boolean> {
  if (signature.length !== 64) return false
  try {
    const imported = await crypto.subtle.importKey('raw', owned(key), 'Ed25519', false, ['verify'])
    return await crypto.subtle.verify('Ed25519', imported, owned(signature), owned(message))
  } catch {
    return false // a key that is no point of the curve, or a browser without Ed25519: not verified
  }
}

/** WebCrypto's types want bytes that are not shared between threads. */
function owned(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(bytes)
}
