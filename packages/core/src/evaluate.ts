import { own } from './own.ts'
import type { ConsentState, Model, Purpose, PurposeId, Regime, Standing } from './types.ts'

/** Clocks of one device may disagree by this much; an answer from further ahead is not believed. */
const CLOCK_SKEW = 600_000

/** What is remembered from one input to the next; the rest of the state follows from it. */
type Remembered = Omit<ConsentState, 'standings' | 'questions' | 'phase'>

/** Works out standings, open questions, phase and surface anew from what is remembered, at one moment. */
export function evaluate(state: Remembered, at: number): ConsentState {
  const { regime, signals, surface } = state
  const standings = own<Record<PurposeId, Standing>>()
  const questions: PurposeId[] = []
  let phase: ConsentState['phase'] = regime ? 'decided' : 'pending'
  for (const purpose of state.policy.purposes) {
    const { id, necessary, ask, revision = '' } = own(purpose)
    const stored = state.snapshot?.answers[id]
    const valid = stored?.revision === revision && stored.at <= at + CLOCK_SKEW && at < stored.until
    const optIn = !regime || modelOf(regime, purpose) === 'opt-in'
    const signalled =
      regime && ((signals.gpc && covers(regime, id)) || (signals.dnt && includes(regime.honours?.dnt, id)))
    // A refusal that has run out may be asked about again; until somebody grants, it stays a refusal.
    const said = regime && (valid || stored?.answer === 'denied')
    standings[id] = {
      granted: necessary || (!signalled && (said ? stored?.answer === 'granted' : !optIn)),
      basis: necessary ? 'necessary' : signalled ? 'signal' : said ? 'subject' : 'default',
    }
    if (!regime || necessary || ask === 'on-use' || valid) continue
    phase = 'undecided'
    if (optIn && !signalled) questions.push(id)
  }
  return {
    ...state,
    standings,
    questions,
    phase,
    // A banner that has nothing left to ask closes: it was answered elsewhere, or the rules ask nothing.
    surface: surface === 'banner' && !questions.length ? 'none' : surface,
    asking: surface === 'card' ? state.asking : null,
  }
}

/** Whether an opt-out signal, were it sent, would deny the purpose under this regime. */
export function covers(regime: Regime, purpose: PurposeId): boolean {
  return includes(regime.honours?.gpc, purpose)
}

/** The model that a regime sets for a purpose. */
export function modelOf({ model }: Regime, purpose: Purpose): Model {
  return typeof model === 'function' ? model(purpose) : model
}

function includes(list: readonly PurposeId[] | 'all' = [], purpose: PurposeId): boolean {
  return list === 'all' || list.includes(purpose)
}
