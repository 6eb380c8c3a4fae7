import { createPrivateKey, createPublicKey, sign as signBytes } from 'node:crypto'
import { fromBase64, parseVkey, type Sign } from '@latchkey/log'
import { keyFile } from '../vault/key-file.ts'

/** Signs checkpoints; keeps its secret to itself. */
export interface SigningKey {
  /** 32 bytes, Ed25519. */
  readonly publicKey: Uint8Array
  readonly sign: Sign
  /** Public keys that it took the place of, if they are known. */
  readonly former: readonly Uint8Array[]
}

/** RFC 8410: what stands before a seed in an Ed25519 private key. */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex')

/** A key out of its 32-byte seed in base64. Throws a sentence, without the value, if it is anything else. */
export function signingKey(seed: string): SigningKey {
  const bytes = fromBase64(seed.trim())
  if (bytes?.length !== 32) {
    throw new Error(
      '[ledger] signing key: expected 32 bytes in base64 (openssl rand -base64 32), got something else.',
    )
  }
  const privateKey = createPrivateKey({ key: Buffer.concat([PKCS8, bytes]), format: 'der', type: 'pkcs8' })
  const { x = '' } = createPublicKey(privateKey).export({ format: 'jwk' })
  return {
    publicKey: new Uint8Array(Buffer.from(x, 'base64url')),
    sign: async (message) => new Uint8Array(signBytes(null, message, privateKey)),
    former: [],
  }
}

/**
 * The key in this file, which is made on first use. Only its owner may read it. Below the key stand the public keys that
 * it took the place of, one `former …` a line.
 */
export function signingKeyFile(file: string): SigningKey {
  const [seed = '', ...more] = keyFile(file, 'signing key')
  const former = more.map((line) => parseVkey(/^former (.*)$/.exec(line)?.[1] ?? '')?.key)
  if (!former.every((key) => key !== undefined)) {
    throw new Error('[ledger] signing key: expected lines of former keys below it, got something else.')
  }
  return { ...signingKey(seed), former }
}
