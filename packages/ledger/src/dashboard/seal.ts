import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto'
import { type Sign, utf8 } from '@latchkey/log'

/**
 * Texts that leave this process and come back, so that nothing about a session is kept: any process of the ledger
 * opens what another has sealed, since all have the same signing key.
 */
export interface Seal {
  /** Encrypts, for one use. Safe in a cookie or a form. */
  seal(use: string, text: string): string
  /** `null` if it was sealed for another use, with another key, or altered. */
  open(use: string, sealed: string): string | null
  /** A tag that only we can make of this text. */
  tag(use: string, text: string): string
  /** Whether it is that tag; takes as long if it is not. */
  isTag(use: string, text: string, tag: string): boolean
}

/** No checkpoint begins so: they are three lines. The signature itself is never shown to anybody. */
const CONTEXT = 'latchkey/dashboard-sessions/v1\n'
const NONCE = 12
const TAG = 16

/** Derives the key from the signing key, by a signature that nobody else can make (Ed25519: always the same one). */
export async function sealOf(sign: Sign): Promise<Seal> {
  const secret = await sign(utf8(CONTEXT))
  const derive = (what: string) => Buffer.from(hkdfSync('sha256', secret, '', `${CONTEXT}${what}`, 32))
  const [sealing, tagging] = [derive('seal'), derive('tag')]
  const tag = (use: string, text: string) =>
    createHmac('sha256', tagging).update(`${use}\0${text}`).digest('base64url')
  return {
    seal(use, text) {
      const nonce = randomBytes(NONCE)
      const cipher = createCipheriv('aes-256-gcm', sealing, nonce).setAAD(utf8(use))
      return Buffer.concat([nonce, cipher.update(text), cipher.final(), cipher.getAuthTag()]).toString(
        'base64url',
      )
    },
    open(use, sealed) {
      const bytes = Buffer.from(sealed, 'base64url')
      if (bytes.length < NONCE + TAG) return null
      try {
        const cipher = createDecipheriv('aes-256-gcm', sealing, bytes.subarray(0, NONCE), {
          authTagLength: TAG,
        })
        cipher.setAAD(utf8(use)).setAuthTag(bytes.subarray(-TAG))
        return Buffer.concat([cipher.update(bytes.subarray(NONCE, -TAG)), cipher.final()]).toString()
      } catch {
        return null // not ours, or altered: an expected outcome
      }
    },
    tag,
    isTag(use, text, claimed) {
      const [ours, theirs] = [Buffer.from(tag(use, text)), Buffer.from(claimed)]
      return ours.length === theirs.length && timingSafeEqual(ours, theirs)
    },
  }
}
