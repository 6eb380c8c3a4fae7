import { type Model, modelOf, type PurposeId, type Regime } from '@latchkey/core'

const ORDER: readonly Model[] = ['notice-only', 'opt-out', 'opt-in']

/**
 * Both regimes at once, for a shopper to whom either may apply (an account from one country, a network from another):
 * the stricter model for each purpose, the signals of both, grants that end sooner, refusals that hold longer.
 * Everything else, the id and the place above all, comes from the first.
 *
 * @example
 * const regimeFor = byPlace()
 * stricter(regimeFor('DE', 'config', at), regimeFor('US-CA', 'server', at))
 */
export function stricter(a: Regime, b: Regime): Regime {
  return {
    ...a,
    model: (purpose) => {
      const [ofA, ofB] = [modelOf(a, purpose), modelOf(b, purpose)]
      return ORDER.indexOf(ofB) > ORDER.indexOf(ofA) ? ofB : ofA
    },
    honours: {
      gpc: union(a.honours?.gpc, b.honours?.gpc),
      dnt: union(a.honours?.dnt, b.honours?.dnt),
    },
    grantDays: Math.min(a.grantDays, b.grantDays),
    refusalDays: Math.max(a.refusalDays, b.refusalDays),
  }
}

type Purposes = readonly PurposeId[] | 'all' | undefined

function union(a: Purposes, b: Purposes): readonly PurposeId[] | 'all' {
  return a === 'all' || b === 'all' ? 'all' : [...new Set([...(a ?? []), ...(b ?? [])])]
}
