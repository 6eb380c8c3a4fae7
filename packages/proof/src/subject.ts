import { digest, FIRST, type Link, linkAfter } from '@latchkey/record'
import type { GuardedStorage } from './guarded-storage.ts'

export const SECRET = 'latchkey.subject'
const CHAIN = 'latchkey.chain'

/** Who the next record is about, and where it stands in that subject's chain. */
export interface Standpoint {
  readonly secret: string
  readonly subject: string
  readonly link: Link
}

/** The one subject of this device. */
export interface SubjectOnDevice {
  /** Whether the device has one already. Reads only. */
  exists(): boolean
  /** Read anew each time, since another tab may have gone on; made up if there is none. */
  next(): Standpoint
  /** The record at this standpoint has been written: the chain goes on behind it. */
  advance(from: Standpoint, text: string): void
  /** What the ledger knows this subject's holder by; `null` if there is none. */
  secret(): string | null
  /** The next record begins a new subject. */
  forget(): void
}

/**
 * Keeps the subject's secret and the end of its chain of records. A subject whose chain is lost or unreadable is given up
 * for a new one, because its records could no longer be linked. Two tabs that write at the same moment make a fork
 * (see `linkAfter`): storage has no locks, and a decision must not wait for one.
 *
 * @param secret Makes a new secret: 32 hex digits.
 */
export function subjectOnDevice(storage: GuardedStorage, secret: () => string): SubjectOnDevice {
  let ours: (Standpoint & { readonly saved: boolean }) | null = null

  function stored(): Standpoint | null {
    const secret = storage.get(SECRET) ?? ''
    const [, n, previous] = /^(\d{1,9})\.([0-9a-f]{64})$/.exec(storage.get(CHAIN) ?? '') ?? []
    if (!/^[0-9a-f]{32}$/.test(secret) || !n || !previous) return null
    const subject = ours?.secret === secret ? ours.subject : digest(secret)
    return { secret, subject, link: { n: +n, previous } }
  }

  function created(): Standpoint {
    const made = secret()
    return { secret: made, subject: digest(made), link: FIRST }
  }

  return {
    exists: () => !!storage.get(SECRET),
    next() {
      const theirs = stored()
      // What could not be saved goes on in memory. What was saved and is gone was cleared by the shopper: start afresh.
      const ahead = theirs
        ? theirs.secret === ours?.secret && theirs.link.n < ours.link.n
        : ours && !ours.saved
      return ahead && ours ? ours : (theirs ?? created())
    },
    advance(from, text) {
      const link = linkAfter(from.link.n, text)
      const saved = storage.set(SECRET, from.secret) && storage.set(CHAIN, `${link.n}.${link.previous}`)
      ours = { ...from, link, saved }
    },
    secret: () => storage.get(SECRET) ?? ours?.secret ?? null,
    forget() {
      ours = null
      storage.remove(SECRET)
      storage.remove(CHAIN)
    },
  }
}
