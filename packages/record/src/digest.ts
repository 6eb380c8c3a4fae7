import { bytesToHex, sha256, utf8 } from '@latchkey/log'

/**
 * SHA-256 of a text's UTF-8 bytes, 64 lower-case hex digits. Synchronous, so that it fits into a click's own task.
 * Names a record, a notice, and, taken of the secret, the subject.
 *
 * @example
 * digest('abc') // 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'
 */
export function digest(text: string): string {
  return bytesToHex(sha256(utf8(text)))
}
