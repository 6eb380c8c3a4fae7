import { fromBase64, toBase64 } from './base64.ts'
import { concat } from './bytes.ts'
import { bytesToHex } from './hex.ts'
import { sha256 } from './sha256.ts'
import { utf8 } from './utf8.ts'

/** C2SP signed-note: the type byte of plain Ed25519 signatures. Others (0x04, 0x06) may be added here. */
const ED25519 = 1

/** A public key with the name it signs under (C2SP signed-note v1.0.0). */
export interface VerifierKey {
  readonly name: string
  /** 4 bytes: the beginning of `SHA-256(name || 0x0A || type || key)`. */
  readonly id: Uint8Array
  /** 32 bytes, Ed25519. */
  readonly key: Uint8Array
}

/** Names a 32-byte Ed25519 public key. */
export function verifierKey(name: string, key: Uint8Array): VerifierKey {
  const id = sha256(concat(utf8(`${name}\n`), Uint8Array.of(ED25519), key)).slice(0, 4)
  return { name, id, key }
}

/** The key as one line: `name+hex(id)+base64(type || key)`. */
export function formatVkey({ name, id, key }: VerifierKey): string {
  return `${name}+${bytesToHex(id)}+${toBase64(concat(Uint8Array.of(ED25519), key))}`
}

/** Reads such a line. `null` if it is malformed, of another type, or its id does not belong to its key. */
export function parseVkey(line: string): VerifierKey | null {
  const [, name = '', id = '', key = ''] =
    /^([^\s+]{1,255})\+([0-9a-f]{8})\+([A-Za-z0-9+/=]{1,64})$/.exec(line) ?? []
  const bytes = fromBase64(key)
  if (bytes?.length !== 33 || bytes[0] !== ED25519) return null
  const parsed = verifierKey(name, bytes.slice(1))
  return bytesToHex(parsed.id) === id ? parsed : null
}
