import type { Holder } from '../access/tokens.ts'
import type { Seal } from './seal.ts'

/** Somebody who is signed in. */
export interface Session {
  readonly holder: Holder
  /** SHA-256 (hex) of the token. */
  readonly hash: string
  /** Random: tells sessions of one token apart. */
  readonly id: string
  /** Milliseconds since 1970. */
  readonly until: number
}

export interface SessionsOptions {
  readonly seal: Seal
  /** Who holds the token of this hash now. Asked at every request, so that a removed token ends its sessions. */
  readonly holderOfHash: (hash: string) => Promise<Holder | null>
  /** Where the ledger lies; the cookie goes nowhere else unless it is a `__Host-` one. */
  readonly base: string
  readonly now: () => number
  readonly random: (length: number) => Uint8Array
}

export interface Sessions {
  /** The `Set-Cookie` of a new session. `secure`: the browser came over https. */
  start(hash: string, secure: boolean): string
  /** Whoever a request's `Cookie` header says. */
  read(cookies: string | undefined): Promise<Session | null>
  /** The `Set-Cookie`s that end it, however it began. */
  end(): readonly string[]
}

const HOURS = 8
const PLAIN = 'latchkey-session'
const HOST = `__Host-${PLAIN}`

/** Sessions without a store: the cookie says all, sealed, and every process of the ledger understands it. */
export function sessions({ seal, holderOfHash, base, now, random }: SessionsOptions): Sessions {
  const attributes = (secure: boolean) =>
    `Path=${secure ? '/' : base || '/'}; HttpOnly; SameSite=Strict${secure ? '; Secure' : ''}`
  return {
    start(hash, secure) {
      const until = now() + HOURS * 3_600_000
      const id = Buffer.from(random(16)).toString('base64url')
      const name = secure ? HOST : PLAIN
      const value = seal.seal(name, JSON.stringify([hash, until, id]))
      return `${name}=${value}; Max-Age=${HOURS * 3600}; ${attributes(secure)}`
    },
    async read(cookies = '') {
      for (const name of [HOST, PLAIN]) {
        const value = cookieOf(cookies, name)
        const opened = value === null ? null : seal.open(name, value)
        if (opened === null) continue
        // What opens was written above.
        const [hash, until, id] = JSON.parse(opened) as [string, number, string]
        if (until <= now()) continue
        const holder = await holderOfHash(hash)
        if (holder) return { holder, hash, id, until }
      }
      return null
    },
    end: () => [`${HOST}=; Max-Age=0; ${attributes(true)}`, `${PLAIN}=; Max-Age=0; ${attributes(false)}`],
  }
}

function cookieOf(cookies: string, name: string): string | null {
  for (const pair of cookies.split(';')) {
    const [key = '', value = ''] = pair.split('=', 2)
    if (key.trim() === name) return value.trim()
  }
  return null
}
