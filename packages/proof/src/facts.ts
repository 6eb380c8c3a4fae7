import { type Change, type ConsentState, modelOf } from '@latchkey/core'
import type { ConsentRecord } from '@latchkey/record'

/** What a record says about an event, before it has an id and a place in a chain. `notice` is still the document. */
export type Facts = Omit<ConsentRecord, 'v' | 'id' | 'site' | 'subject' | 'n' | 'previous' | 'ui'>

type Input<Type extends Change['input']['type']> = Extract<Change['input'], { type: Type }>

/** A notice that stood on the screen. */
export function factsOfShown(state: ConsentState, input: Input<'shown'>): Facts {
  return {
    ...circumstances(state),
    at: input.at,
    event: 'shown',
    via: input.surface,
    notice: input.notice,
    locale: input.locale,
  }
}

/** A decision: what it came to, which may be less than was asked for (PR-31). */
export function factsOfDecision(
  state: ConsentState,
  { choices, withdrawn }: Change,
  input: Input<'decide'>,
): Facts {
  const { via } = input
  return {
    ...circumstances(state),
    at: input.at,
    event: via === 'imported' ? via : via === 'signal' ? 'signalled' : 'decided',
    choices,
    withdrawn,
    via,
    trusted: input.subject,
    notice: input.notice ?? null,
    locale: input.locale || 'und',
  }
}

/** The browser's signal went on or off. `denied`: what it denies now. */
export function factsOfSignal(
  state: ConsentState,
  change: Change,
  at: number,
  denied: readonly string[],
): Facts {
  return {
    ...circumstances(state),
    at,
    event: 'signalled',
    choices: Object.fromEntries(denied.map((id) => [id, 'denied'])),
    withdrawn: change.withdrawn,
    via: 'signal',
  }
}

/**
 * Purposes that the signal denies, if it takes something away: an opt-out is a request of its own (11 CCR 7025(c)),
 * but where nothing runs without a grant and none was given, there is nothing to record and no reason to make up a
 * subject (LR-1).
 */
export function deniedBySignal({ policy, standings, regime, snapshot }: ConsentState): readonly string[] {
  const denied = policy.purposes.filter(({ id }) => standings[id]?.basis === 'signal')
  const takes = denied.some(
    (purpose) =>
      (regime && modelOf(regime, purpose) !== 'opt-in') ||
      snapshot?.answers[purpose.id]?.answer === 'granted',
  )
  return takes ? denied.map(({ id }) => id) : []
}

function circumstances({ regime, signals, policy }: ConsentState) {
  return {
    choices: {},
    withdrawn: [],
    trusted: false,
    place: regime?.place ?? 'unknown',
    placeBy: regime?.placeBy ?? 'unknown',
    regime: regime?.id ?? 'unknown',
    table: regime?.table ?? null,
    gpc: signals.gpc,
    policy: policy.version,
    notice: null,
    locale: 'und',
  } as const
}
