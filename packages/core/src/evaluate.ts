import type {
  ConsentState,
  Model,
  Purpose,
  PurposeId,
  Regime,
  Signals,
  Standing,
  StoredAnswer,
} from './types.ts'

/** Clocks of one device may disagree by this much; an answer from further ahead is not believed. */
const CLOCK_SKEW = 600_000

/** Works out standings, open questions and phase anew from regime, signals and stored answers, at one moment. */
export function evaluate(state: ConsentState, at: number): ConsentState {
  const { policy, regime, signals, snapshot } = state
  const standings: Record<PurposeId, Standing> = Object.create(null)
  const questions: PurposeId[] = []
  let open = false
  for (const purpose of policy.purposes) {
    const { id } = purpose
    const stored = snapshot?.answers[id]
    standings[id] = standing(purpose, regime, signals, stored, at)
    if (purpose.necessary || purpose.ask === 'on-use' || isInDate(stored, purpose, at)) continue
    open = true
    if (regime && modelOf(regime, purpose) === 'opt-in' && standings[id].basis !== 'signal')
      questions.push(id)
  }
  return { ...state, standings, questions, phase: regime ? (open ? 'undecided' : 'decided') : 'pending' }
}

function standing(
  purpose: Purpose,
  regime: Regime | null,
  signals: Signals,
  stored: StoredAnswer | undefined,
  at: number,
): Standing {
  if (purpose.necessary) return { granted: true, basis: 'necessary' }
  if (!regime) return { granted: false, basis: 'default' }
  if (isSignalled(regime, signals, purpose.id)) return { granted: false, basis: 'signal' }
  // A refusal that has run out may be asked about again; until somebody grants, it stays a refusal.
  if (stored?.answer === 'denied') return { granted: false, basis: 'subject' }
  if (isInDate(stored, purpose, at)) return { granted: true, basis: 'subject' }
  return { granted: modelOf(regime, purpose) !== 'opt-in', basis: 'default' }
}

function isInDate(stored: StoredAnswer | undefined, purpose: Purpose, at: number): boolean {
  return (
    !!stored &&
    stored.revision === (purpose.revision ?? '') &&
    stored.at <= at + CLOCK_SKEW &&
    at < stored.until
  )
}

function isSignalled(regime: Regime, signals: Signals, purpose: PurposeId): boolean {
  return (
    (signals.gpc === true && includes(regime.honours?.gpc, purpose)) ||
    (signals.dnt === true && includes(regime.honours?.dnt, purpose))
  )
}

/** Whether an opt-out signal, were it sent, would deny the purpose under this regime. */
export function covers(regime: Regime | null, purpose: PurposeId): boolean {
  return includes(regime?.honours?.gpc, purpose)
}

/** The model that a regime sets for a purpose. */
export function modelOf(regime: Regime, purpose: Purpose): Model {
  return typeof regime.model === 'function' ? regime.model(purpose) : regime.model
}

function includes(list: readonly PurposeId[] | 'all' | undefined, purpose: PurposeId): boolean {
  return list === 'all' || !!list?.includes(purpose)
}
