import { hash } from 'node:crypto'

/** A budget: this many at once, refilled evenly. */
export interface Budget {
  readonly burst: number
  readonly perSecond: number
}

export interface LimitsOptions {
  /**
   * Requests of one network (/24, /48), whatever they ask for. This machine's own are not counted, here and below.
   * @default burst 2,000, 200 a second
   */
  readonly request?: Budget | undefined
  /**
   * Those of them that cost more: to append, to read or erase a subject, to export, to register, to sign in.
   * @default burst 300, 20 a second
   */
  readonly network?: Budget | undefined
  /** Records of one network. @default burst 1,500, 100 a second */
  readonly records?: Budget | undefined
  /** Records of one site that can be read. @default burst 50,000, 5,000 a second */
  readonly site?: Budget | undefined
  /** Records of one subject that can be read; a subject is one person. @default burst 500, 1 a second */
  readonly subject?: Budget | undefined
}

export interface Limits {
  /**
   * Takes from a budget: 0 if it had enough, else the seconds to wait. `null`: from the one that all share of whom
   * nothing is known, ten times as large.
   */
  take(kind: keyof LimitsOptions, key: string | null, amount: number): number
}

const DAY = 86_400_000
const MAX_KEYS = 100_000
const SHARED = 10

/**
 * Counts what comes in (threat model F3). Keys are hashed with a salt that is made anew every day and never stored
 * (G2): what is in memory names no address, no site and nobody.
 */
export function createLimits(
  { request, network, records, site, subject }: LimitsOptions,
  { now, random }: { now: () => number; random: (length: number) => Uint8Array },
): Limits {
  const budgets = {
    request: request ?? { burst: 2_000, perSecond: 200 },
    records: records ?? { burst: 1_500, perSecond: 100 },
    network: network ?? { burst: 300, perSecond: 20 },
    site: site ?? { burst: 50_000, perSecond: 5_000 },
    subject: subject ?? { burst: 500, perSecond: 1 },
  }
  let day = Number.NaN
  let salt = random(32)
  const levels = new Map<string, { left: number; at: number }>()
  return {
    take(kind, key, amount) {
      const time = now()
      if (Math.floor(time / DAY) !== day) {
        day = Math.floor(time / DAY)
        salt = random(32)
        levels.clear()
      }
      const share = key === null ? SHARED : 1
      const [burst, perSecond] = [budgets[kind].burst * share, budgets[kind].perSecond * share]
      const hashed = `${kind}${key === null ? '' : hash('sha256', Buffer.concat([salt, Buffer.from(key)]), 'base64')}`
      const level = levels.get(hashed)
      // A clock that is set back refills nothing.
      const refilled = level ? level.left + (Math.max(0, time - level.at) / 1000) * perSecond : burst
      const left = Math.min(burst, refilled)
      const wanted = Math.min(amount, burst)
      levels.delete(hashed)
      // The keys that were not seen for longest make room: they stand first.
      if (levels.size >= MAX_KEYS) levels.delete(levels.keys().next().value ?? '')
      levels.set(hashed, { left: left >= wanted ? left - wanted : left, at: time })
      return left >= wanted ? 0 : Math.max(1, Math.ceil((wanted - left) / perSecond))
    },
  }
}
