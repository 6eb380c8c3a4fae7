import { bytesToHex, hexToBytes, sha256, utf8 } from '@latchkey/log'

/** At least 128 bits in hex or base64url, and nothing that could be mistaken for anything else. */
const SECRET = /^[\w-]{22,128}$/

/**
 * The subjects that a secret stands for: SHA-256 of its text, as browsers do it, and of the bytes it spells in hex.
 * `null` if it is no secret. Whoever holds it may append for, read and erase the subject (threat model F4).
 */
export function subjectsOf(secret: string): readonly string[] | null {
  if (!SECRET.test(secret)) return null
  const decoded = hexToBytes(secret)
  return [utf8(secret), ...(decoded ? [decoded] : [])].map((bytes) => bytesToHex(sha256(bytes)))
}

/** The token of an `Authorization: Bearer` header. Secrets never travel in addresses. */
export function bearerOf(request: Request): string | null {
  return /^Bearer ([\w.~+/=-]{1,256})$/i.exec(request.headers.get('authorization') ?? '')?.[1] ?? null
}
