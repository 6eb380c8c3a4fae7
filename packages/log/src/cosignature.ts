import { fromBase64 } from './base64.ts'
import { concat, fromU64, sameBytes } from './bytes.ts'
import { bytesToHex } from './hex.ts'
import { type NoteSignature, parseNote, verifyEd25519 } from './note.ts'
import { sha256 } from './sha256.ts'
import { utf8 } from './utf8.ts'

/** C2SP tlog-cosignature: the type byte of Ed25519 cosignatures. */
const COSIGNATURE = 4

/** A witness: its name and its public key. */
export interface WitnessKey {
  readonly name: string
  /** 4 bytes. */
  readonly id: Uint8Array
  /** 32 bytes, Ed25519. */
  readonly key: Uint8Array
}

/** Reads a witness's verifier key: `name+hex(id)+base64(0x04 || key)`. `null` if it is malformed or of another type. */
export function parseWitnessKey(line: string): WitnessKey | null {
  const [, name = '', id = '', base64 = ''] =
    /^([^\s+]{1,255})\+([0-9a-f]{8})\+([A-Za-z0-9+/=]{1,64})$/.exec(line) ?? []
  const typed = fromBase64(base64)
  if (typed?.length !== 33 || typed[0] !== COSIGNATURE) return null
  const own = sha256(concat(utf8(`${name}\n`), typed)).slice(0, 4)
  return bytesToHex(own) === id ? { name, id: own, key: typed.slice(1) } : null
}

/** What an Ed25519 cosignature signs: `cosignature/v1`, the time, and the note's whole text. */
export function cosignedMessage(time: number, noteText: string): Uint8Array {
  return utf8(`cosignature/v1\ntime ${time}\n${noteText}`)
}

/**
 * Checks a witness's signature line over a signed checkpoint (C2SP tlog-cosignature v1): when it was given, in seconds
 * since 1970; `null` if it is not this witness's, or does not verify. Never throws.
 */
export async function openCosignature(
  line: string,
  signed: string,
  witness: WitnessKey,
): Promise<number | null> {
  const note = parseNote(signed)
  const cosigned = note && parseNote(`${note.text}\n${line}\n`)
  const [signature, ...more] = cosigned?.signatures ?? []
  // With an empty line in it, what stands above that would be read as text.
  if (!note || !signature || more.length || cosigned?.text !== note.text) return null
  return timeOf(signature, note.text, witness)
}

/**
 * Which of these witnesses have signed a checkpoint that their lines stand below, and when, in seconds since 1970. A
 * witness counts once, and a line of a known witness that does not verify counts for nothing. Never throws.
 *
 * @example
 * const seen = await cosignersOf(checkpoint, [witness])
 * if (seen.length < 1) console.error('nobody else has seen this log')
 */
export async function cosignersOf(
  signed: string,
  witnesses: readonly WitnessKey[],
): Promise<readonly { readonly name: string; readonly time: number }[]> {
  const { text = '', signatures = [] } = parseNote(signed) ?? {}
  const found = await Promise.all(
    witnesses.map(async (witness) => {
      const times = await Promise.all(signatures.map((signature) => timeOf(signature, text, witness)))
      const [time] = times.filter((one) => one !== null)
      return time === undefined ? [] : [{ name: witness.name, time }]
    }),
  )
  return found.flat()
}

async function timeOf(
  { name, id, signature }: NoteSignature,
  noteText: string,
  witness: WitnessKey,
): Promise<number | null> {
  if (name !== witness.name || !sameBytes(id, witness.id)) return null
  const time = fromU64(signature.slice(0, 8))
  if (time === null) return null
  const holds = await verifyEd25519(witness.key, signature.slice(8), cosignedMessage(time, noteText))
  return holds ? time : null
}
