/** How long records are kept, counted from the day they came. */
export interface RetentionPolicy {
  /** Days; 0: for ever. */
  readonly days: number
  /** Sites with a time of their own. */
  readonly sites: ReadonlyMap<string, number>
}

/**
 * A consent lasts 184 days at most before it is asked for again, and a claim about it five years (RE-6): days, with the
 * two leap days that five years can have.
 */
export const DEFAULT_RETENTION_DAYS = 184 + 5 * 365 + 2

/**
 * Reads a policy: days for all sites, and sites with days of their own: `2011,us.shop.example=760`. 0 keeps for ever.
 *
 * @throws A sentence, if it is anything else.
 */
export function retentionPolicy(text: string): RetentionPolicy {
  const [all = '', ...own] = text.split(',').map((part) => part.trim())
  const sites = new Map<string, number>()
  for (const part of own) {
    const [, site = '', days = ''] = /^(.{1,200})=(\d{1,5})$/.exec(part) ?? []
    if (!site || sites.has(site)) throw wrong()
    sites.set(site, Number(days))
  }
  if (!/^\d{1,5}$/.test(all)) throw wrong()
  return { days: Number(all), sites }
}

function wrong(): Error {
  return new Error(
    '[ledger] retention: expected days, then site=days with commas between, got something else.',
  )
}

/** One rule of a policy on one day. */
export interface RetentionRule {
  /** Records that came before this day (UTC) go. */
  readonly before: string
  /** Of these sites, or of all but these. */
  readonly choice: { readonly sites: readonly string[]; readonly except: boolean }
}

/** What a policy says at this time. */
export function rulesOf({ days, sites }: RetentionPolicy, now: number): readonly RetentionRule[] {
  const rule = (kept: number, choice: RetentionRule['choice']): readonly RetentionRule[] =>
    kept === 0 ? [] : [{ before: new Date(now - kept * 86_400_000).toISOString().slice(0, 10), choice }]
  return [
    ...rule(days, { sites: [...sites.keys()], except: true }),
    ...[...sites].flatMap(([site, own]) => rule(own, { sites: [site], except: false })),
  ]
}
