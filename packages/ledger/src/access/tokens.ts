import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { LogReader, LogWriter, StoredToken } from '../store/store.ts'
import { type Act, isRole, mayDo, type Role } from './roles.ts'

/** Whoever showed a token that is good now. */
export interface Holder {
  /** The token's name, for the log of accesses. */
  readonly name: string
  readonly role: Role
  /** `null`: every site. */
  readonly sites: readonly string[] | null
  may(act: Act): boolean
}

/** A token to be made. */
export interface TokenOrder {
  readonly name: string
  readonly role: Role
  /** @default null: every site */
  readonly sites?: readonly string[] | null | undefined
  /** Milliseconds since 1970. @default null: never */
  readonly expires?: number | null | undefined
}

const NAME = /^[\w .@-]{1,64}$/
const MIN_LENGTH = 16

/** SHA-256 (hex): all that is kept of a token. Tokens are random, so nobody can guess one from it. */
export function hashOfToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

/**
 * Makes a token and keeps its hash. The token itself is in the answer and nowhere else.
 *
 * @throws A sentence, if the name or the sites cannot be.
 */
export async function makeToken(writer: LogWriter, order: TokenOrder, now: number): Promise<string> {
  const { name, role, sites = null, expires = null } = order
  if (!NAME.test(name))
    throw new Error('[ledger] token: expected a name of 1 to 64 letters, digits, spaces, . @ or -.')
  if (sites?.length === 0)
    throw new Error('[ledger] token: expected at least one site, or none named for all.')
  const token = `lk_${randomBytes(24).toString('base64url')}`
  await writer.putToken({ hash: hashOfToken(token), name, role, sites, created: now, expires })
  return token
}

/** The beginning of a token's hash, which names it for people. */
export function codeOfToken({ hash }: StoredToken): string {
  return hash.slice(0, 12)
}

/** Removes the tokens of this name or code, and says how many that were. What they opened is shut at once. */
export async function removeTokens(writer: LogWriter, which: string): Promise<number> {
  const tokens = (await writer.tokens()).filter(
    (token) => token.name === which || codeOfToken(token) === which,
  )
  for (const { hash } of tokens) await writer.removeToken(hash)
  return tokens.length
}

/** What tokens are checked against. */
export interface Credentials {
  readonly read: LogReader
  /** A token out of the environment, good for everything. */
  readonly given: string | undefined
  /** Milliseconds since 1970. */
  readonly now: number
}

/** Who holds this token; `null` for nobody, or no longer. */
export async function holderOf(token: string | null, credentials: Credentials): Promise<Holder | null> {
  return token === null || token.length < MIN_LENGTH ? null : holderOfHash(hashOfToken(token), credentials)
}

/** The same for a token of which only the hash is at hand, out of a session. */
export async function holderOfHash(hash: string, { read, given, now }: Credentials): Promise<Holder | null> {
  const claimed = Buffer.from(hash)
  const admin = given === undefined ? null : Buffer.from(hashOfToken(given))
  if (admin && claimed.length === admin.length && timingSafeEqual(claimed, admin)) {
    return holder({ name: 'LATCHKEY_ADMIN_TOKEN', role: 'admin', sites: null })
  }
  // Looked up by a hash that nobody can choose, so what the look-up's time says is worth nothing.
  const stored: StoredToken | null = await read.token(hash)
  if (!stored || !isRole(stored.role) || (stored.expires !== null && stored.expires <= now)) return null
  return holder({ name: stored.name, role: stored.role, sites: stored.sites })
}

function holder({ name, role, sites }: Omit<Holder, 'may'>): Holder {
  return { name, role, sites, may: (act) => mayDo(role, act) }
}
