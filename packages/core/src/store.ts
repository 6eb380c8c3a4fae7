import { own } from './own.ts'
import { initialState, transition } from './transition.ts'
import type { Answer, Change, ConsentInput, ConsentState, ConsentStore, Policy, PurposeId } from './types.ts'

type Listener = Parameters<ConsentStore['subscribe']>[0]

/**
 * Holds the state, takes inputs, tells subscribers in the order they joined. An input sent from a subscriber waits
 * until all have heard of the one before. A subscriber that throws does not keep the next from hearing; the first
 * error is thrown again at the end. The policy, and each regime that comes in, is frozen.
 *
 * @example
 * const store = createStore({ version: '2026-11', purposes: [{ id: 'analytics' }] })
 * store.subscribe((state, change) => console.log(change.granted, state.standings))
 */
export function createStore(policy: Policy): ConsentStore {
  let state = freeze(initialState(policy))
  const listeners = new Set<readonly [Listener]>()
  /** Grows while it is gone through; empty when nothing is being sent. */
  const waiting: ConsentInput[] = []

  return Object.freeze({
    get: () => state,
    send(input: ConsentInput) {
      if (waiting.push(input) > 1) return
      const errors: unknown[] = []
      try {
        for (const next of waiting) {
          const before = state
          state = freeze(transition(before, next))
          const change = freeze(changeBetween(before, state, next))
          for (const [listener] of [...listeners]) {
            try {
              listener(state, change)
            } catch (error) {
              errors.push(error)
            }
          }
        }
      } finally {
        waiting.length = 0 // a regime's own `model` may have thrown
      }
      for (const first of errors) throw first
    },
    subscribe(listener: Listener) {
      // A seat of its own, so that one function may join twice and leave once.
      const seat = [listener] as const
      listeners.add(seat)
      return () => void listeners.delete(seat)
    },
  })
}

function changeBetween(before: ConsentState, after: ConsentState, input: ConsentInput): Change {
  const choices = own<Record<PurposeId, Answer>>()
  const granted: PurposeId[] = []
  const denied: PurposeId[] = []
  const withdrawn: PurposeId[] = []
  for (const { id } of after.policy.purposes) {
    const was = before.standings[id]
    const is = after.standings[id]
    const said = after.snapshot?.answers[id]
    if (input.type === 'decide' && said && said !== before.snapshot?.answers[id]) choices[id] = said.answer
    if (is?.granted && !was?.granted) granted.push(id)
    if (was?.granted && !is?.granted) withdrawn.push(id)
    if (choices[id] === 'denied' || (is?.basis === 'signal' && was?.basis !== 'signal')) denied.push(id)
  }
  return { input, choices, granted, denied, withdrawn }
}

/** Public objects give no handle on the inside: policy and regime, too, stay as they were passed in (C3). */
function freeze<T extends object>(inside: T): T {
  for (const [key, value] of Object.entries(inside)) {
    if (!Object.isFrozen(value) && key !== 'input') freeze(value)
  }
  return Object.freeze(inside)
}
