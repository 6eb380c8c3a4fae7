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

/** Who holds this token; `null` for nobody, or no longer. `given`: a token out of the environment, good for everything. */
export async function holderOf(
  token: string | null,
  { read, given, now }: { read: LogReader; given: string | undefined; now: number },
): Promise<Holder | null> {
  if (token === null || token.length < MIN_LENGTH) return null
  const hash = hashOfToken(token)
  if (given !== undefined && timingSafeEqual(Buffer.from(hash), Buffer.from(hashOfToken(given)))) {
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
