import { generateKeyPairSync, sign as signBytes } from 'node:crypto'
import type { Sign } from './note.ts'
import { type VerifierKey, verifierKey } from './vkey.ts'

/** Somebody who signs: a log or a witness. */
export interface Signer {
  readonly key: VerifierKey
  readonly sign: Sign
}

/** A new key under this name; or a key that is there, under another name. */
export function signer(name: string, same?: Signer): Signer {
  if (same) return { key: verifierKey(name, same.key.key), sign: same.sign }
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const raw = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url')
  return {
    key: verifierKey(name, new Uint8Array(raw)),
    sign: async (message) => new Uint8Array(signBytes(null, message, privateKey)),
  }
}
