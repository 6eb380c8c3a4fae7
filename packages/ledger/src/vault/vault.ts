import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createSecretKey,
  type KeyObject,
  randomBytes,
} from 'node:crypto'
import { fromBase64, u64, utf8 } from '@latchkey/log'
import { keyFile } from './key-file.ts'

/** A subject's key, encrypted with a key of the operator's. */
export interface WrappedKey {
  /** Names the key that wrapped it. */
  readonly kek: string
  readonly wrapped: Uint8Array
}

/** What is sealed: a record's exact bytes, and the salt that ties it to its log entry. */
export interface Sealable {
  /** 32 bytes. */
  readonly salt: Uint8Array
  readonly body: Uint8Array
}

/**
 * Encrypts what is stored about a subject with a key of that subject's own, and that key with one of the operator's
 * (threat model G1). Whoever has the database alone reads no record; a subject whose key is destroyed is forgotten, in
 * every copy.
 */
export interface Vault {
  /** Names the first key, which wraps unless another one is named. */
  readonly kek: string
  /** Whether it has the key of this name. */
  holds(kek: string): boolean
  /** @param kek Which key wraps it. @default the first */
  newKey(subject: string, kek?: string): WrappedKey
  /** Wraps a subject's key with the first key. `null` if it cannot be opened. */
  rewrap(subject: string, key: WrappedKey): WrappedKey | null
  seal(subject: string, key: WrappedKey, seq: number, content: Sealable): Uint8Array
  /** `null` if it was sealed for another subject or place, with another key, or was altered. */
  open(subject: string, key: WrappedKey, seq: number, sealed: Uint8Array): Sealable | null
  /** Forgets keys held in memory. */
  forget(subjects: readonly string[]): void
}

const NONCE = 12
const TAG = 16
const SALT = 32
const MAX_HELD = 10_000

/**
 * A vault of one or more keys (32 bytes each, in base64): all unwrap, and the one wraps that the log names, see
 * `rotateKek`; of a new log, the first. To change the key put the new one in front, run `latchkey ledger rotate-kek`, then
 * drop the old one.
 *
 * @throws A sentence, without the value, if one is not 32 bytes in base64.
 * @example
 * const vault = createVault((process.env.LATCHKEY_KEK ?? '').split(','))
 */
export function createVault(keys: readonly string[]): Vault {
  // Node looks at bytes anew for every cipher, which costs more than the cipher does; at a key object once.
  const keks = new Map<string, KeyObject>()
  for (const text of keys) {
    const bytes = fromBase64(text.trim())
    if (bytes?.length !== 32) {
      throw new Error(
        '[ledger] key encryption key: expected 32 bytes in base64 (openssl rand -base64 32), got something else.',
      )
    }
    keks.set(nameOf(bytes), createSecretKey(bytes))
  }
  const [first] = keks
  if (!first) throw new Error('[ledger] key encryption key: expected at least one, got none.')
  const [kek] = first
  /** Unwrapped keys by subject, those not used for longest first. Memory only. */
  const held = new Map<string, { readonly wrapped: Uint8Array; readonly key: KeyObject }>()

  const hold = (subject: string, wrapped: Uint8Array, key: KeyObject) => {
    held.delete(subject)
    if (held.size >= MAX_HELD) held.delete(held.keys().next().value ?? '')
    held.set(subject, { wrapped, key })
    return key
  }
  const wrap = (subject: string, key: KeyObject, name: string): WrappedKey => {
    const wrapping = keks.get(name)
    if (!wrapping) throw new Error(`[ledger] vault: expected a key that it holds, got ${name}.`)
    const wrapped = encrypt(wrapping, key.export(), utf8(subject))
    hold(subject, wrapped, key)
    return { kek: name, wrapped }
  }
  const unwrap = (subject: string, { kek: name, wrapped }: WrappedKey): KeyObject | null => {
    const known = held.get(subject)
    if (known && Buffer.compare(known.wrapped, wrapped) === 0) return known.key
    const opener = keks.get(name)
    const key = opener ? decrypt(opener, wrapped, utf8(subject)) : null
    return key && hold(subject, wrapped, createSecretKey(key))
  }

  return {
    kek,
    holds: (name) => keks.has(name),
    newKey: (subject, name = kek) => wrap(subject, createSecretKey(randomBytes(32)), name),
    rewrap(subject, key) {
      const opened = unwrap(subject, key)
      return opened && wrap(subject, opened, kek)
    },
    seal(subject, wrapped, seq, { salt, body }) {
      const key = unwrap(subject, wrapped)
      if (!key) throw new Error('[ledger] vault: a subject’s key does not open.')
      return encrypt(key, Buffer.concat([salt, body]), u64(seq))
    },
    open(subject, wrapped, seq, sealed) {
      const key = unwrap(subject, wrapped)
      const content = key && decrypt(key, sealed, u64(seq))
      if (!content || content.length < SALT) return null
      return {
        salt: new Uint8Array(content.subarray(0, SALT)),
        body: new Uint8Array(content.subarray(SALT)),
      }
    },
    forget(subjects) {
      for (const subject of subjects) held.delete(subject)
    },
  }
}

/** A vault of the keys in this file, one a line, the newest first. It is made on first use. */
export function vaultFile(file: string): Vault {
  return createVault(keyFile(file, 'key encryption key'))
}

function nameOf(kek: Uint8Array): string {
  return createHash('sha256').update('latchkey-kek\0').update(kek).digest('hex').slice(0, 16)
}

/** AES-256-GCM with a random nonce in front; `context` must be the same at decryption. */
function encrypt(key: KeyObject, plain: Uint8Array, context: Uint8Array): Uint8Array {
  const nonce = randomBytes(NONCE)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(context)
  return new Uint8Array(Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]))
}

function decrypt(key: KeyObject, sealed: Uint8Array, context: Uint8Array): Buffer | null {
  if (sealed.length < NONCE + TAG) return null
  try {
    const cipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE), { authTagLength: TAG })
    cipher.setAAD(context).setAuthTag(sealed.subarray(-TAG))
    return Buffer.concat([cipher.update(sealed.subarray(NONCE, -TAG)), cipher.final()])
  } catch {
    return null // altered, or another key's: an expected outcome
  }
}
