import type { Context } from 'hono'
import { networkOf } from '../access/client-address.ts'
import type { Limits } from '../access/limits.ts'
import type { Peer } from '../create-ledger.ts'

export interface BudgetsOptions {
  readonly limits: Limits
  readonly addressOf: (connection: string | null, forwarded: string | null) => string | null
}

/** What a client may ask for, by its network. Each answers with the seconds to wait; 0: none. */
export interface Budgets {
  /** Any request. */
  request(context: Context<{ Bindings: { peer: Peer } }>): number
  /** A request that costs a commit, a signature's check or a walk through the log. */
  work(context: Context<{ Bindings: { peer: Peer } }>): number
  records(context: Context<{ Bindings: { peer: Peer } }>, amount: number): number
}

/**
 * Budgets of networks (threat model F3). This machine's own requests are not counted; those of which nobody says where
 * they come from share one budget.
 */
export function budgets({ limits, addressOf }: BudgetsOptions): Budgets {
  const take =
    (kind: 'request' | 'network' | 'records') =>
    ({ env, req }: Context<{ Bindings: { peer: Peer } }>, amount = 1): number => {
      const client = addressOf(env?.peer?.address ?? null, req.header('x-forwarded-for') ?? null)
      if (client === null) return limits.take(kind, null, amount)
      const network = networkOf(client)
      return network === null ? 0 : limits.take(kind, network, amount)
    }
  return { request: take('request'), work: take('network'), records: take('records') }
}
