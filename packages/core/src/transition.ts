import { covers, evaluate } from './evaluate.ts'
import type {
  Answer,
  ConsentInput,
  ConsentState,
  Policy,
  Purpose,
  PurposeId,
  Snapshot,
  StoredAnswer,
} from './types.ts'

const DAY = 86_400_000

/** Used for refusals that come before the rules are known: the longest default of any opt-in regime. */
const STRICT_REFUSAL_DAYS = 184

/** The state before anything is known: nothing but the necessary is granted. */
export function initialState(policy: Policy): ConsentState {
  return evaluate(
    {
      phase: 'pending',
      surface: 'none',
      asking: null,
      policy,
      regime: null,
      signals: { gpc: null },
      standings: Object.create(null),
      questions: [],
      snapshot: null,
    },
    0,
  )
}

/**
 * The only place where the state changes. Pure: time, stored answers and signals come in with the input.
 * An input that makes no sense in this state returns the state unchanged; it never throws.
 */
export function transition(state: ConsentState, input: ConsentInput): ConsentState {
  switch (input.type) {
    case 'ready': {
      const { regime, signals, at } = input
      const next = evaluate(
        { ...state, regime, signals, snapshot: merge(state.snapshot, input.snapshot) },
        at,
      )
      return next.surface === 'none' && next.questions.length > 0 ? { ...next, surface: 'banner' } : next
    }
    case 'adopt':
      return answered(evaluate({ ...state, snapshot: merge(state.snapshot, input.snapshot) }, input.at))
    case 'decide':
      return decide(state, input)
    case 'show': {
      if (state.phase === 'pending') return state
      const { surface } = input
      if (surface !== 'card') return { ...state, surface, asking: null }
      const purpose = state.policy.purposes.find(({ id }) => id === input.purpose)
      return purpose && !purpose.necessary ? { ...state, surface, asking: purpose.id } : state
    }
    case 'hide': {
      // Leaving the panel or a card without a word leads back to the question that is still open.
      const back = state.surface !== 'banner' && state.surface !== 'none' && state.questions.length > 0
      return { ...state, surface: back ? 'banner' : 'none', asking: null }
    }
    default:
      return state
  }
}

function decide(state: ConsentState, input: Extract<ConsentInput, { type: 'decide' }>): ConsentState {
  const { via, at } = input
  const answers: Record<PurposeId, StoredAnswer> = copy(state.snapshot?.answers)
  let said = false
  for (const purpose of state.policy.purposes) {
    const answer = effective(state, input, purpose)
    if (!answer) continue
    said = true
    const { regime } = state
    const days =
      answer === 'granted' ? (regime?.grantDays ?? 0) : (regime?.refusalDays ?? STRICT_REFUSAL_DAYS)
    answers[purpose.id] = {
      answer,
      at,
      until: at + days * DAY,
      revision: purpose.revision ?? '',
      signal: covers(regime, purpose.id),
    }
  }
  if (!said) return evaluate(state, at)
  const snapshot: Snapshot = {
    at,
    regime: state.regime?.id ?? 'unknown',
    place: state.regime?.place ?? 'unknown',
    placeBy: state.regime?.placeBy ?? 'unknown',
    grantDays: state.regime?.grantDays ?? 0,
    refusalDays: state.regime?.refusalDays ?? STRICT_REFUSAL_DAYS,
    answers,
  }
  const next = evaluate({ ...state, snapshot }, at)
  return via === state.surface ? { ...next, surface: 'none', asking: null } : answered(next)
}

/** What an input really says about a purpose: `undefined` where it says nothing, or nothing that counts. */
function effective(
  state: ConsentState,
  { choices, via, subject }: Extract<ConsentInput, { type: 'decide' }>,
  purpose: Purpose,
): Answer | undefined {
  if (purpose.necessary || !Object.hasOwn(choices, purpose.id)) return undefined
  const answer = choices[purpose.id]
  if (answer === 'denied') return 'denied'
  if (answer !== 'granted' || state.phase === 'pending' || via === 'signal') return undefined
  if (via === 'api' || via === 'imported') return 'granted'
  if (!asked(state, purpose, via)) return undefined
  // A press that no person made cannot grant; taken as what privacy tools mean by it: no.
  return subject ? 'granted' : 'denied'
}

/** A surface can only answer what it asks. */
function asked(
  state: ConsentState,
  purpose: Purpose,
  via: 'banner' | 'preferences' | 'placeholder' | 'card',
): boolean {
  if (via === 'placeholder') return true
  if (state.surface !== via) return false
  if (via === 'banner') return purpose.ask !== 'on-use'
  return via === 'preferences' || purpose.id === state.asking || purpose.ask === 'on-use'
}

/** An open question that has been answered elsewhere closes. */
function answered(state: ConsentState): ConsentState {
  return state.surface === 'banner' && state.questions.length === 0 ? { ...state, surface: 'none' } : state
}

/**
 * What is stored is the truth, but a refusal that could not be stored is not forgotten, and of two answers to one
 * purpose the newer holds; at the same moment, the refusal.
 */
function merge(ours: Snapshot | null, stored: Snapshot | null): Snapshot | null {
  if (!ours || !stored) return stored ?? onlyRefusals(ours)
  const answers: Record<PurposeId, StoredAnswer> = copy(stored.answers)
  for (const [id, mine] of Object.entries(ours.answers)) {
    const theirs = answers[id]
    const holds = theirs
      ? mine.at > theirs.at || (mine.at === theirs.at && mine.answer === 'denied')
      : mine.answer === 'denied'
    if (holds) answers[id] = mine
  }
  return { ...stored, answers }
}

function onlyRefusals(snapshot: Snapshot | null): Snapshot | null {
  if (!snapshot) return null
  const refused = Object.entries(snapshot.answers).filter(([, { answer }]) => answer === 'denied')
  return refused.length > 0 ? { ...snapshot, answers: copy(Object.fromEntries(refused)) } : null
}

/** Without a prototype, so that no answer is ever inherited. */
function copy(answers: Snapshot['answers'] | undefined): Record<PurposeId, StoredAnswer> {
  return Object.assign(Object.create(null), answers)
}
