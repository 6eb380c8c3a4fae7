import { covers, evaluate } from './evaluate.ts'
import { own } from './own.ts'
import type { ConsentInput, ConsentState, Policy, PurposeId, Regime, StoredAnswer } from './types.ts'

const DAY = 86_400_000

/** What applies while nothing can be found out: opt-in, opt-out signals honoured, the shortest grant, the longest peace. */
export const STRICTEST: Regime = {
  id: 'strictest',
  model: 'opt-in',
  honours: { gpc: 'all' },
  grantDays: 180,
  refusalDays: 184,
}

/** The state before anything is known: nothing but the necessary is granted. */
export function initialState(policy: Policy): ConsentState {
  return evaluate(
    { policy, regime: null, signals: { gpc: null }, snapshot: null, surface: 'none', asking: null },
    0,
  )
}

/**
 * The only place where the state changes. Pure: time, stored answers and signals come in with the input.
 * An input that makes no sense in this state returns the state unchanged; it never throws.
 */
export function transition(state: ConsentState, input: ConsentInput): ConsentState {
  let { regime, signals, snapshot, surface } = state

  if (input.type === 'show') {
    const { surface, purpose = '' } = input
    const card = surface === 'card'
    // The card asks about one purpose, which has to be known and not necessary.
    if (!regime || (card && (state.standings[purpose]?.basis ?? 'necessary') === 'necessary')) return state
    return { ...state, surface, asking: card ? purpose : null }
  }

  if (input.type === 'hide') {
    // Leaving the panel or a card without a word leads back to the question that is still open.
    const back = surface !== 'banner' && state.questions.length
    return { ...state, surface: back ? 'banner' : 'none', asking: null }
  }

  if (input.type === 'decide') {
    const { at, via } = input
    const rules = regime ?? STRICTEST
    const { place = 'unknown', grantDays, refusalDays } = rules
    const choices = own(input.choices)
    const answers = own<Record<PurposeId, StoredAnswer>>(snapshot?.answers)
    const byCode = via === 'api' || via === 'imported'
    for (const purpose of state.policy.purposes) {
      const { id, necessary, ask, revision = '' } = own(purpose)
      const choice = choices[id]
      // A surface can only answer what it asks: the banner nothing that is asked on use, the card nothing else, and
      // both while they are open. Placeholders and preferences may stand in the page itself, whatever is open.
      const asked =
        byCode ||
        via === 'placeholder' ||
        via === 'preferences' ||
        (via === state.surface && (id === state.asking || (ask === 'on-use') === (via === 'card')))
      // While the rules are unknown, nobody knows what a grant would mean; a refusal always counts.
      const grants = regime && asked && choice === 'granted'
      if (necessary || !(grants || choice === 'denied')) continue
      // A press that no person made cannot grant; taken as what privacy tools mean by it: no.
      const granted = grants && (byCode || input.subject)
      const until = at + (granted ? grantDays : refusalDays) * DAY
      answers[id] = { answer: granted ? choice : 'denied', at, until, revision, signal: covers(rules, id) }
      snapshot = { at, regime: rules.id, place, grantDays, refusalDays, answers }
      if (via === surface) surface = 'none'
    }
  } else if (input.type === 'ready' || input.type === 'adopt') {
    // What is stored is the truth, but a refusal that could not be stored is not forgotten. A grant here never
    // outlives a refusal there: clocks are set back, and the newer of two answers may look older.
    const stored = input.snapshot
    const answers = own<Record<PurposeId, StoredAnswer>>(stored?.answers)
    for (const [id, mine] of Object.entries(own(snapshot?.answers))) {
      const theirs = answers[id]
      if (mine.answer === 'denied' && (!theirs || theirs.at <= mine.at)) answers[id] = mine
    }
    snapshot = snapshot ? { ...snapshot, ...stored, answers } : stored
    if (input.type === 'ready') {
      ;({ regime, signals } = input)
      if (surface === 'none') surface = 'banner'
    }
  } else return state

  return evaluate({ ...state, regime, signals, snapshot, surface }, input.at)
}
