import { existsSync, unlinkSync } from 'node:fs'
import { formatVkey, parseSuccession, sameBytes, verifierKey } from '@latchkey/log'
import { successionPlaces } from '../log/read-chain.ts'
import { signingKeyFile } from '../log/signing-key.ts'
import { keyFile, replaceKeyFile } from '../vault/key-file.ts'
import { type KeyRotation, type RotateKeyOptions, rotateKey } from './rotate-key.ts'

export interface RotateKeyFileOptions extends Omit<RotateKeyOptions, 'key' | 'next'> {
  /** The file of the signing key. The next key is made beside it, in `<file>.next`. */
  readonly file: string
}

/**
 * Changes the signing key that lies in a file. The next key is on the disk before it signs; the file takes it over, with
 * the former public key below it, after the log has. Whatever stops it, run again it goes on where it was.
 */
export async function rotateKeyFile({ file, ...options }: RotateKeyFileOptions): Promise<KeyRotation> {
  const waiting = `${file}.next`
  const key = signingKeyFile(file)
  if (existsSync(waiting) && sameBytes(signingKeyFile(waiting).publicKey, key.publicKey)) unlinkSync(waiting)
  const next = signingKeyFile(waiting)
  const rotation = (await rotatedTo(options, next.publicKey)) ?? (await rotateKey({ ...options, key, next }))
  const [seed = ''] = keyFile(waiting, 'signing key')
  replaceKeyFile(file, [seed, `former ${rotation.from}`, ...keyFile(file, 'signing key').slice(1)])
  unlinkSync(waiting)
  return rotation
}

/** The rotation to this key, if the log knows it already. */
async function rotatedTo(
  { store }: Pick<RotateKeyFileOptions, 'store'>,
  publicKey: Uint8Array,
): Promise<KeyRotation | null> {
  const entry = (await successionPlaces(store.read)).at(-1)
  const [stored] = entry === undefined ? [] : await store.read.entries(entry, entry + 1)
  const succession = stored ? parseSuccession(stored.entry) : null
  if (!succession || entry === undefined || !sameBytes(succession.to.key, publicKey)) return null
  const to = verifierKey(succession.to.name, publicKey)
  return { entry, from: formatVkey(succession.from), to: formatVkey(to) }
}
