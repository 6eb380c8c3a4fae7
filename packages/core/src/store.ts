import { initialState, transition } from './transition.ts'
import type { Answer, Change, ConsentInput, ConsentState, ConsentStore, Policy, PurposeId } from './types.ts'

type Listener = Parameters<ConsentStore['subscribe']>[0]

/**
 * Holds the state, takes inputs, tells subscribers in the order they joined. An input sent from a subscriber waits
 * until all have heard of the one before. A subscriber that throws does not keep the next from hearing; the first
 * error is thrown again at the end.
 *
 * @example
 * const store = createStore({ version: '2026-11', purposes: [{ id: 'analytics' }] })
 * store.subscribe((state, change) => console.log(change.granted, state.standings))
 */
export function createStore(policy: Policy): ConsentStore {
  let state = freeze(initialState(policy))
  const listeners = new Set<Listener>()
  const waiting: ConsentInput[] = []
  let sending = false

  function send(input: ConsentInput): void {
    waiting.push(input)
    if (sending) return
    sending = true
    const errors: unknown[] = []
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const before = state
      state = freeze(transition(state, next))
      const change = changeBetween(before, state, next)
      for (const listener of [...listeners]) {
        try {
          listener(state, change)
        } catch (error) {
          errors.push(error)
        }
      }
    }
    sending = false
    if (errors.length > 0) throw errors[0]
  }

  return Object.freeze({
    get: () => state,
    send,
    subscribe(listener: Listener) {
      // A wrapper of its own, so that one function may join twice and leave once.
      const own: Listener = (now, change) => listener(now, change)
      listeners.add(own)
      return () => void listeners.delete(own)
    },
  })
}

function changeBetween(before: ConsentState, after: ConsentState, input: ConsentInput): Change {
  const choices: Record<PurposeId, Answer> = Object.create(null)
  const change = { input, choices, granted: [] as PurposeId[], denied: [] as PurposeId[], withdrawn: [] as PurposeId[] }
  for (const { id } of after.policy.purposes) {
    const [was, is] = [before.standings[id], after.standings[id]]
    const said = after.snapshot?.answers[id]
    if (input.type === 'decide' && said && said !== before.snapshot?.answers[id]) choices[id] = said.answer
    if (is?.granted && !was?.granted) change.granted.push(id)
    if (was?.granted && !is?.granted) change.withdrawn.push(id)
    if (choices[id] === 'denied' || (is?.basis === 'signal' && was?.basis !== 'signal')) change.denied.push(id)
  }
  return freeze(change)
}

/** Public objects give no handle on the inside; the policy and the regime are the caller's own. */
function freeze<T extends object>(inside: T): T {
  for (const [key, value] of Object.entries(inside)) {
    if (typeof value === 'object' && value && !/policy|regime|input/.test(key)) freeze(value)
  }
  return Object.freeze(inside)
}
