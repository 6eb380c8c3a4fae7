import { covers, evaluate } from './evaluate.ts'
import type {
  Answer,
  ConsentInput,
  ConsentState,
  Policy,
  Purpose,
  PurposeId,
  Regime,
  Snapshot,
  StoredAnswer,
} from './types.ts'

const DAY = 86_400_000

const CLOSED = { surface: 'none', asking: null } as const

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
    {
      ...CLOSED,
      phase: 'pending',
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
      const asking = state.policy.purposes.find(({ id, necessary }) => id === input.purpose && !necessary)?.id
      return asking ? { ...state, surface, asking } : state
    }
    case 'hide': {
      // Leaving the panel or a card without a word leads back to the question that is still open.
      const back = state.surface !== 'banner' && state.questions.length > 0
      return { ...state, surface: back ? 'banner' : 'none', asking: null }
    }
    default:
      return state
  }
}

function decide(state: ConsentState, input: Extract<ConsentInput, { type: 'decide' }>): ConsentState {
  const { at, via } = input
  const rules = state.regime ?? STRICTEST
  const { id, place = 'unknown', grantDays, refusalDays } = rules
  const choices = own(input.choices)
  const answers = own(state.snapshot?.answers)
  let said = false
  for (const purpose of state.policy.purposes) {
    const answer = effective(state, input, purpose, choices[purpose.id])
    if (!answer) continue
    said = true
    const until = at + (answer === 'granted' ? grantDays : refusalDays) * DAY
    answers[purpose.id] = { answer, at, until, revision: purpose.revision ?? '', signal: covers(rules, purpose.id) }
  }
  if (!said) return evaluate(state, at)
  const next = evaluate({ ...state, snapshot: { at, regime: id, place, grantDays, refusalDays, answers } }, at)
  return via === state.surface ? { ...next, ...CLOSED } : answered(next)
}

/** What an answer really comes to: `undefined` where it says nothing, or nothing that counts. */
function effective(
  { phase, surface, asking }: ConsentState,
  { via, subject }: Extract<ConsentInput, { type: 'decide' }>,
  { id, ask, necessary }: Purpose,
  answer: Answer | undefined,
): Answer | undefined {
  if (necessary || answer !== 'granted') return necessary || answer !== 'denied' ? undefined : answer
  if (phase === 'pending' || via === 'signal') return undefined
  if (via === 'api' || via === 'imported') return answer
  // A surface can only answer what it asks: the banner nothing that is asked on use, the card nothing else.
  const asked = surface === via && (via === 'preferences' || id === asking || (ask === 'on-use') === (via === 'card'))
  if (!asked && via !== 'placeholder') return undefined
  // A press that no person made cannot grant; taken as what privacy tools mean by it: no.
  return subject ? answer : 'denied'
}

/** An open question that has been answered elsewhere closes. */
function answered(state: ConsentState): ConsentState {
  return state.surface === 'banner' && state.questions.length === 0 ? { ...state, ...CLOSED } : state
}

/**
 * What is stored is the truth, but a refusal that could not be stored is not forgotten, and of two answers to one
 * purpose the newer holds; at the same moment, the refusal.
 */
function merge(ours: Snapshot | null, stored: Snapshot | null): Snapshot | null {
  if (!ours) return stored
  const answers = own(stored?.answers)
  for (const [id, mine] of Object.entries(ours.answers)) {
    const theirs = answers[id]
    if (mine.answer === 'denied' ? !theirs || theirs.at <= mine.at : theirs && theirs.at < mine.at) answers[id] = mine
  }
  return { ...ours, ...stored, answers }
}

/** Own members only, and no prototype: nothing is ever granted by inheritance. */
function own<T>(members?: Readonly<Record<PurposeId, T>>): Record<PurposeId, T> {
  return { __proto__: null, ...members } as unknown as Record<PurposeId, T>
}
