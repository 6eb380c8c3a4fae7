import type { ConsentState, Model, Purpose, PurposeId, Regime, Signals, Standing } from './types.ts'

/** Clocks of one device may disagree by this much; an answer from further ahead is not believed. */
const CLOCK_SKEW = 600_000

/** Works out standings, open questions and phase anew from regime, signals and stored answers, at one moment. */
export function evaluate(state: ConsentState, at: number): ConsentState {
  const { policy, regime, signals, snapshot } = state
  const standings: Record<PurposeId, Standing> = Object.create(null)
  const questions: PurposeId[] = []
  let phase: ConsentState['phase'] = regime ? 'decided' : 'pending'
  for (const purpose of policy.purposes) {
    const { id, necessary, ask, revision = '' } = purpose
    const stored = snapshot?.answers[id]
    const valid = stored && stored.revision === revision && stored.at <= at + CLOCK_SKEW && at < stored.until
    const optIn = !regime || modelOf(regime, purpose) === 'opt-in'
    const signalled = regime && isSignalled(regime, signals, id)
    // A refusal that has run out may be asked about again; until somebody grants, it stays a refusal.
    const said = regime && (valid || stored?.answer === 'denied')
    standings[id] = necessary
      ? { granted: true, basis: 'necessary' }
      : signalled
        ? { granted: false, basis: 'signal' }
        : said
          ? { granted: stored?.answer === 'granted', basis: 'subject' }
          : { granted: !optIn, basis: 'default' }
    if (!regime || necessary || ask === 'on-use' || valid) continue
    phase = 'undecided'
    if (optIn && !signalled) questions.push(id)
  }
  return { ...state, standings, questions, phase }
}

function isSignalled({ honours }: Regime, signals: Signals, purpose: PurposeId): boolean {
  return (['gpc', 'dnt'] as const).some((signal) => signals[signal] === true && includes(honours?.[signal], purpose))
}

/** Whether an opt-out signal, were it sent, would deny the purpose under this regime. */
export function covers({ honours }: Regime, purpose: PurposeId): boolean {
  return includes(honours?.gpc, purpose)
}

/** The model that a regime sets for a purpose. */
export function modelOf({ model }: Regime, purpose: Purpose): Model {
  return typeof model === 'function' ? model(purpose) : model
}

function includes(list: readonly PurposeId[] | 'all' = [], purpose: PurposeId): boolean {
  return list === 'all' || list.includes(purpose)
}
